"""What can go wrong with signatures. Every error pickles; none holds a PIN or a pass phrase."""

from scanner_app.errors import AppError


class SigningError(AppError):
    """Root of the errors of signing. Nothing was changed: a file is signed whole or not at all."""

    code = "SIGN"


class TokenMissing(SigningError):
    """No token is there, or its driver cannot be loaded. Arguments: driver or token."""

    code = "SIGN-NO-TOKEN"
    retry = True


class TokenLost(SigningError):
    """The token went away in the middle. Arguments: what it said."""

    code = "SIGN-TOKEN-LOST"
    retry = True


class TokenBusy(SigningError):
    """Several tokens answer and none was chosen. Arguments: the labels."""

    code = "SIGN-MANY-TOKENS"


class PinWrong(SigningError):
    """The PIN or pass phrase is wrong; it was tried once and will not be tried again. Arguments: token or file."""

    code = "SIGN-PIN-WRONG"


class PinLastTry(SigningError):
    """One wrong PIN more would lock the token, so none was tried. Arguments: token."""

    code = "SIGN-PIN-LAST-TRY"


class PinLocked(SigningError):
    """The token is locked. Arguments: token."""

    code = "SIGN-PIN-LOCKED"


class CertificateMissing(SigningError):
    """The token or file holds no certificate with its key. Arguments: token or file."""

    code = "SIGN-NO-CERTIFICATE"


class CertificateExpired(SigningError):
    """The certificate is no longer valid. Arguments: subject, its last day."""

    code = "SIGN-EXPIRED"


class ClockWrong(SigningError):
    """By this machine's clock the certificate or the file comes from the future. Arguments: what, its time."""

    code = "SIGN-CLOCK"


class CertificateNameless(SigningError):
    """The certificate names nobody, so nobody could stand in the stamp. Arguments: serial number."""

    code = "SIGN-NO-NAME"


class CertificateForeign(SigningError):
    """The certificate does not come from an authority that this office trusts. Arguments: subject, issuer."""

    code = "SIGN-FOREIGN"


class TimestampMissing(SigningError):
    """The time stamp server is away, refuses, or answers something else. Arguments: address, what happened."""

    code = "SIGN-NO-TIMESTAMP"
    retry = True


class AlreadySigned(SigningError):
    """The file came in signed, or its signature is broken; it is not touched. Arguments: path."""

    code = "SIGN-ALREADY"


class FontMissing(SigningError):
    """No font for the stamp is installed, or it lacks letters of the text. Arguments: font, letters."""

    code = "SIGN-FONT"


class FileUnsignable(SigningError):
    """The file is no PDF that can be signed. Arguments: path, reason."""

    code = "SIGN-FILE"


class SignatureBroken(SigningError):
    """What was just signed does not verify, so it was thrown away. Arguments: path."""

    code = "SIGN-BROKEN"

"""Who signs: a key in a PKCS#12 file or on a PKCS#11 token, unlocked once for many files."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pkcs11
from asn1crypto import x509
from pkcs11 import TokenFlag
from pkcs11 import exceptions as token_errors
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign import signers
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

from scanner_app.signing.errors import (
    CertificateExpired,
    CertificateForeign,
    CertificateMissing,
    CertificateNameless,
    ClockWrong,
    PinLastTry,
    PinLocked,
    PinWrong,
    TokenBusy,
    TokenLost,
    TokenMissing,
)
from scanner_app.signing.timestamp import TimeStamper

_GONE = (
    token_errors.DeviceRemoved,
    token_errors.TokenNotPresent,
    token_errors.TokenNotRecognised,
    token_errors.SessionClosed,
    token_errors.SessionHandleInvalid,
    token_errors.ObjectHandleInvalid,
    token_errors.KeyHandleInvalid,
    token_errors.UserNotLoggedIn,
    token_errors.DeviceError,
    token_errors.GeneralError,
    token_errors.FunctionFailed,
)


class Signer:
    """A key that is unlocked, with its certificate. Made by ``open_p12`` and ``open_token``."""

    def __init__(self, inner: Any, certificate: x509.Certificate) -> None:
        self.inner = inner
        self.certificate = certificate
        self._stampers: dict[str, TimeStamper] = {}

    @property
    def name(self) -> str:
        """Whom the certificate names: the common name, else the organisation; empty when neither is there."""
        return subject_name(self.certificate)

    def time_stamps(self, url: str) -> TimeStamper | None:
        """The time stamps of a server, None without an address; one for all files, which halves the questions."""
        if not url:
            return None
        return self._stampers.setdefault(url, TimeStamper(url))

    def require_usable(self, now: dt.datetime, trust: Sequence[Path] = ()) -> None:
        """Refuses a certificate that cannot give a good signature now.

        Raises:
            CertificateNameless, CertificateExpired, ClockWrong, CertificateForeign: see there.
        """
        validity = self.certificate["tbs_certificate"]["validity"]
        first, last = validity["not_before"].native, validity["not_after"].native
        if not self.name:
            raise CertificateNameless(str(self.certificate.serial_number))
        if now < first:
            raise ClockWrong(self.name, first.isoformat())
        if now > last:
            raise CertificateExpired(self.name, last.date().isoformat())
        if trust:
            self._require_trusted(now, trust)

    def _require_trusted(self, now: dt.datetime, trust: Sequence[Path]) -> None:
        roots = read_certificates(trust)
        known = list(self.inner.cert_registry)
        context = ValidationContext(
            trust_roots=roots, other_certs=known, allow_fetching=False, moment=now, best_signature_time=now
        )
        validator: Any = CertificateValidator(self.certificate, validation_context=context)
        try:
            asyncio.run(validator.async_validate_path())
        except (PathBuildingError, PathValidationError) as error:
            issuer = str(self.certificate.issuer.human_friendly)
            raise CertificateForeign(self.name, issuer) from error

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Turns what a token says when it goes away into ``TokenLost``."""
        try:
            yield
        except _GONE as error:
            raise TokenLost(type(error).__name__) from error
        except token_errors.PKCS11Error as error:
            raise TokenLost(type(error).__name__) from error


def read_certificates(paths: Sequence[Path]) -> list[x509.Certificate]:
    """The certificates of PEM and DER files."""
    reader: Any = load_certs_from_pemder
    return list(reader([str(path) for path in paths]))


def subject_name(certificate: x509.Certificate) -> str:
    """The subject's common name, else its organisation, else nothing."""
    subject: dict[str, Any] = certificate.subject.native
    for key in ("common_name", "organization_name"):
        value = subject.get(key)
        text = value[0] if isinstance(value, list) and value else value
        if isinstance(text, str) and text.strip():
            return text.strip()
    return ""


def open_p12(path: Path, passphrase: str) -> Signer:
    """Unlocks a PKCS#12 file.

    Raises:
        CertificateMissing: the file is not there or holds no key with its certificate.
        PinWrong: the pass phrase does not open it.
    """
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CertificateMissing(str(path)) from error
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(raw, passphrase.encode("utf-8"))
    except ValueError as error:
        if "password" in str(error).lower():
            raise PinWrong(path.name) from error
        raise CertificateMissing(path.name) from error
    if key is None or certificate is None:
        raise CertificateMissing(path.name)
    loader: Any = signers.SimpleSigner
    inner: Any = loader.load_pkcs12(str(path), passphrase=passphrase.encode("utf-8"))
    if inner is None or inner.signing_cert is None:
        raise CertificateMissing(path.name)
    return Signer(inner, inner.signing_cert)


@contextlib.contextmanager
def open_token(module: Path, pin: str, *, label: str = "", certificate: str = "") -> Iterator[Signer]:
    """Unlocks a token for as long as the block runs. The PIN is tried once.

    Args:
        module: the driver, a PKCS#11 library.
        pin: the user's PIN.
        label: the token's label when several are plugged in.
        certificate: the certificate's label when the token holds several.

    Raises:
        TokenMissing, TokenBusy, PinWrong, PinLastTry, PinLocked, CertificateMissing: see there.
        TokenLost: it was pulled out.
    """
    token = _token(module, label)
    name = str(token.label).strip()
    require_tries(token.flags, name)
    try:
        session = token.open(user_pin=pin)
    except (token_errors.PinIncorrect, token_errors.PinInvalid, token_errors.PinLenRange) as error:
        raise PinWrong(name) from error
    except token_errors.PinLocked as error:
        raise PinLocked(name) from error
    except token_errors.PKCS11Error as error:
        raise TokenLost(type(error).__name__) from error
    try:
        yield _token_signer(session, name, certificate)
    finally:
        with contextlib.suppress(token_errors.PKCS11Error):
            session.close()


def require_tries(flags: TokenFlag, name: str) -> None:
    """Refuses a token that is locked or that one wrong PIN would lock: ``PinLocked``, ``PinLastTry``."""
    if flags & TokenFlag.USER_PIN_LOCKED:
        raise PinLocked(name)
    if flags & TokenFlag.USER_PIN_FINAL_TRY:
        raise PinLastTry(name)


def _token(module: Path, label: str) -> Any:
    try:
        library = pkcs11.lib(str(module))
        try:
            tokens = _tokens(library, label)
        except token_errors.PKCS11Error:
            # Why once more: a driver that saw its token go may only see it come back after a fresh start.
            library.reinitialize()
            tokens = _tokens(library, label)
    except (token_errors.PKCS11Error, RuntimeError, OSError) as error:
        raise TokenMissing(module.name) from error
    if not tokens:
        raise TokenMissing(label or module.name)
    if len(tokens) > 1:
        raise TokenBusy(", ".join(str(token.label).strip() for token in tokens))
    return tokens[0]


def _tokens(library: Any, label: str) -> list[Any]:
    """The tokens that are plugged in and set up: those of the label where one is named."""
    return [
        token
        for slot in library.get_slots(token_present=True)
        for token in [slot.get_token()]
        if token.flags & TokenFlag.TOKEN_INITIALIZED and label in ("", str(token.label).strip())
    ]


def _token_signer(session: Any, name: str, label: str) -> Signer:
    """The key that has a certificate of the same identifier; the one with the label where one is named."""
    attribute = pkcs11.Attribute
    parser: Any = x509.Certificate
    try:
        keys = {
            bytes(key[attribute.ID]) for key in session.get_objects({attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY})
        }
        found = [
            (bytes(one[attribute.ID]), parser.load(one[attribute.VALUE]), str(one[attribute.LABEL]))
            for one in session.get_objects({attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE})
        ]
    except token_errors.PKCS11Error as error:
        raise TokenLost(type(error).__name__) from error
    usable = [row for row in found if row[0] in keys and label in ("", row[2])]
    if not usable:
        raise CertificateMissing(name)
    # The one that lasts longest: a renewed certificate lies beside the old one.
    identifier, certificate, _ = max(usable, key=lambda row: row[1]["tbs_certificate"]["validity"]["not_after"].native)
    inner = PKCS11Signer(
        session,
        signing_cert=certificate,
        key_id=identifier,
        ca_chain=[row[1] for row in found if row[0] not in keys],
    )
    return Signer(inner, certificate)

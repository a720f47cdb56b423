"""What the signatures of a file are worth: chưa ký, hợp lệ, không xác định, sai."""

import contextlib
import datetime as dt
import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError as PyhankoSigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from scanner_app.errors import PathMissing
from scanner_app.files import read_error
from scanner_app.signed_files import SIGNATURE_MARK
from scanner_app.signing.signer import read_certificates, subject_name
from warehouse.records import SignatureState

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SignatureDetail:
    """One signature. ``changed`` says that the file was changed afterwards in a way that no signature allows.

    ``signed_at`` is what a trusted time stamp proves (``is_time_proved``) or what the signer's machine said.
    """

    field: str
    name: str
    issuer: str
    signed_at: dt.datetime | None
    is_time_proved: bool
    changed: bool
    state: SignatureState


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all signatures of a file are worth together: as much as the worst of them."""

    state: SignatureState
    signatures: tuple[SignatureDetail, ...] = ()


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Silences the libraries: what they log of a certificate, or of the letters of a stamp, names its owner."""
    loggers = [logging.getLogger(name) for name in ("pyhanko", "pyhanko_certvalidator", "fontTools")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


_BROKEN = (
    PdfError,
    PyhankoSigningError,
    SignatureValidationError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    NotImplementedError,
    RecursionError,
    OverflowError,
)
"""What pyHanko raises on a file that is broken on purpose or by accident (tests/scanner_app/test_signing.py)."""

_WORST_FIRST = (SignatureState.INVALID, SignatureState.UNKNOWN, SignatureState.VALID)


def check(path: Path, trust: Sequence[Path] = ()) -> Verdict:
    """Checks every signature against the certificates that the office trusts. Nothing is fetched.

    A file that only a password opens is ``UNKNOWN``: nobody can say.

    Raises:
        PathMissing, PathUnreadable: the file cannot be read.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise PathMissing(str(path)) from error
    except OSError as error:
        raise read_error(path, error) from error
    if SIGNATURE_MARK not in raw:
        return Verdict(SignatureState.UNSIGNED)
    try:
        with quiet():
            reader = PdfFileReader(io.BytesIO(raw))
            if reader.encrypted and reader.decrypt(b"").status is AuthStatus.FAILED:
                return Verdict(SignatureState.UNKNOWN)
            embedded = list(reader.embedded_signatures)
    except _BROKEN:
        return Verdict(SignatureState.INVALID)
    if not embedded:
        return Verdict(SignatureState.UNSIGNED)
    roots = read_certificates(trust)
    details = tuple(_detail(one, roots) for one in embedded)
    states = {detail.state for detail in details}
    return Verdict(next(state for state in _WORST_FIRST if state in states), details)


def _detail(signature: Any, roots: list[Any]) -> SignatureDetail:
    try:
        certificate = signature.signer_cert
        name, issuer = subject_name(certificate), str(certificate.issuer.human_friendly)
        status = _status(signature, roots)
        proved = _proved_time(status)
        if proved is not None and not status.trusted:
            # Why again: a stamped signature outlives its certificate, which counts as on the day of the stamp.
            status = _status(signature, roots, at=proved)
    except _BROKEN as error:
        log.info("a signature cannot be checked: %s", type(error).__name__)
        return SignatureDetail(str(signature.field_name), "", "", None, False, True, SignatureState.INVALID)
    changed = _is_changed(status)
    moment = proved or status.signer_reported_dt
    return SignatureDetail(
        field=str(signature.field_name),
        name=name,
        issuer=issuer,
        signed_at=moment,
        is_time_proved=proved is not None,
        changed=changed,
        state=_state(status, changed=changed, in_time=_is_in_time(certificate, moment)),
    )


def _status(signature: Any, roots: list[Any], at: dt.datetime | None = None) -> Any:
    """What pyHanko says of a signature, its certificate as of ``at`` (None: now), the time stamp's as of now."""

    def context(moment: dt.datetime | None = None) -> ValidationContext:
        return ValidationContext(
            trust_roots=roots,
            allow_fetching=False,
            revocation_mode="soft-fail",
            moment=moment,
            best_signature_time=moment,
        )

    with quiet():
        return validate_pdf_signature(
            signature,
            context(at),
            ts_validation_context=context(),
            key_usage_settings=KeyUsageConstraints(key_usage=set()),
        )


def _proved_time(status: Any) -> dt.datetime | None:
    """When a time stamp that the office trusts says that the signature existed."""
    stamp = status.timestamp_validity
    if stamp is None or not (stamp.intact and stamp.valid and stamp.trusted):
        return None
    moment: dt.datetime = stamp.timestamp
    return moment


def _is_in_time(certificate: Any, moment: dt.datetime | None) -> bool:
    """Whether the signature was made while the certificate was valid; a wrong clock says otherwise."""
    validity = certificate["tbs_certificate"]["validity"]
    return moment is None or validity["not_before"].native <= moment <= validity["not_after"].native


def _is_changed(status: Any) -> bool:
    if not status.intact:
        return True
    return status.docmdp_ok is False or status.modification_level is ModificationLevel.OTHER


def _state(status: Any, *, changed: bool, in_time: bool) -> SignatureState:
    if changed or not status.valid or status.revoked:
        return SignatureState.INVALID
    return SignatureState.VALID if status.trusted and in_time else SignatureState.UNKNOWN

"""Signs files: to a temporary neighbour, verified, then renamed. A file is signed whole or not at all."""

import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError as PyhankoSigningError

from scanner_app.errors import PathMissing
from scanner_app.files import atomic, read_error
from scanner_app.signing.checking import check, quiet
from scanner_app.signing.errors import AlreadySigned, ClockWrong, FileUnsignable, SignatureBroken
from scanner_app.signing.signer import Signer, subject_name
from scanner_app.signing.stamp import Corner, Stamp, plan
from warehouse.records import SignatureState

FIELD_NAMES = {Corner.LEFT: "ChuKySoNguoiSoHoa", Corner.RIGHT: "ChuKySoCoQuan"}
"""Names of the signature fields: the digitizing person's and the agency's."""


def carries(path: Path, corner: Corner) -> bool:
    """Whether a file carries the signature of that corner, by the name of its field."""
    try:
        return FIELD_NAMES[corner].encode("ascii") in path.read_bytes()
    except OSError as error:
        raise read_error(path, error) from error


_CLOCK_TOLERANCE = dt.timedelta(minutes=10)
_LOCAL = dt.timezone(dt.timedelta(hours=7))
"""NĐ 30/2020: the time of signing is shown in the time zone of Vietnam."""


@dataclass(frozen=True, slots=True)
class SignOptions:
    """How to sign: the stamp, whom the office trusts, and the address of a time stamp server if there is one."""

    stamp: Stamp = field(default_factory=Stamp)
    trust: tuple[Path, ...] = ()
    timestamp_url: str = ""


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A file that now carries the signature; ``is_new`` is False when it carried it before."""

    path: Path
    name: str
    signed_at: dt.datetime
    size_bytes: int
    sha256: str
    is_new: bool


def sign_file(signer: Signer, path: Path, now: dt.datetime, options: SignOptions | None = None) -> SignedFile:
    """Signs one PDF in its place, after everything that it holds already.

    Repeating it changes nothing: a file that carries this signer's good signature is left alone.

    Raises:
        SigningError: one of its kinds; the file is as it was.
        DiskFull, PathUnwritable, PathMissing: the same.
    """
    options = options or SignOptions()
    signer.require_usable(now, options.trust)
    raw = _read(path)
    existing = _existing(path, raw, signer, options.stamp.corner)
    if existing is not None:
        return _report(path, raw, signer, existing, is_new=False)
    signed = _signed(signer, path, raw, now, options)
    with atomic(path) as temporary:
        temporary.write_bytes(signed)
        if check(temporary, options.trust).state is SignatureState.INVALID:
            raise SignatureBroken(str(path))
    return _report(path, signed, signer, now, is_new=True)


def sign_batch(
    signer: Signer,
    paths: Sequence[Path],
    clock: Callable[[], dt.datetime],
    options: SignOptions | None = None,
) -> Iterator[SignedFile]:
    """Signs a day's files one by one with a key that was unlocked once.

    Each file that is yielded is signed and safe; stopping and repeating with the same files goes on where it
    stopped.

    Yields:
        One ``SignedFile`` per path, in order.

    Raises:
        SigningError: at the first file that cannot be signed; those before stay signed.
    """
    for path in paths:
        yield sign_file(signer, path, clock(), options)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise PathMissing(str(path)) from error
    except OSError as error:
        raise read_error(path, error) from error


def _existing(path: Path, raw: bytes, signer: Signer, corner: Corner) -> dt.datetime | None:
    """When this signer signed the field before, or None when it is free.

    Raises:
        AlreadySigned: others signed it before it came to us, or a signature is broken.
    """
    try:
        signatures = PdfFileReader(io.BytesIO(raw)).embedded_signatures
        names = {str(one.field_name) for one in signatures}
        own = next((one for one in signatures if one.field_name == FIELD_NAMES[corner]), None)
    except (PdfError, ValueError, KeyError, TypeError) as error:
        raise FileUnsignable(str(path), type(error).__name__) from error
    if not signatures:
        return None
    if names - set(FIELD_NAMES.values()) or check(path).state is SignatureState.INVALID:
        raise AlreadySigned(str(path))
    if own is None:
        return None
    if own.signer_cert.sha256 != signer.certificate.sha256:
        raise AlreadySigned(str(path))
    moment: dt.datetime | None = own.self_reported_timestamp
    return moment or dt.datetime.fromtimestamp(0, dt.UTC)


def _signed(signer: Signer, path: Path, raw: bytes, now: dt.datetime, options: SignOptions) -> bytes:
    try:
        writer = _Writer(io.BytesIO(raw))
        reader = writer.prev
        _require_past(reader, now)
        page = reader.root["/Pages"]["/Kids"][0]
        box = _media_box(page)
        shown = (options.stamp.heading.strip(), signer.name, now.astimezone(_LOCAL).isoformat(" ", "seconds"))
        lines = tuple(line for line in shown if line)
        with quiet():
            stamp = plan(options.stamp, lines, box)
        name = FIELD_NAMES[options.stamp.corner]
        metadata = signers.PdfSignatureMetadata(
            field_name=name,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            name=signer.name,
        )
        pdf_signer = _PdfSigner(
            metadata,
            signer.inner,
            timestamper=signer.time_stamps(options.timestamp_url),
            stamp_style=stamp.style(),
            new_field_spec=fields.SigFieldSpec(name, on_page=0, box=stamp.box),
        )
        pdf_signer.moment = now
        target = io.BytesIO()
        with signer.watched(), quiet():
            pdf_signer.sign_pdf(writer, output=target)
    except (PdfError, PyhankoSigningError, ValueError, KeyError) as error:
        raise FileUnsignable(str(path), type(error).__name__) from error
    return target.getvalue()


class _Writer(IncrementalPdfFileWriter):
    """Adds a signature and nothing else: what the file says of itself stays as it was, in both places."""

    def _update_meta(self) -> None:
        return


class _PdfSigner(signers.PdfSigner):
    """Signs at the moment that it is given: what the file says agrees with what the stamp shows."""

    moment: dt.datetime

    def init_signing_session(self, *args: Any, **keywords: Any) -> Any:
        """The session of one signature."""
        untyped: Any = super()
        session = untyped.init_signing_session(*args, **keywords)
        session.system_time = self.moment
        return session


def _media_box(page: Any) -> tuple[float, float, float, float]:
    """The page's box; pages of a tree may inherit it."""
    node = page
    while "/MediaBox" not in node:
        node = node["/Kids"][0] if "/Kids" in node else node["/Parent"]
    left, bottom, right, top = (float(value) for value in node["/MediaBox"])
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _require_past(reader: Any, now: dt.datetime) -> None:
    """A file from the future says that the clock is wrong; a signature with a wrong time is worth nothing."""
    from pyhanko.pdf_utils.generic import parse_pdf_date

    try:
        text = str(reader.trailer_view["/Info"]["/CreationDate"])
    except KeyError:
        return
    try:
        created = parse_pdf_date(text)
    except (PdfError, ValueError):
        return
    if created.tzinfo is None:
        created = created.replace(tzinfo=dt.UTC)
    if created > now + _CLOCK_TOLERANCE:
        raise ClockWrong("file", created.isoformat())


def _report(path: Path, data: bytes, signer: Signer, at: dt.datetime, *, is_new: bool) -> SignedFile:
    import hashlib

    return SignedFile(path, subject_name(signer.certificate), at, len(data), hashlib.sha256(data).hexdigest(), is_new)

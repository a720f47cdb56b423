"""Signing what was released: a day's papers with one key, each recorded anew once its file is safe."""

import contextlib
import dataclasses
import datetime as dt
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from scanner_app.errors import UsageError
from scanner_app.events import Event, Finished, Progress, Published, Started
from scanner_app.files import atomic
from scanner_app.ports import App
from scanner_app.signing import (
    Corner,
    Signer,
    SignOptions,
    Stamp,
    carries,
    check,
    open_p12,
    open_token,
    sign_file,
    trusted,
)
from scanner_app.workflow.context import work_event
from scanner_app.workflow.intake import HANOI
from warehouse.records import DocumentRow, DocumentState, SignatureState

_RELEASED = (DocumentState.RELEASED, DocumentState.SYNCED)
_EVERY = 1_000_000
_SUFFIXES = {Corner.LEFT: ".signed.pdf", Corner.RIGHT: ".agency.pdf"}
_CHUNK = 1 << 20


@dataclasses.dataclass(frozen=True, slots=True)
class Order:
    """Which papers to sign: of one dossier, of one day, or all; for the person who digitized or the agency."""

    dossier: str = ""
    day: dt.date | None = None
    corner: Corner = Corner.LEFT


def waiting(app: App, order: Order | None = None) -> tuple[DocumentRow, ...]:
    """Released papers without the signature that is ordered, oldest first.

    A paper that came in signed waits for none. The agency's waits on papers that the person has signed, too.
    """
    order = order or Order()
    codes = [app.work.dossier(order.dossier).code] if order.dossier else [row.code for row in app.work.dossiers(_EVERY)]
    found = [row for code in codes for row in app.work.documents(code) if _waits(app, row, order)]
    return tuple(sorted(found, key=lambda row: (row.released_at or dt.datetime.min.replace(tzinfo=dt.UTC), row.id)))


def _waits(app: App, row: DocumentRow, order: Order) -> bool:
    if row.state not in _RELEASED or row.signature is SignatureState.INVALID:
        return False
    if order.day is not None and (row.released_at is None or row.released_at.astimezone(HANOI).date() != order.day):
        return False
    if row.signature is SignatureState.UNSIGNED:
        return True
    if order.corner is Corner.LEFT:
        return False
    path = app.released_path(row)
    return path.is_file() and carries(path, Corner.LEFT) and not carries(path, Corner.RIGHT)


@contextlib.contextmanager
def unlocked(app: App, pin: str, p12: Path | None = None) -> Iterator[Signer]:
    """The key of the settings' token, or of a PKCS#12 file, unlocked with a PIN that was asked for once.

    Raises:
        SigningError: as ``open_token`` and ``open_p12``.
        UsageError: no token's driver is named in the settings.
    """
    settings = app.settings.signing
    if p12 is not None:
        yield open_p12(p12, pin)
        return
    if not settings.module:
        raise UsageError("signing.module", "")
    with open_token(Path(settings.module), pin, label=settings.token_label, certificate=settings.certificate) as signer:
        yield signer


def sign_waiting(app: App, order: Order, by: str, pin: str, p12: Path | None = None) -> Iterator[Event]:
    """Unlocks the key once and signs everything that waits; yields and raises as ``sign_released``."""
    heading = app.settings.signing.copy_form if order.corner is Corner.RIGHT else ""
    options = SignOptions(
        stamp=Stamp(order.corner, heading),
        trust=trusted(app.settings.signing.trust),
        timestamp_url=app.settings.signing.timestamp_url,
    )
    documents = waiting(app, order)
    if not documents:
        yield Finished("sign", 0)
        return
    with unlocked(app, pin, p12) as signer:
        yield from sign_released(app, signer, documents, by, options)


def sign_released(
    app: App, signer: Signer, documents: Sequence[DocumentRow], by: str, options: SignOptions
) -> Iterator[Event]:
    """Signs the files and records each as a new version of its document.

    The signature goes onto a copy: the file as it was released stays until its record has reached the shared
    store. What was signed before a stop is signed; repeating goes on with the rest.

    Yields:
        ``Started``, per document ``Published`` and ``Progress``, ``Finished``.

    Raises:
        SigningError: at the first file that cannot be signed; those before stay signed and recorded.
    """
    yield Started("sign", len(documents))
    for done, document in enumerate(documents, 1):
        signed = _signed(app, signer, document, options)
        app.work.release([signed], work_event(app, "document-signed", document.id, by, signer=signer.name))
        yield Published(signed.id, str(app.released_path(signed)), signed.pdf_size, signed.code)
        yield Progress("sign", done, len(documents))
    yield Finished("sign", len(documents))


def _signed(app: App, signer: Signer, document: DocumentRow, options: SignOptions) -> DocumentRow:
    relative = signed_name(document.pdf_path, options.stamp.corner)
    target = app.settings.released_folder / relative
    source = app.released_path(document)
    if not _continues(target, source):
        _copy(source, target)
    report = sign_file(signer, target, app.clock.now(), options)
    state = check(target, options.trust).state
    return dataclasses.replace(
        document,
        state=DocumentState.RELEASED,
        pdf_path=relative,
        pdf_sha256=report.sha256,
        pdf_size=report.size_bytes,
        signature=state,
    )


def _continues(signed: Path, source: Path) -> bool:
    """Whether the signed copy of an earlier, stopped run is one of this very file: a signature only adds to it."""
    if signed == source:
        return True
    if not signed.is_file():
        return False
    with signed.open("rb") as copy, source.open("rb") as original:
        return all(copy.read(len(part)) == part for part in iter(lambda: original.read(_CHUNK), b""))


def signed_name(relative: str, corner: Corner) -> str:
    """Where the signed copy of a released file lies."""
    suffix = _SUFFIXES[corner]
    return relative if relative.endswith(suffix) else f"{relative.removesuffix('.pdf')}{suffix}"


def _copy(source: Path, target: Path) -> None:
    with atomic(target) as temporary:
        shutil.copyfile(source, temporary)

"""Signing what was released: a day's papers with one key, each recorded anew once its file is safe."""

import dataclasses
import datetime as dt
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from scanner_app.events import Event, Finished, Progress, Published, Started
from scanner_app.files import atomic
from scanner_app.ports import App
from scanner_app.signing import Signer, SignOptions, check, sign_file
from scanner_app.workflow.context import work_event
from scanner_app.workflow.intake import HANOI
from warehouse.records import DocumentRow, DocumentState, SignatureState

_RELEASED = (DocumentState.RELEASED, DocumentState.SYNCED)
_EVERY = 1_000_000
_CHUNK = 1 << 20


def waiting(app: App, *, dossier: str = "", day: dt.date | None = None) -> tuple[DocumentRow, ...]:
    """Released papers without a signature: of one dossier, of one day, or all; oldest first."""
    codes = [app.work.dossier(dossier).code] if dossier else [row.code for row in app.work.dossiers(_EVERY)]
    found = [row for code in codes for row in app.work.documents(code) if _waits(row, day)]
    return tuple(sorted(found, key=lambda row: (row.released_at or dt.datetime.min.replace(tzinfo=dt.UTC), row.id)))


def _waits(row: DocumentRow, day: dt.date | None) -> bool:
    if row.state not in _RELEASED or row.signature is not SignatureState.UNSIGNED:
        return False
    return day is None or (row.released_at is not None and row.released_at.astimezone(HANOI).date() == day)


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
    relative = signed_name(document.pdf_path)
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


def signed_name(relative: str) -> str:
    """Where the signed copy of a released file lies."""
    return relative if relative.endswith(".signed.pdf") else f"{relative.removesuffix('.pdf')}.signed.pdf"


def _copy(source: Path, target: Path) -> None:
    with atomic(target) as temporary:
        shutil.copyfile(source, temporary)

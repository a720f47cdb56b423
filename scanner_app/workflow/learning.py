"""Learning the kinds of an office's papers from those that its clerks confirmed, and from no others."""

from collections.abc import Iterator
from pathlib import Path

from ocr.learned import FILE_NAME, LearnedModel, learn, packed
from scanner_app.files import make_folder, write_bytes
from scanner_app.ports import WorkStore
from warehouse.records import DocumentState

CONFIRMED = frozenset({DocumentState.VERIFIED, DocumentState.RELEASED, DocumentState.SYNCED})
"""States that a document reaches only by a person's hand."""

MOST_DOSSIERS = 20_000


def learn_types(work: WorkStore, folder: Path) -> LearnedModel:
    """Learns from the confirmed papers of the work store and keeps the model in the folder of document types.

    Raises:
        PathUnwritable, DiskFull: the model could not be kept; the one before stays.
    """
    model = learn(confirmed_papers(work))
    make_folder(folder)
    write_bytes(folder / FILE_NAME, packed(model))
    return model


def confirmed_papers(work: WorkStore) -> Iterator[tuple[str, str]]:
    """Type and text of the first page of every confirmed paper."""
    for dossier in work.dossiers(limit=MOST_DOSSIERS):
        for document in work.documents(dossier.code):
            if document.state not in CONFIRMED or not document.page_ids:
                continue
            page = work.page(document.page_ids[0])
            if page.text:
                yield document.type, page.text

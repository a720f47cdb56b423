"""Đối chiếu dữ liệu: the page beside the fields; Enter confirms and goes to the next one unresolved."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from scanner_app.errors import AppError
from scanner_app.events import Event, Finished, Loaded, NeedsHelp, Progress
from scanner_app.jobs import Job
from scanner_app.messages import reason
from scanner_app.ports import App
from scanner_app.workflow import handoff, review
from scanner_app.workflow.publish import blocking_reasons, release, sync
from ui.actions import Place, bind, caption
from ui.held import Held
from ui.jobs import JobBridge
from ui.widgets.banner import Banner
from ui.widgets.dossier_box import DossierBox
from ui.widgets.field_form import FieldForm
from ui.widgets.images import ImageLoader
from ui.widgets.page_view import PageView
from ui.widgets.signature import signature_text
from warehouse.errors import WarehouseError
from warehouse.records import ApprovalState, DocumentRow, DocumentState, FieldRow, WorkEvent

DOCUMENT_ID = Qt.ItemDataRole.UserRole
_DONE = (DocumentState.RELEASED, DocumentState.SYNCED)
"""A lease lasts five minutes; four heartbeats may be missed."""


class VerifyScreen(QWidget):
    """One dossier's papers and their values."""

    released = Signal(str)
    dossier_changed = Signal(str)

    def __init__(self, app: App, bridge: JobBridge, loader: ImageLoader, banner: Banner) -> None:
        super().__init__()
        self._app = app
        self._bridge = bridge
        self._banner = banner
        self._language = app.settings.interface_language
        self._page = 0
        self._documents: tuple[DocumentRow, ...] = ()
        self._current: DocumentRow | None = None
        self._paths: dict[str, str] = {}
        self._widths: dict[str, int] = {}
        self._turns: dict[str, int] = {}
        self._job: Job | None = None
        self._held = Held(app, banner, self)
        self._failed = False
        self._build(loader)
        slots = {
            "next": lambda: self.go_to_next(self._place()),
            "previous_paper": lambda: self.next_document(-1),
            "next_paper": lambda: self.next_document(1),
            "previous_page": lambda: self.turn_page(-1),
            "next_page": lambda: self.turn_page(1),
            "nearer": lambda: self.view.zoom(1.25),
            "farther": lambda: self.view.zoom(0.8),
            "fit": self.view.fit,
            "release": self.release,
        }
        bind(self, Place.VERIFY, slots)
        self.choose("")

    def _build(self, loader: ImageLoader) -> None:
        layout = QVBoxLayout(self)
        top = QHBoxLayout()
        self.dossiers = DossierBox(self._app, self)
        self.dossiers.setObjectName("verifyDossiers")
        self.dossiers.chosen.connect(self._dossier_chosen)
        self.left_label = QLabel(self)
        self.left_label.setObjectName("left")
        self.left_label.setWordWrap(True)
        self.progress = QProgressBar(self)
        self.progress.setObjectName("releaseProgress")
        self.progress.setFixedWidth(150)
        self.progress.hide()
        self.cancel_button = QPushButton(self.tr("Stop"), self)
        self.cancel_button.setObjectName("stopRelease")
        self.cancel_button.clicked.connect(self.cancel)
        self.cancel_button.hide()
        self.release_button = QPushButton(caption(self.tr("Release to the store"), Place.VERIFY, "release"), self)
        self.release_button.setObjectName("primary")
        self.release_button.clicked.connect(self.release)
        top.addWidget(QLabel(self.tr("Dossier"), self))
        top.addWidget(self.dossiers)
        top.addWidget(self.left_label, 1)
        top.addWidget(self.progress)
        top.addWidget(self.cancel_button)
        top.addWidget(self.release_button)
        layout.addLayout(top)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        self.documents = QListWidget(split)
        self.documents.setObjectName("documents")
        self.documents.setWordWrap(True)
        self.documents.setMinimumWidth(190)
        self.documents.currentItemChanged.connect(self._document_chosen)
        self.documents.setSpacing(1)
        self.documents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        split.addWidget(self._page_side(loader))
        self.form = FieldForm(self._app.doctypes, loader, self._language, split)
        self.form.setMinimumWidth(420)
        self.form.confirm_asked.connect(self.confirm)
        self.form.absent_asked.connect(self.mark_absent)
        self.form.field_entered.connect(self._field_entered)
        split.setSizes([200, 560, 440])
        split.setStretchFactor(1, 1)
        layout.addWidget(split, 1)
        self.hint = QLabel(self)
        self.hint.setObjectName("hint")
        self.hint.setWordWrap(True)
        self.hint.setText(
            self.tr("Enter: confirm, next · Tab: move · F7: not on the paper · Esc: take back · F1: all keys")
        )
        layout.addWidget(self.hint)

    def _page_side(self, loader: ImageLoader) -> QWidget:
        side = QWidget(self)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self.view = PageView(loader, side)
        self.page_label = QLabel(side)
        self.page_label.setObjectName("pageNumber")
        self.page_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.page_label)
        return side

    # --- what is shown -------------------------------------------------------------------------------

    def choose(self, code: str) -> None:
        """Shows a dossier and goes to its first value that a person must look at."""
        self.dossiers.choose(code)
        self._show()

    @Slot(str)
    def _dossier_chosen(self, code: str) -> None:
        self._show()
        self.dossier_changed.emit(code)

    def _show(self) -> None:
        self._reload()
        if self.documents.count():
            self.documents.setCurrentRow(0)
        self.go_to_next(None)

    @property
    def _dossier(self) -> str:
        return self.dossiers.code

    def _reload(self) -> None:
        self._documents = self._app.work.documents(self._dossier) if self._dossier else ()
        self._paths, self._widths, self._turns = {}, {}, {}
        for row in self._app.work.pages(self._dossier) if self._dossier else ():
            self._paths[row.id] = str(self._app.pagestore.absolute(row.path))
            if row.reading_json:
                outline = handoff.outline_of(row.reading_json)
                self._widths[row.id], self._turns[row.id] = outline.width_px, outline.rotation
        self.documents.blockSignals(True)
        self.documents.clear()
        for document in self._documents:
            item = QListWidgetItem(self._document_text(document))
            item.setData(DOCUMENT_ID, document.id)
            self.documents.addItem(item)
        self.documents.blockSignals(False)
        self._current = None
        self._held.let_go()
        self.form.show_document(None, {}, {}, {})
        self.view.show_page("")
        self.page_label.clear()
        self._show_left()

    def _hold(self) -> None:
        """Keeps the shown paper from other clerks for as long as it is looked at."""
        open_paper = self._current if self.isVisible() else None
        self._held.look_at(open_paper.id if open_paper and open_paper.state not in _DONE else "")

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Takes the shown paper again."""
        super().showEvent(event)
        self._hold()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Gives the shown paper back."""
        super().hideEvent(event)
        self._held.let_go()

    def _document_text(self, document: DocumentRow) -> str:
        label = self._app.doctypes.label(document.type, self._language)
        if document.state in (DocumentState.RELEASED, DocumentState.SYNCED):
            if document.approval is ApprovalState.WAITING:
                return "◔ " + self.tr("{0} — waits for approval").format(label)
            return "✓ " + self.tr("{0} — in the store").format(label)
        if document.approval is ApprovalState.REFUSED and document.reasons:
            return "● " + self.tr("{0} — sent back: {1}").format(label, document.reasons[0])
        waiting = sum(review.is_unresolved(field) for field in document.fields)
        return self.tr("● {0} — {1} to look at").format(label, waiting) if waiting else f"✓ {label}"

    def _show_left(self) -> None:
        left = len(review.unresolved(self._documents))
        waiting = review.open_documents(self._documents)
        self.release_button.setEnabled(bool(waiting) and not left and self._job is None)
        if not self._dossier or not self._documents:
            self.left_label.setText(self.tr("No papers yet: scan or import them first."))
        elif left:
            self.left_label.setText(self.tr("%n value(s) to look at", "", left))
        elif waiting:
            self.left_label.setText(self.tr("Everything is confirmed: release the dossier."))
        else:
            self.left_label.setText(self.tr("Released."))
        for index, document in enumerate(self._documents):
            item = self.documents.item(index)
            item.setText(f"{self._document_text(document)}\n{signature_text(document.signature)}")
            item.setForeground(QColor("#8a5a00" if item.text().startswith("●") else "#1d2733"))

    @Slot()
    def _document_chosen(self) -> None:
        row = self.documents.currentRow()
        wanted = self.documents.item(row).data(DOCUMENT_ID) if row >= 0 else None
        self._current = next((item for item in self._documents if item.id == wanted), None)
        self.form.show_document(self._current, self._paths, self._widths, self._turns)
        self._hold()
        if self._current is not None:
            self._show_page(self._current.page_ids[0], None)

    def _show_page(self, page_id: str, field: FieldRow | None) -> None:
        pages = self._current.page_ids if self._current else ()
        self._page = pages.index(page_id) if page_id in pages else 0
        self.page_label.setText(self.tr("Page {0} of {1} of this paper").format(self._page + 1, len(pages)))
        self.view.show_page(
            self._paths.get(page_id, ""),
            field.box if field else None,
            page_width=self._widths.get(page_id, 0),
            rotation=self._turns.get(page_id, 0),
        )

    @Slot(str)
    def _field_entered(self, name: str) -> None:
        field = self._current.field(name) if self._current else None
        if field is not None and field.page_id:
            self._show_page(field.page_id, field)

    def turn_page(self, step: int) -> None:
        """The next or previous page of the paper."""
        pages = self._current.page_ids if self._current else ()
        if 0 <= self._page + step < len(pages):
            self._show_page(pages[self._page + step], None)

    def _place(self) -> tuple[str, str] | None:
        name = self.form.current
        return (self._current.id, name) if self._current and name else None

    def next_document(self, step: int) -> None:
        """The next or previous paper."""
        row = self.documents.currentRow() + step
        if 0 <= row < self.documents.count():
            self.documents.setCurrentRow(row)
            self.form.focus_first()

    def go_to_next(self, after: tuple[str, str] | None) -> None:
        """Goes to the next value that a person must look at, round the dossier."""
        target = review.next_unresolved(self._documents, after)
        if target is None:
            self.release_button.setFocus()
            return
        index = next(number for number, row in enumerate(self._documents) if row.id == target[0])
        if self.documents.currentRow() != index or self._current is None:
            self.documents.setCurrentRow(index)
            self._document_chosen()
        self.form.focus_field(target[1])

    # --- what the clerk does -------------------------------------------------------------------------

    @Slot(str, str)
    def confirm(self, name: str, text: str) -> None:
        """Confirms a value as typed and goes on."""
        document = self._current
        field = document.field(name) if document else None
        if document is None or field is None or document.state in (DocumentState.RELEASED, DocumentState.SYNCED):
            return
        if not text.strip():
            self.mark_absent(name)
            return
        kind = self._app.doctypes.field_kind(document.type, name)
        try:
            changed = review.confirm(field, text, kind, self._app.settings.office.officer, self._app.clock.now())
            self._save(*changed)
        except (AppError, WarehouseError) as error:
            self._banner.show_error(error)
            self.form.focus_field(name)

    @Slot(str)
    def mark_absent(self, name: str) -> None:
        """Says that the paper does not show a value and goes on."""
        field = self._current.field(name) if self._current else None
        if field is None:
            return
        try:
            self._save(*review.mark_absent(field, self._app.settings.office.officer, self._app.clock.now()))
        except (AppError, WarehouseError) as error:
            self._banner.show_error(error)

    def _save(self, field: FieldRow, event: WorkEvent) -> None:
        self._held.take(field.document_id)
        self._app.work.save_field(field, event)
        self._banner.clear()
        self._documents = self._app.work.documents(self._dossier)
        self._current = next(row for row in self._documents if row.id == field.document_id)
        self.form.update_field(field)
        self._show_left()
        self.go_to_next((field.document_id, field.name))

    @Slot()
    def release(self) -> None:
        """Writes the PDF/A files and records of the dossier, then sends them to the shared store."""
        if self._job is not None or not self._dossier:
            return
        reasons = blocking_reasons(self._app, self._dossier)
        if reasons:
            said = [reason(code, self._language, (figure,)) for code, figure in reasons]
            self._banner.show_warning(self.tr("Not released yet. {0}").format(" ".join(said)))
            self.go_to_next(self._place())
            return
        self._start(release(self._app, self._dossier, self._app.settings.office.officer), self._released, "release")

    def _start(self, work: Iterator[Event], ended: Callable[[], None], name: str) -> None:
        self.release_button.setEnabled(False)
        self.left_label.setText(
            self.tr("Writing the PDF/A files…") if name == "release" else self.tr("Sending to the shared store…")
        )
        self.progress.setRange(0, 0)
        self.progress.show()
        self.cancel_button.show()
        self._failed = False
        self._job = self._bridge.start(work, self._on_event, self._on_error, ended, name)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Progress) and event.total:
            self.progress.setRange(0, event.total)
            self.progress.setValue(event.done)
        elif isinstance(event, Finished) and event.what == "release":
            self._banner.show_good(self.tr("%n paper(s) released as PDF/A.", "", event.count))
        elif isinstance(event, NeedsHelp):
            said = reason(event.problem.code, self._language, (event.problem.text,))
            self._banner.show_warning(
                self.tr("The shared store did not take a record: {0} The screen Shared store says what to do.").format(
                    said
                )
            )
        elif isinstance(event, Loaded) and not event.refused:
            self._banner.show_good(
                self.tr("The papers are released and in the shared store; {0} record(s) still wait.").format(
                    event.waiting
                )
            )

    def _on_error(self, error: BaseException) -> None:
        self._failed = True
        self._banner.show_error(error)

    @Slot()
    def cancel(self) -> None:
        """Stops: nothing is released by halves, and what is released is sent another time."""
        if self._job is not None:
            self._job.cancel()

    def _released(self) -> None:
        stopped = self._failed or (self._job is not None and self._job.is_cancelled)
        if stopped:
            self._synced()
        else:
            self._start(sync(self._app), self._synced, "sync")

    def _synced(self) -> None:
        self._job = None
        self.progress.hide()
        self.cancel_button.hide()
        self._reload()
        if self.documents.count():
            self.documents.setCurrentRow(0)
        self.released.emit(self._dossier)

"""Tra cứu: find papers without marks or case, and see what a person need not bring."""

import dataclasses
import datetime as dt

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from scanner_app.events import Event, Found, PaperShown
from scanner_app.messages import reason
from scanner_app.ports import App
from scanner_app.workflow.intake import HANOI
from scanner_app.workflow.show import find, show
from ui.actions import Place, bind, caption
from ui.jobs import JobBridge
from ui.widgets.banner import Banner
from ui.widgets.images import ImageLoader
from ui.widgets.paper_viewer import PaperViewer
from ui.widgets.signature import COLOURS, signature_word
from warehouse.errors import WarehouseError
from warehouse.records import Answer, SearchHit, SearchQuery

SIGNED = 3
"""Column of the answers that says what the paper's signature is worth."""


def _table(parent: QWidget, heads: list[str], stretch: int) -> QTableWidget:
    table = QTableWidget(0, len(heads), parent)
    table.setHorizontalHeaderLabels(heads)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.setWordWrap(True)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
    return table


class SearchScreen(QWidget):
    """Papers of the shared store."""

    def __init__(self, app: App, bridge: JobBridge, loader: ImageLoader, banner: Banner) -> None:
        super().__init__()
        self._app = app
        self._bridge = bridge
        self._banner = banner
        self._language = app.settings.interface_language
        self._next = ""
        self._query = SearchQuery()
        self._hits: list[SearchHit] = []
        self._shown: SearchHit | None = None
        tabs = QTabWidget(self)
        tabs.addTab(self._search_tab(), self.tr("Find papers"))
        tabs.addTab(self._reuse_tab(), self.tr("What need not be brought"))
        self.tabs = tabs
        self.viewer = PaperViewer(loader, self)
        self.viewer.left.connect(self.close_paper)
        self.viewer.page_asked.connect(self._show_page)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(tabs)
        self.pages.addWidget(self.viewer)
        layout = QVBoxLayout(self)
        layout.addWidget(self.pages)
        bind(self.results, Place.SEARCH, {"open": self.open_current, "file": self.open_file})
        bind(self.viewer, Place.SEARCH, {"file": self.open_file})

    def _search_tab(self) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        row = QHBoxLayout()
        self.words = QLineEdit(page)
        self.words.setObjectName("words")
        self.words.setPlaceholderText(
            self.tr("Name, number, dossier code, last digits of a personal number… marks may be left out")
        )
        self.words.returnPressed.connect(self.search)
        self.kind = QComboBox(page)
        self.kind.setObjectName("kind")
        self.kind.addItem(self.tr("All kinds"), "")
        for code, kind in sorted(self._app.doctypes.types.items(), key=lambda item: item[1].labels["vi"]):
            self.kind.addItem(kind.labels.get(self._language, code), code)
        button = QPushButton(self.tr("Search"), page)
        button.setObjectName("primary")
        button.clicked.connect(self.search)
        row.addWidget(self.words, 1)
        row.addWidget(self.kind)
        row.addWidget(button)
        heads = [
            self.tr("Paper"),
            self.tr("Number"),
            self.tr("Date"),
            self.tr("Person"),
            self.tr("Line found"),
            self.tr("Signature"),
        ]
        self.results = _table(page, heads, 4)
        self.results.setObjectName("results")
        self.results.cellDoubleClicked.connect(self.open_current)
        bottom = QHBoxLayout()
        self.count = QLabel(page)
        self.count.setObjectName("count")
        self.more = QPushButton(self.tr("More"), page)
        self.more.setObjectName("more")
        self.more.setEnabled(False)
        self.more.clicked.connect(self.load_more)
        self.open_button = QPushButton(caption(self.tr("Show paper"), Place.SEARCH, "open"), page)
        self.open_button.setObjectName("openPaper")
        self.open_button.clicked.connect(self.open_current)
        self.file_button = QPushButton(caption(self.tr("PDF file"), Place.SEARCH, "file"), page)
        self.file_button.setObjectName("openFile")
        self.file_button.clicked.connect(self.open_file)
        bottom.addWidget(self.count, 1)
        bottom.addWidget(self.more)
        bottom.addWidget(self.file_button)
        bottom.addWidget(self.open_button)
        layout.addLayout(row)
        layout.addWidget(self.results, 1)
        layout.addLayout(bottom)
        return page

    def _reuse_tab(self) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        row = QHBoxLayout()
        self.person = QLineEdit(page)
        self.person.setObjectName("reusePerson")
        self.person.setPlaceholderText(self.tr("Personal number (12 digits)"))
        self.person.setMaximumWidth(230)
        self.person.returnPressed.connect(self.show_reuse)
        self.procedure = QComboBox(page)
        self.procedure.setObjectName("reuseProcedure")
        for item in self._app.shared.procedures(self._today()):
            self.procedure.addItem(f"{item.code}  {item.name}", item.code)
        self.procedure.setSizePolicy(
            self.procedure.sizePolicy().Policy.Ignored, self.procedure.sizePolicy().Policy.Fixed
        )
        button = QPushButton(self.tr("Check"), page)
        button.setObjectName("primary")
        button.clicked.connect(self.show_reuse)
        row.addWidget(self.person)
        row.addWidget(self.procedure, 1)
        row.addWidget(button)
        heads = [
            self.tr("Required paper"),
            self.tr("Answer"),
            self.tr("Why"),
            self.tr("Signature"),
            self.tr("Source"),
        ]
        self.answers = _table(page, heads, 2)
        self.answers.setObjectName("answers")
        self.summary = QLabel(page)
        self.summary.setObjectName("reuseSummary")
        layout.addLayout(row)
        layout.addWidget(self.answers, 1)
        layout.addWidget(self.summary)
        return page

    def _today(self) -> dt.date:
        return self._app.clock.now().astimezone(HANOI).date()

    # --- searching -----------------------------------------------------------------------------------

    @Slot()
    def search(self) -> None:
        """Looks for the words from the start."""
        self._query = SearchQuery(words=self.words.text(), type=str(self.kind.currentData() or ""), limit=50)
        self.results.setRowCount(0)
        self._hits = []
        self._fetch("")

    @Slot()
    def load_more(self) -> None:
        """The next hits."""
        self._fetch(self._next)

    def _fetch(self, after: str) -> None:
        self.count.setText(self.tr("Searching…"))
        self.more.setEnabled(False)
        query = dataclasses.replace(self._query, after=after)
        self._bridge.start(find(self._app, query), self._on_event, self._on_error, lambda: None, "search")

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Found):
            self._show_hits(event)
        elif isinstance(event, PaperShown) and self._shown and event.document == self._shown.document:
            self.viewer.show_paper(event)

    def _on_error(self, error: BaseException) -> None:
        self._banner.show_error(error)
        self.count.clear()
        self.viewer.fail()

    def _show_hits(self, found: Found) -> None:
        page = found.page
        first = self.results.rowCount()
        self.results.setRowCount(first + len(page.hits))
        for row, hit in enumerate(page.hits, first):
            self._fill(row, hit)
        self._hits += page.hits
        self._next = page.next
        self.more.setEnabled(bool(page.next))
        if page.count:
            said = [self.tr("%n paper(s) found", "", page.count)]
            if page.next:
                said.append(self.tr("the first {0} are shown").format(len(self._hits)))
            self.count.setText(", ".join(said))
        else:
            self.count.setText(self.tr("Nothing found. Try fewer words, or a part of the number."))
        if page.hits:
            self.results.selectRow(first)
            self.results.setFocus()

    def _fill(self, row: int, hit: SearchHit) -> None:
        day = hit.date.strftime("%d/%m/%Y") if hit.date else "–"
        texts = [hit.title, hit.number, day, hit.person, hit.line, signature_word(hit.signature)]
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column == len(texts) - 1:
                item.setForeground(QColor(COLOURS[hit.signature]))
            self.results.setItem(row, column, item)

    def _current(self) -> SearchHit | None:
        row = self.results.currentRow()
        return self._hits[row] if 0 <= row < len(self._hits) else None

    @Slot()
    def open_current(self) -> None:
        """Shows the chosen paper at the page with the words found."""
        hit = self._current()
        if hit is None:
            return
        self._shown = hit
        self.pages.setCurrentWidget(self.viewer)
        self.viewer.open(" · ".join(text for text in (hit.title, hit.number, hit.person, hit.dossier) if text))
        self._show_page(hit.page or 1)

    @Slot(int)
    def _show_page(self, page: int) -> None:
        if self._shown is not None:
            work = show(self._app, self._shown, page)
            self._bridge.start(work, self._on_event, self._on_error, lambda: None, "search")

    @Slot()
    def close_paper(self) -> None:
        """Back to the list, at the same line."""
        self._shown = None
        self.pages.setCurrentIndex(0)
        self.results.setFocus()

    @Slot()
    def open_file(self) -> None:
        """Opens the chosen paper in the system's PDF viewer."""
        hit = self._shown or self._current()
        path = self._app.shared.blob_path(hit.file) if hit is not None and hit.file else None
        if path is not None and path.is_file():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    # --- reuse ---------------------------------------------------------------------------------------

    @Slot()
    def show_reuse(self) -> None:
        """For each component of the procedure: what the store holds."""
        code = str(self.procedure.currentData())
        try:
            answers = self._app.shared.reuse(self.person.text().strip(), code, self._today())
        except WarehouseError as error:
            self._banner.show_error(error)
            return
        as_of = self._app.shared.as_of()
        if as_of is not None:
            when = as_of.astimezone(HANOI).strftime("%H:%M %d/%m/%Y")
            self._banner.show_warning(reason("from-copy", self._language, (when,)))
        self.answers.setRowCount(0)
        for answer in answers:
            row = self.answers.rowCount()
            self.answers.insertRow(row)
            why = reason(answer.reason, self._language, answer.reason_data)
            number = f" ({answer.paper.title} {answer.paper.number})" if answer.paper else ""
            signed = signature_word(answer.paper.signature) if answer.paper else "–"
            texts = [answer.component.name, self.answer_word(answer.answer), why + number, signed, answer.source]
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column == SIGNED and answer.paper:
                    item.setForeground(QColor(COLOURS[answer.paper.signature]))
                self.answers.setItem(row, column, item)
        self.answers.resizeRowsToContents()
        saved = sum(answer.answer in (Answer.IN_STORE, Answer.REPLACED_BY_DATA) for answer in answers)
        self.summary.setText(self.tr("{0} of {1} papers need not be brought.").format(saved, len(answers)))

    def answer_word(self, answer: Answer) -> str:
        """The answer as words."""
        return {
            Answer.IN_STORE: self.tr("✓ in the store"),
            Answer.REPLACED_BY_DATA: self.tr("✓ data replace it"),
            Answer.TO_BRING: self.tr("● to bring"),
            Answer.TO_SHOW: self.tr("◔ to show only"),
            Answer.NOT_YET_VALID: self.tr("✖ not valid yet"),
            Answer.EXPIRED: self.tr("✖ expired"),
            Answer.SUPERSEDED: self.tr("✖ superseded"),
            Answer.NOT_USABLE: self.tr("✖ not usable"),
        }[answer]

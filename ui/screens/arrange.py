"""Sắp xếp: cut, join, turn, move and name the papers of a stack before anybody types; all of it can be undone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSplitter, QVBoxLayout, QWidget

from ocr.types import UNKNOWN_TYPE
from scanner_app.errors import RuleRefused
from scanner_app.events import Event, NeedsHelp, Progress
from scanner_app.ports import App
from scanner_app.workflow import arrange, handoff
from scanner_app.workflow.arrange import Paper, Plan
from scanner_app.workflow.rearrange import Basis, Turn, carry_out, turn_pages
from ui.actions import Place, bind, caption
from ui.jobs import JobBridge
from ui.widgets.banner import Banner
from ui.widgets.checklist import Checklist
from ui.widgets.dossier_box import DossierBox
from ui.widgets.images import ImageLoader
from ui.widgets.page_view import PageView
from ui.widgets.paper_tree import PageLook, PaperLook, PaperTree
from ui.widgets.type_picker import TypePicker
from warehouse.records import DocumentRow, PageRow

_PLAIN, _DOUBT, _QUIET = "#1d2733", "#8a5a00", "#5a6878"


@dataclass(frozen=True, slots=True)
class _Undo:
    """What takes a step back: the plan and the values of before, or a turn the other way."""

    plan: Plan
    page: str
    said: tuple[DocumentRow, ...] = ()
    turn: Turn | None = None


class ArrangeScreen(QWidget):
    """One dossier's papers as a stack of pages. Steps show at once; a job makes them true behind the clerk's back."""

    go_on = Signal(str)
    dossier_changed = Signal(str)

    def __init__(self, app: App, bridge: JobBridge, loader: ImageLoader, banner: Banner) -> None:
        super().__init__()
        self._app = app
        self._bridge = bridge
        self._banner = banner
        self._language = app.settings.interface_language
        self._plan = Plan(())
        self._documents: tuple[DocumentRow, ...] = ()
        self._pages: dict[str, PageRow] = {}
        self._turns: dict[str, int] = {}
        self._undo: list[_Undo] = []
        self._taken: tuple[str, ...] = ()
        self._waiting: list[Callable[[], Iterator[Event]]] = []
        self._is_running = False
        self._is_going = False
        self._build(loader)
        bind(self, Place.ARRANGE, self._slots())

    # --- layout --------------------------------------------------------------------------------------

    def _build(self, loader: ImageLoader) -> None:
        layout = QVBoxLayout(self)
        top = QHBoxLayout()
        self.dossiers = DossierBox(self._app, self)
        self.dossiers.setObjectName("arrangeDossiers")
        self.dossiers.chosen.connect(self._dossier_chosen)
        self.summary = QLabel(self)
        self.summary.setObjectName("arrangeSummary")
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setFixedWidth(120)
        self.progress.hide()
        self.go_button = QPushButton(caption(self.tr("Go on to the values"), Place.ARRANGE, "go"), self)
        self.go_button.setObjectName("primary")
        self.go_button.clicked.connect(self._go)
        top.addWidget(QLabel(self.tr("Dossier"), self))
        top.addWidget(self.dossiers)
        top.addWidget(self.summary, 1)
        top.addWidget(self.progress)
        top.addWidget(self.go_button)
        layout.addLayout(top)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        self.tree = PaperTree(loader, split)
        self.tree.currentItemChanged.connect(self._show_current)
        self.view = PageView(loader, split)
        split.addWidget(self._side())
        split.setSizes([410, 510, 260])
        split.setStretchFactor(1, 1)
        layout.addWidget(split, 1)
        self.picker = TypePicker(self._app.doctypes, self._language, self)
        self.picker.picked.connect(self._retype)
        self.picker.left.connect(self.tree.setFocus)

    def _side(self) -> QWidget:
        side = QWidget(self)
        side.setMinimumWidth(250)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.checklist = Checklist(self._app, side)
        layout.addWidget(self.checklist, 1)
        layout.addStretch(0)
        slots = self._slots()
        self.buttons: dict[str, QPushButton] = {}
        for name, text in (
            ("cut", self.tr("New paper from here")),
            ("join", self.tr("Join to the one before")),
            ("type", self.tr("Kind of paper…")),
            ("left", self.tr("Turn left")),
            ("right", self.tr("Turn right")),
            ("remove", self.tr("Remove page")),
            ("restore", self.tr("Bring page back")),
            ("undo", self.tr("Undo")),
        ):
            button = QPushButton(caption(text, Place.ARRANGE, name), side)
            button.setObjectName(f"arrange_{name}")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(slots[name])
            layout.addWidget(button)
            self.buttons[name] = button
        return side

    def _slots(self) -> dict[str, Callable[[], None]]:
        return {
            "cut": self._cut,
            "join": lambda: self._step(lambda: arrange.join(self._plan, self.tree.paper)),
            "type": self._ask_type,
            "up": lambda: self._step(lambda: arrange.shift(self._plan, self.tree.page, -1)),
            "down": lambda: self._step(lambda: arrange.shift(self._plan, self.tree.page, 1)),
            "take": self._take,
            "put": self._put,
            "left": lambda: self._turn(270),
            "right": lambda: self._turn(90),
            "remove": self._remove,
            "restore": lambda: self._step(lambda: arrange.restore(self._plan, self.tree.chosen_pages())),
            "undo": self.undo,
            "go": self._go,
        }

    # --- what is shown -------------------------------------------------------------------------------

    def choose(self, code: str) -> None:
        """Shows a dossier as it is in the store."""
        if self._is_running:
            return
        if code != self.dossiers.code:
            self._undo = []
        self.dossiers.choose(code)
        self._reload()
        doubtful = next((row for row in self._documents if arrange.wants_a_look([row])), None)
        if doubtful is not None:
            self._show_plan(doubtful.page_ids[0])
        self.tree.setFocus()

    @Slot(str)
    def _dossier_chosen(self, code: str) -> None:
        self._undo, self._taken = [], ()
        self._reload()
        self.dossier_changed.emit(code)

    def _reload(self) -> None:
        code = self.dossiers.code
        rows = self._app.work.pages(code, removed=True) if code else ()
        self._documents = self._app.work.documents(code) if code else ()
        self._pages = {row.id: row for row in rows}
        self._turns = {row.id: handoff.outline_of(row.reading_json).rotation for row in rows if row.reading_json}
        self._plan = arrange.plan_of(self._documents, rows)
        self.checklist.show_dossier(code)
        self._show_plan(self.tree.page)

    def _show_plan(self, current: str) -> None:
        plan = self._plan
        papers = [PaperLook(paper.id, *self._head(paper), self._looks(paper.pages)) for paper in plan.papers]
        if plan.loose:
            papers.append(PaperLook("", self.tr("In no paper (blank pages)"), _QUIET, self._looks(plan.loose)))
        if plan.removed:
            papers.append(PaperLook("", self.tr("Removed pages"), _QUIET, self._looks(plan.removed)))
        self.tree.show_papers(tuple(papers), current)
        if not self.dossiers.code:
            self.summary.setText(self.tr("No dossier yet: open one on the screen Scan."))
        elif not self._pages:
            self.summary.setText(self.tr("No pages yet: scan or import them first."))
        else:
            pages = sum(len(paper.pages) for paper in plan.papers)
            self.summary.setText(self.tr("{0} papers, {1} pages").format(len(plan.papers), pages))
        self.go_button.setEnabled(bool(plan.papers))
        self.buttons["undo"].setEnabled(bool(self._undo))
        for name in ("cut", "join", "type", "left", "right", "remove"):
            self.buttons[name].setEnabled(bool(self._pages))
        self.buttons["restore"].setEnabled(bool(plan.removed))

    def _head(self, paper: Paper) -> tuple[str, str]:
        row = next((item for item in self._documents if item.id == paper.id), None)
        if not paper.type:
            return self.tr("New paper — its kind is being found…"), _QUIET
        label = self._app.doctypes.label(paper.type, self._language)
        if paper.fixed:
            return "✓ " + self.tr("{0} — in the store").format(label), _QUIET
        if paper.type == UNKNOWN_TYPE:
            return "● " + self.tr("{0} — choose its kind").format(label), _DOUBT
        if row is not None and arrange.wants_a_look([row]):
            return "● " + self.tr("{0} — kind uncertain ({1} %)").format(label, round(row.confidence * 100)), _DOUBT
        return label, _PLAIN

    def _looks(self, pages: tuple[str, ...]) -> tuple[PageLook, ...]:
        looks = []
        for page in pages:
            row = self._pages[page]
            text = self.tr("Page {0} (blank)") if row.blank else self.tr("Page {0}")
            mark = "✂ " if page in self._taken else ""
            path = str(self._app.pagestore.absolute(row.path))
            looks.append(PageLook(page, mark + text.format(row.ordinal), path, self._turns.get(page, 0)))
        return tuple(looks)

    @Slot()
    def _show_current(self) -> None:
        page = self.tree.page
        if not page and self.tree.paper:
            page = self._plan.paper(self.tree.paper).pages[0]
        row = self._pages.get(page)
        path = str(self._app.pagestore.absolute(row.path)) if row else ""
        self.view.show_page(path, rotation=self._turns.get(page, 0))

    # --- steps ---------------------------------------------------------------------------------------

    def _step(self, change: Callable[[], Plan], current: str = "", said: tuple[DocumentRow, ...] = ()) -> None:
        """Shows a step's plan at once, keeps what undoes it, and has it made true."""
        try:
            plan = change()
        except RuleRefused as refused:
            self._banner.show_error(refused)
            return
        if plan != self._plan:
            self._banner.clear()
            self._undo.append(_Undo(self._plan, self.tree.page, self._documents))
            self._make_true(plan, current or self.tree.page, said)

    def _make_true(self, plan: Plan, current: str, said: tuple[DocumentRow, ...]) -> None:
        self._plan = plan
        self._show_plan(current)
        code, by = self.dossiers.code, self._app.settings.office.officer
        self._queue(lambda: carry_out(self._app, code, plan, by, Basis(said=said)))

    def _cut(self) -> None:
        pages = self.tree.chosen_pages()
        if pages:
            self._step(lambda: arrange.cut(self._plan, pages[0], self._app.ids.new()), pages[0])

    def _remove(self) -> None:
        pages, behind = self.tree.chosen_pages(), self.tree.next_page()
        self._step(lambda: arrange.remove(self._plan, pages), behind)

    def _take(self) -> None:
        self._taken = self.tree.chosen_pages()
        self._show_plan(self.tree.page)

    def _put(self) -> None:
        pages, self._taken = self._taken, ()
        if pages and self.tree.paper:
            self._step(lambda: arrange.send(self._plan, pages, self.tree.paper, self.tree.page), pages[0])

    def _ask_type(self) -> None:
        if self.tree.paper:
            at = self.view.mapTo(self, self.view.rect().topLeft())
            self.picker.move(at.x() + 10, at.y() + 10)
            self.picker.ask()

    @Slot(str)
    def _retype(self, code: str) -> None:
        self._step(lambda: arrange.retype(self._plan, self.tree.paper, code))
        self.tree.setFocus()

    def _turn(self, degrees: int) -> None:
        turn = Turn(self.tree.chosen_pages(), degrees)
        if turn.pages:
            self._undo.append(_Undo(self._plan, self.tree.page, turn=Turn(turn.pages, 360 - degrees)))
            self._turn_now(turn)

    def _turn_now(self, turn: Turn) -> None:
        for page in turn.pages:
            self._turns[page] = (self._turns.get(page, 0) + turn.degrees) % 360
        self._show_plan(self.tree.page)
        code, by, plan = self.dossiers.code, self._app.settings.office.officer, self._plan
        self._queue(lambda: turn_pages(self._app, code, plan, by, turn))

    @Slot()
    def undo(self) -> None:
        """Takes the last step back."""
        if not self._undo:
            return
        last = self._undo.pop()
        if last.turn is not None:
            self._turn_now(last.turn)
        else:
            self._make_true(last.plan, last.page, last.said)

    @Slot()
    def _go(self) -> None:
        self._is_going = bool(self._plan.papers)
        if self._is_going and not self._is_running:
            self._is_going = False
            self.go_on.emit(self.dossiers.code)

    # --- jobs ----------------------------------------------------------------------------------------

    def _queue(self, work: Callable[[], Iterator[Event]]) -> None:
        self._waiting.append(work)
        if not self._is_running:
            self._run()

    def _run(self) -> None:
        work = self._waiting.pop(0)
        self._is_running = True
        self.progress.setRange(0, 0)
        self.progress.show()
        self._bridge.start(work(), self._on_event, self._on_error, self._ended, "arrange")

    def _on_event(self, event: Event) -> None:
        if isinstance(event, NeedsHelp):
            self._banner.show_problem(event)
        elif isinstance(event, Progress) and event.total:
            self.progress.setRange(0, event.total)
            self.progress.setValue(event.done)

    def _on_error(self, error: BaseException) -> None:
        """The plan was not made true: what the store holds counts again."""
        self._waiting, self._undo, self._is_going = [], [], False
        self._banner.show_error(error)

    def _ended(self) -> None:
        self._is_running = False
        if self._waiting:
            self._run()
            return
        self.progress.hide()
        self._reload()
        if self._is_going:
            self._go()

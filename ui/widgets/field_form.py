"""The fields of one document: label, snippet of the paper, value, state; keyboard first."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QTransform
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ocr.doctypes import DoctypeSet
from scanner_app.messages import reason
from ui.actions import Place, is_pressed
from ui.theme import MARKS
from ui.widgets.images import ImageLoader
from ui.widgets.page_view import FULL_PX
from warehouse.records import DocumentRow, FieldRow, FieldState

_WAITING = (FieldState.TO_CONFIRM, FieldState.INVALID, FieldState.MISMATCH)
SNIPPET_HEIGHT = 34
SNIPPET_WIDTH = 400


class ValueEdit(QLineEdit):
    """A value; Enter confirms, F7 says that the paper does not show it, Esc takes back, Alt+1…5 takes a candidate."""

    confirmed = Signal()
    absent = Signal()
    candidate_taken = Signal(int)
    focused = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._read = text

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the verification form."""
        candidate = is_pressed(event, Place.VERIFY, "candidate")
        if is_pressed(event, Place.VERIFY, "confirm"):
            self.confirmed.emit()
        elif is_pressed(event, Place.VERIFY, "absent"):
            self.absent.emit()
        elif is_pressed(event, Place.VERIFY, "back"):
            self.setText(self._read)
        elif candidate:
            self.candidate_taken.emit(candidate - 1)
        else:
            super().keyPressEvent(event)

    def select_from_end(self) -> None:
        """Selects everything with the caret at the front: of a long value its beginning is in sight."""
        self.setCursorPosition(len(self.text()))
        self.setSelection(len(self.text()), -len(self.text()))

    def focusInEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Tells that the clerk looks at this value."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.focused.emit()


@dataclass(slots=True)
class _Row:
    field: FieldRow
    edit: ValueEdit
    mark: QLabel
    snippet: QLabel
    doubts: QLabel
    kind: str


class FieldForm(QScrollArea):
    """Emits what the clerk does; changes nothing by itself."""

    confirm_asked = Signal(str, str)
    absent_asked = Signal(str)
    field_entered = Signal(str)

    def __init__(self, doctypes: DoctypeSet, loader: ImageLoader, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doctypes = doctypes
        self._loader = loader
        self._language = language
        self._rows: dict[str, _Row] = {}
        self._current = ""
        self._page_paths: dict[str, str] = {}
        self._page_widths: dict[str, int] = {}
        self._page_turns: dict[str, int] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        loader.loaded.connect(self._image_arrived)

    def show_document(
        self, document: DocumentRow | None, paths: dict[str, str], widths: dict[str, int], turns: dict[str, int]
    ) -> None:
        """Shows a document's fields; paths, widths and turns are those of its pages by key."""
        self._page_paths, self._page_widths, self._page_turns = paths, widths, turns
        self._rows = {}
        body = QWidget(self)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(2)
        for field in document.fields if document else ():
            self._add(field, document.type if document else "", layout)
        if document is not None and not document.fields:
            layout.addWidget(QLabel(self.tr("This paper has no fields to check."), body))
        layout.addStretch(1)
        self.setWidget(body)

    def _add(self, field: FieldRow, kind: str, layout: QVBoxLayout) -> None:
        head = QHBoxLayout()
        label = QLabel(f"<b>{self._doctypes.field_label(kind, field.name, self._language)}</b>")
        mark = QLabel()
        mark.setObjectName(f"mark_{field.name}")
        head.addWidget(label, 1)
        head.addWidget(mark)
        snippet = QLabel()
        snippet.setFixedHeight(SNIPPET_HEIGHT)
        snippet.setVisible(field.box is not None)
        value_kind = self._doctypes.field_kind(kind, field.name)
        edit = ValueEdit(shown_value(field, value_kind))
        edit.setCursorPosition(0)
        edit.setObjectName(f"value_{field.name}")
        edit.setAccessibleName(self._doctypes.field_label(kind, field.name, self._language))
        edit.confirmed.connect(lambda name=field.name: self.confirm_asked.emit(name, self._rows[name].edit.text()))
        edit.absent.connect(lambda name=field.name: self.absent_asked.emit(name))
        edit.candidate_taken.connect(lambda index, name=field.name: self._take(name, index))
        edit.focused.connect(lambda name=field.name: self._entered(name))
        layout.addLayout(head)
        layout.addWidget(snippet)
        layout.addWidget(edit)
        doubts = QLabel(self._doubts(field))
        doubts.setObjectName("doubt")
        doubts.setWordWrap(True)
        doubts.setVisible(bool(doubts.text()))
        layout.addWidget(doubts)
        if field.candidates:
            hints = "   ".join(f"Alt+{number} {text}" for number, text in enumerate(field.candidates[:5], 1))
            hint = QLabel(hints)
            hint.setWordWrap(True)  # else a long reading makes the form wider than its view
            hint.setObjectName("hint")
            layout.addWidget(hint)
        layout.addSpacing(6)
        self._rows[field.name] = _Row(field, edit, mark, snippet, doubts, value_kind)
        self._mark(field)
        self._draw_snippet(field)

    def _doubts(self, field: FieldRow) -> str:
        """Why a person must look, in sentences; reasons without a sentence are for the log."""
        if field.state not in _WAITING:
            return ""
        said = [reason(code, self._language) for code in field.reasons]
        return " ".join(text for text, code in zip(said, field.reasons, strict=True) if text != code)

    def _mark(self, field: FieldRow) -> None:
        sign, colour = MARKS[field.state]
        word = self.state_word(field.state)
        percent = f" {field.confidence:.0%}" if field.state is FieldState.TO_CONFIRM else ""
        self._rows[field.name].mark.setText(f'<span style="color:{colour}">{sign} {word}{percent}</span>')

    def state_word(self, state: FieldState) -> str:
        """The state as a word."""
        return {
            FieldState.AUTO: self.tr("read"),
            FieldState.CONFIRMED: self.tr("confirmed"),
            FieldState.TO_CONFIRM: self.tr("to confirm"),
            FieldState.INVALID: self.tr("invalid"),
            FieldState.MISMATCH: self.tr("two keys differ"),
            FieldState.ABSENT: self.tr("not on the paper"),
        }[state]

    def update_field(self, field: FieldRow) -> None:
        """Shows a field's new value and state."""
        row = self._rows.get(field.name)
        if row is not None:
            row.field = field
            row.edit.setText(shown_value(field, row.kind))
            row.edit.setCursorPosition(0)
            row.doubts.setText(self._doubts(field))
            row.doubts.setVisible(bool(row.doubts.text()))
            self._mark(field)

    def focus_field(self, name: str) -> None:
        """Puts the caret into a field."""
        row = self._rows.get(name)
        if row is not None:
            self._bring_into_sight(row)
            row.edit.setFocus()
            row.edit.select_from_end()
            self._current = name
            self.field_entered.emit(name)  # the window may not be active: no focus event then

    @property
    def current(self) -> str:
        """The field in which the caret is; empty when it is elsewhere."""
        return self._current if self._current in self._rows else ""

    def focus_first(self) -> None:
        """Puts the caret into the first value that waits, else into the first."""
        waiting = [name for name, row in self._rows.items() if row.field.state in _WAITING]
        name = next(iter([*waiting, *self._rows]), None)
        if name is not None:
            self.focus_field(name)

    def _bring_into_sight(self, row: _Row) -> None:
        """Label, snippet and hints stay in sight with the value, whatever lies above."""
        body = self.widget()
        layout = body.layout() if body is not None else None
        if layout is not None:
            layout.activate()
        self.ensureWidgetVisible(row.edit, 0, 110)

    def _entered(self, name: str) -> None:
        self._current = name
        self._bring_into_sight(self._rows[name])
        self.field_entered.emit(name)

    def _take(self, name: str, index: int) -> None:
        row = self._rows[name]
        if index < len(row.field.candidates):
            row.edit.setText(row.field.candidates[index])

    def _draw_snippet(self, field: FieldRow) -> None:
        path = self._page_paths.get(field.page_id or "")
        if path and field.box:
            image = self._loader.request(path, FULL_PX)
            if image is not None:
                self._cut(field, image)

    @Slot(str, int, QImage)
    def _image_arrived(self, path: str, longest_px: int, image: QImage) -> None:
        if longest_px != FULL_PX:
            return
        for row in self._rows.values():
            if self._page_paths.get(row.field.page_id or "") == path:
                self._cut(row.field, image)

    def _cut(self, field: FieldRow, image: QImage) -> None:
        """The piece of the page in which the value stands, as high as one line of the form."""
        if field.box is None or image.isNull():
            return
        width = self._page_widths.get(field.page_id or "", 0) or image.width()
        factor = image.width() / width
        x, y, box_width, height = (round(value * factor) for value in field.box)
        rect = QRect(x - 12, y - 6, box_width + 24, height + 12).intersected(image.rect())
        piece = QPixmap.fromImage(image.copy(rect))
        turn = self._page_turns.get(field.page_id or "", 0)
        if turn:
            piece = piece.transformed(QTransform().rotate(turn))
        shown = piece.scaledToHeight(SNIPPET_HEIGHT, Qt.TransformationMode.SmoothTransformation)
        if shown.width() > SNIPPET_WIDTH:
            shown = piece.scaledToWidth(SNIPPET_WIDTH, Qt.TransformationMode.SmoothTransformation)
        self._rows[field.name].snippet.setPixmap(shown)


def shown_value(field: FieldRow, kind: str = "") -> str:
    """A value as people write it: dd/mm/yyyy, 1.234,5; what could not be parsed as it was read."""
    if field.state is FieldState.ABSENT:
        return ""
    value = field.value if field.value is not None else field.raw
    if kind in ("area", "money", "integer") and field.value is not None:
        whole, point, rest = value.partition(".")
        return f"{int(whole):,}".replace(",", ".") + ("," + rest if point else "") if whole.isdigit() else value
    parts = value.split("-")
    if len(parts) == 3 and [len(part) for part in parts] == [4, 2, 2] and all(part.isdigit() for part in parts):
        return f"{parts[2]}/{parts[1]}/{parts[0]}"
    return value

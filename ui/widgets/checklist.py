"""Which papers the dossier has, which the store answers, which are missing: seen before the citizen leaves."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from scanner_app.messages import reason
from scanner_app.ports import App
from scanner_app.workflow.checklist import Presence, checklist, missing

_LOOK = {
    Presence.HERE: ("✓", "#1a6b3c"),
    Presence.STORED: ("✓", "#1a6b3c"),
    Presence.SHOWN: ("◔", "#5a6878"),
    Presence.OPTIONAL: ("–", "#5a6878"),
    Presence.MISSING: ("✖", "#a32020"),
}


class Checklist(QWidget):
    """The dossier's components."""

    def __init__(self, app: App, parent: QWidget) -> None:
        super().__init__(parent)
        self._app = app
        self._language = app.settings.interface_language
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.head = QLabel(self)
        self.head.setObjectName("checklistHead")
        self.head.setWordWrap(True)
        self.items = QListWidget(self)
        self.items.setObjectName("checklist")
        self.items.setWordWrap(True)
        self.items.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.items.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.items.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.items.setAccessibleName(self.tr("Papers that the procedure asks for"))
        layout.addWidget(self.head)
        layout.addWidget(self.items, 1)

    def show_dossier(self, code: str) -> None:
        """Counts anew; hidden for a dossier whose procedure asks for no paper."""
        components = self._app.work.components(code) if code else ()
        self.setVisible(bool(components))
        rows = checklist(components, self._app.work.documents(code) if components else ())
        lacking = missing(rows)
        due = self._app.work.dossier(code).due if components else None
        state = self.tr("%n paper(s) missing", "", lacking) if lacking else self.tr("every required paper is there")
        day = self.tr("due {0}").format(due.strftime("%d/%m/%Y")) if due else ""
        colour = _LOOK[Presence.MISSING if lacking else Presence.HERE][1]
        self.head.setText(f'<b style="color:{colour}">{state}</b>' + (f" · {day}" if day else ""))
        self.items.clear()
        for row in rows:
            mark, colour = _LOOK[row.presence]
            item = QListWidgetItem(f"{mark} {row.name} — {self._word(row.presence)}")
            item.setForeground(QColor(colour))
            if row.reason:
                item.setToolTip(reason(row.reason, self._language, row.data))
            self.items.addItem(item)

    def _word(self, presence: Presence) -> str:
        return {
            Presence.HERE: self.tr("is here"),
            Presence.STORED: self.tr("the store has it"),
            Presence.SHOWN: self.tr("to show only"),
            Presence.OPTIONAL: self.tr("if there is one"),
            Presence.MISSING: self.tr("missing"),
        }[presence]

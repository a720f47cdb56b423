"""The list of dossiers that the screens of one dossier share."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from scanner_app.ports import App


class DossierBox(QComboBox):
    """The latest dossiers, newest first."""

    chosen = Signal(str)

    def __init__(self, app: App, parent: QWidget) -> None:
        super().__init__(parent)
        self._app = app
        self._asked = ""
        self.setMinimumWidth(320)
        self.setMaximumWidth(380)
        self.setAccessibleName(self.tr("Dossier"))
        self.currentIndexChanged.connect(self._changed)

    @property
    def code(self) -> str:
        """The dossier that is shown; empty when there is none."""
        return str(self.currentData() or "")

    def choose(self, code: str) -> None:
        """Brings the list up to date and shows this dossier; the newest when it is not there."""
        self.blockSignals(True)
        self.clear()
        for row in self._app.work.dossiers():
            self.addItem(f"{row.code}  {row.person_name}", row.code)
        index = self.findData(code)
        self.setCurrentIndex(max(0, index) if self.count() else -1)
        self.blockSignals(False)
        self._asked = self.code

    def _changed(self) -> None:
        if self.code != self._asked:
            self._asked = self.code
            self.chosen.emit(self.code)

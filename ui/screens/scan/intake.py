"""Opening a dossier: the procedure, whose it is, and the code that the provincial system gave."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from ocr.errors import OcrError
from scanner_app.errors import AppError
from scanner_app.ports import App
from scanner_app.workflow.intake import HANOI, open_dossier
from ui.widgets.banner import Banner
from warehouse.errors import WarehouseError


class IntakePanel(QFrame):
    """The fields of a new dossier; Enter opens it, Esc leaves."""

    opened = Signal(str)
    left = Signal()

    def __init__(self, app: App, banner: Banner, parent: QWidget) -> None:
        super().__init__(parent)
        self._app = app
        self._banner = banner
        self.setObjectName("card")
        layout = QGridLayout(self)
        self.procedure = QComboBox(self)
        self.procedure.setObjectName("procedure")
        today = app.clock.now().astimezone(HANOI).date()
        for item in app.shared.procedures(today):
            self.procedure.addItem(f"{item.code}  {item.name}", item.code)
        self.procedure.setSizePolicy(
            self.procedure.sizePolicy().Policy.Ignored, self.procedure.sizePolicy().Policy.Fixed
        )
        self.person = self._line("person", self.tr("12 digits; 9 for an old card; a tax code for an organisation"))
        self.person_name = self._line("personName", self.tr("as on the card"))
        self.code = self._line("dossierCode", self.tr("empty: the workstation gives one"))
        self.open_button = QPushButton(self.tr("Open dossier (Enter)"), self)
        self.open_button.setObjectName("openDossier")
        self.open_button.clicked.connect(self.open)
        self.leave_button = QPushButton(self.tr("Not now (Esc)"), self)
        self.leave_button.clicked.connect(self.left)
        self._row(layout, 0, 0, self.tr("Procedure"), self.procedure, 3)
        self._row(layout, 1, 0, self.tr("Personal number"), self.person)
        self._row(layout, 1, 2, self.tr("Full name"), self.person_name)
        self._row(layout, 2, 0, self.tr("Dossier code"), self.code)
        layout.addWidget(self.open_button, 2, 2)
        layout.addWidget(self.leave_button, 2, 3, Qt.AlignmentFlag.AlignLeft)
        layout.setColumnStretch(1, 1)
        layout.setColumnStretch(3, 1)

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setPlaceholderText(hint)
        line.returnPressed.connect(self.open)
        return line

    def _row(self, layout: QGridLayout, row: int, column: int, text: str, widget: QWidget, span: int = 1) -> None:
        label = QLabel(text, self)
        label.setBuddy(widget)
        widget.setAccessibleName(text)
        layout.addWidget(label, row, column)
        layout.addWidget(widget, row, column + 1, 1, span)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def open(self) -> None:
        """Opens the dossier, or says what is wrong and goes to that field."""
        try:
            dossier = open_dossier(
                self._app,
                procedure=str(self.procedure.currentData()),
                person_id=self.person.text().strip(),
                person_name=self.person_name.text().strip(),
                code=self.code.text().strip() or None,
                by=self._app.settings.office.officer,
            )
        except (AppError, OcrError, WarehouseError) as error:
            self._banner.show_error(error)
            is_code = self.code.text().strip() and "person-id" not in error.args
            (self.code if is_code else self.person).setFocus()
            return
        self._banner.clear()
        for line in (self.person, self.person_name, self.code):
            line.clear()
        self.opened.emit(dossier.code)

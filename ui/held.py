"""The paper that a screen shows is held for its clerk, with a heartbeat, until another is shown."""

from PySide6.QtCore import QObject, QTimer, Slot

from scanner_app.errors import AppError
from scanner_app.ports import App
from scanner_app.workflow.holding import hold, let_go
from ui.widgets.banner import Banner
from warehouse.errors import WarehouseError

_HEARTBEAT_MS = 60_000


class Held(QObject):
    """One document at most."""

    def __init__(self, app: App, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._banner = banner
        self._document = ""
        self._heartbeat = QTimer(self)
        self._heartbeat.setInterval(_HEARTBEAT_MS)
        self._heartbeat.timeout.connect(self._renew)

    def look_at(self, document_id: str) -> None:
        """Holds this document instead of the one before, none when it is empty; says so when a colleague has it."""
        if document_id != self._document:
            self.let_go()
        if document_id:
            try:
                self.take(document_id)
            except (AppError, WarehouseError) as error:
                self._heartbeat.stop()
                self._banner.show_error(error)

    def take(self, document_id: str) -> None:
        """Holds the document or renews that; ``RuleRefused`` when a colleague has it."""
        hold(self._app, document_id, self._app.settings.office.officer)
        self._document = document_id
        self._heartbeat.start()

    def let_go(self) -> None:
        """Gives back what is held."""
        held, self._document = self._document, ""
        self._heartbeat.stop()
        if held:
            let_go(self._app, held, self._app.settings.office.officer)

    @Slot()
    def _renew(self) -> None:
        self.look_at(self._document)

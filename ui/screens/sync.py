"""Kho dùng chung: what waits, what was refused and why, the last night; and a key that sends at once."""

import datetime as dt
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from scanner_app.events import Event, Loaded, Started
from scanner_app.jobs import Job
from scanner_app.messages import explain, reason
from scanner_app.ports import App
from scanner_app.workflow.intake import HANOI
from scanner_app.workflow.publish import sync
from ui.jobs import JobBridge
from ui.widgets.banner import Banner
from warehouse.errors import RecordUnknown
from warehouse.records import LoadRefusal, SyncStatus


class SyncScreen(QWidget):
    """How the way to the shared store stands."""

    def __init__(self, app: App, bridge: JobBridge, banner: Banner) -> None:
        super().__init__()
        self._app = app
        self._bridge = bridge
        self._banner = banner
        self._language = app.settings.interface_language
        self._job: Job | None = None
        layout = QVBoxLayout(self)
        self.state = QLabel(self)
        self.state.setObjectName("syncStatus")
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        layout.addWidget(self.state)
        layout.addLayout(self._buttons())
        self.refused_head = QLabel(self)
        layout.addWidget(self.refused_head)
        self.refused = QTableWidget(0, 2, self)
        self.refused.setObjectName("refused")
        self.refused.setHorizontalHeaderLabels([self.tr("Record"), self.tr("Why it waits, and what to do")])
        self.refused.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.refused.verticalHeader().hide()
        self.refused.setWordWrap(True)
        self.refused.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.refused.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.refused.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        layout.addWidget(self.refused, 1)
        self.night = QLabel(self)
        self.night.setObjectName("lastNight")
        self.night.setTextFormat(Qt.TextFormat.PlainText)
        self.night.setWordWrap(True)
        layout.addWidget(self.night)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.send_button = QPushButton(self.tr("Send now (F5)"), self)
        self.send_button.setObjectName("primary")
        self.send_button.clicked.connect(self.send)
        self.cancel_button = QPushButton(self.tr("Stop"), self)
        self.cancel_button.setObjectName("stopSync")
        self.cancel_button.clicked.connect(self.cancel)
        self.cancel_button.setEnabled(False)
        self.progress = QProgressBar(self)
        self.progress.setObjectName("syncProgress")
        self.progress.hide()
        row.addWidget(self.send_button)
        row.addWidget(self.cancel_button)
        row.addWidget(self.progress, 1)
        row.addStretch(0)
        shortcut = QShortcut(QKeySequence("F5"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.send)
        return row

    @Slot()
    def refresh(self) -> None:
        """Asks anew how it stands; the shared store itself is not asked."""
        status = self._app.sync.status()
        self._show_status(status)
        self._show_refused(status.refused)
        self._show_night(self._app.upkeep.last())

    @Slot()
    def send(self) -> None:
        """Loads what waits."""
        if self._job is not None:
            return
        self._banner.clear()
        self.send_button.setEnabled(False)
        self.cancel_button.setEnabled(True)
        self.progress.setRange(0, 0)
        self.progress.show()
        self._job = self._bridge.start(sync(self._app), self._on_event, self._banner.show_error, self._ended, "sync")

    @Slot()
    def cancel(self) -> None:
        """Stops after the package that is on its way; the rest waits as before."""
        if self._job is not None:
            self._job.cancel()

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Started) and event.total:
            self.progress.setRange(0, event.total)
        elif isinstance(event, Loaded):
            self.progress.setValue(max(0, self.progress.maximum() - event.waiting))
            self._banner.show_good(self.tr("Sent to the shared store; {0} still waiting.").format(event.waiting))

    def _ended(self) -> None:
        self._job = None
        self.progress.hide()
        self.send_button.setEnabled(True)
        self.cancel_button.setEnabled(False)
        self.refresh()

    def _show_status(self, status: SyncStatus) -> None:
        last = _when(status.last_success) if status.last_success else "–"
        lines = [
            self.tr("Workstation {0} → {1}").format(status.station, status.warehouse),
            self.tr("{0} record(s) sent, {1} waiting, {2} file(s) waiting; last success: {3}").format(
                status.sent, status.waiting, status.blobs_waiting, last
            ),
        ]
        self.state.setText("\n".join(lines))

    def _show_refused(self, refused: tuple[LoadRefusal, ...]) -> None:
        self.refused_head.setText(
            self.tr(
                "%n record(s) were refused; they go again when their paper is mended and released.", "", len(refused)
            )
            if refused
            else self.tr("Nothing was refused.")
        )
        self.refused.setRowCount(len(refused))
        for row, item in enumerate(refused):
            for column, text in enumerate([self._named(item.record), reason(item.reason, self._language, item.data)]):
                self.refused.setItem(row, column, QTableWidgetItem(text))

    def _named(self, record: str) -> str:
        """A paper's name for its key; a dossier's or a decision's key names itself."""
        try:
            paper = self._app.work.document(record)
        except RecordUnknown:
            return record
        return f"{paper.title} {paper.number}\n{paper.dossier_code}"

    def _show_night(self, found: tuple[dt.datetime, dict[str, Any]] | None) -> None:
        if found is None:
            self.night.setText(self.tr("No nightly run yet. An administrator sets it with: sohoa sync --install"))
            return
        at, body = found
        text = self.tr("Last night ({0}): {1} sent, {2} sent again, {3} file(s) looked over, {4} faulty.").format(
            _when(at), body["sent"], body["again"], body["scrubbed"], len(body["faults"])
        )
        if body["error"]:
            message = explain(body["error"], self._language)
            text += f"\n{message.title}. {message.remedy}"
        self.night.setText(text)


def _when(moment: dt.datetime) -> str:
    return moment.astimezone(HANOI).strftime("%H:%M %d/%m/%Y")

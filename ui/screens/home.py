"""Trang chủ: what waits, where to go on, and the trial with the specimen dossier."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from scanner_app.ports import App
from scanner_app.workflow import review

CODE = Qt.ItemDataRole.UserRole


class HomeScreen(QWidget):
    """The first screen."""

    trial_asked = Signal()
    scan_asked = Signal()
    dossier_asked = Signal(str)

    def __init__(self, app: App, *, is_trial: bool) -> None:
        super().__init__()
        self._app = app
        layout = QVBoxLayout(self)
        title = QLabel(self.tr("What would you like to do?"), self)
        title.setObjectName("title")
        layout.addWidget(title)
        cards = QHBoxLayout()
        cards.addWidget(
            self._card(
                self.tr("Scan a dossier"),
                self.tr("Feed the papers or import files; the program reads and sorts them."),
                self.tr("Scan or import"),
                "goScan",
                self.scan_asked,
            )
        )
        if not is_trial:
            cards.addWidget(
                self._card(
                    self.tr("Try the specimen dossier"),
                    self.tr("An invented dossier through the real screens, in three minutes; nothing stays behind."),
                    self.tr("Run the specimen dossier"),
                    "goTrial",
                    self.trial_asked,
                )
            )
        layout.addLayout(cards)
        self.sync_label = QLabel(self)
        self.sync_label.setObjectName("syncState")
        layout.addWidget(QLabel("<b>" + self.tr("Dossiers in work (Enter goes on with the marked one)") + "</b>", self))
        self.queue = QListWidget(self)
        self.queue.setObjectName("queue")
        self.queue.itemActivated.connect(lambda item: self.dossier_asked.emit(str(item.data(CODE))))
        self.empty = QLabel(self.tr("No dossier is in work. Begin with “Scan or import”."), self)
        self.empty.setObjectName("hint")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.queue, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.sync_label)
        self.refresh()

    def _card(self, head: str, text: str, action: str, name: str, asked: object) -> QFrame:
        card = QFrame(self)
        card.setObjectName("card")
        layout = QVBoxLayout(card)
        label = QLabel(f"<b>{head}</b>", card)
        explanation = QLabel(text, card)
        explanation.setWordWrap(True)
        button = QPushButton(action, card)
        button.setObjectName(name)
        button.clicked.connect(asked.emit)  # type: ignore[attr-defined]
        if name == "goScan":
            self.scan_button = button
        layout.addWidget(label)
        layout.addWidget(explanation, 1)
        layout.addWidget(button)
        return card

    def refresh(self) -> None:
        """Counts anew."""
        code = self.queue.currentItem().data(CODE) if self.queue.count() else None
        self.queue.clear()
        for dossier in self._app.work.dossiers(50):
            documents = self._app.work.documents(dossier.code)
            if documents and not review.open_documents(documents):
                continue
            waiting = len(review.unresolved(documents))
            if not documents:
                state = self.tr("no papers yet")
            elif waiting:
                state = self.tr("%n value(s) to look at", "", waiting)
            else:
                state = self.tr("ready to release")
            item = QListWidgetItem(f"{dossier.code}   {dossier.person_name}   —   {state}")
            item.setData(CODE, dossier.code)
            self.queue.addItem(item)
            if dossier.code == code or self.queue.count() == 1:
                self.queue.setCurrentItem(item)
        self.empty.setVisible(not self.queue.count())
        self.queue.setVisible(bool(self.queue.count()))
        status = self._app.sync.status()
        last = status.last_success.astimezone().strftime("%d/%m/%Y %H:%M") if status.last_success else "–"
        self.sync_label.setText(self.tr("Shared store: {0} waiting, last sent {1}").format(status.waiting, last))

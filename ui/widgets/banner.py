"""A line across the window that says what happened and what to do; never a dialog."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from scanner_app.events import NeedsHelp
from scanner_app.messages import Message, explain, explain_problem

_LINES, _NAMED = 3, 6
"""Kinds of problems, and pages or files of one kind, that the banner names: more would cover the work."""


class Banner(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._problems: dict[Message, list[str]] = {}
        self.setObjectName("banner")
        self._label = QLabel(self)
        self._label.setObjectName("bannerText")
        self._label.setWordWrap(True)
        close = QPushButton("✕", self)
        close.setObjectName("bannerClose")
        close.setAccessibleName(self.tr("Close"))
        close.setFixedWidth(40)
        close.clicked.connect(self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 6, 4)
        layout.addWidget(self._label, 1)
        layout.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        """What is said now."""
        return self._label.text()

    def show_error(self, error: BaseException) -> None:
        """Says what an error means and what to do."""
        self.show_message(explain(error, self._language))

    def show_message(self, message: Message, subject: str = "") -> None:
        """Shows a message of the table."""
        head = f"{subject}: " if subject else ""
        self._show(f"<b>{head}{message.title}.</b> {message.explanation} {message.remedy}", "error")

    def show_problem(self, event: NeedsHelp) -> None:
        """Adds what is wrong with one page or file to what was said since ``clear``; like ones share a line."""
        subject = self.tr("page {0}").format(event.problem.page) if event.problem.page else event.subject
        message = explain_problem(event.problem, self._language, subject)
        self._problems.setdefault(message, []).append(subject)
        lines = []
        for known, subjects in list(self._problems.items())[:_LINES]:
            named = ", ".join(subjects[:_NAMED]) + ("…" if len(subjects) > _NAMED else "")
            where = f"{named}: " if named and named not in known.explanation else ""
            lines.append(f"<b>{known.title}.</b> {where}{known.explanation} {known.remedy}")
        more = len(self._problems) - _LINES
        if more > 0:
            lines.append(self.tr("…and %n more problem(s)", "", more))
        self._show("<br>".join(lines), "error")

    def show_good(self, text: str) -> None:
        """Shows that something went well."""
        self._show(text, "good")

    def show_warning(self, text: str) -> None:
        """Shows something to know before going on."""
        self._show(text, "warning")

    def _show(self, text: str, tone: str) -> None:
        self._label.setText(text)
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    @Slot()
    def clear(self) -> None:
        """Nothing to say any more."""
        self._problems = {}
        self.hide()

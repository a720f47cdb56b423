"""Colours, sizes and marks; state is always shown by mark, word and colour together."""

from importlib import resources
from pathlib import Path

from warehouse.records import FieldState

_STYLE = """
QWidget { font-size: 11pt; color: #1d2733; }
QMainWindow, QStackedWidget, QScrollArea, QScrollArea > QWidget > QWidget { background: #f4f6f9; }
QListWidget#rail { background: #123a5a; border: none; color: #dbe7f3; font-size: 11pt; }
QListWidget#rail::item { padding: 14px 10px; }
QListWidget#rail::item:selected { background: #1f5f93; color: white; border-left: 4px solid #f2b632; }
QLineEdit, QComboBox, QListWidget, QTableWidget { background: white; border: 1px solid #c3ccd8; border-radius: 4px; }
QLineEdit, QComboBox { padding: 5px 7px; min-height: 22px; }
QLineEdit:focus, QComboBox:focus { border: 2px solid #1f6fb2; }
QListWidget:focus, QTableWidget:focus, QTreeWidget:focus { border: 2px solid #1f6fb2; }
QTreeWidget { background: white; border: 1px solid #c3ccd8; border-radius: 4px; }
QListWidget::item:selected, QTreeWidget::item:selected, QTableWidget::item:selected {
    background: #cfe4f7; color: #12314b; }
QListWidget::item, QTreeWidget::item { padding: 2px; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: url($arrow); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: white; selection-background-color: #cfe4f7; selection-color: #12314b; }
QPushButton:focus { border: 2px solid #1f6fb2; padding: 6px 13px; }
QPushButton#primary:focus { border: 2px solid #f2b632; }
QLabel#doubt { color: #8a5a00; }
QTabBar::tab { background: #e8edf3; border: 1px solid #c3ccd8; padding: 8px 14px; border-top-left-radius: 4px;
    border-top-right-radius: 4px; }
QTabBar::tab:selected { background: white; font-weight: 600; }
QScrollBar:vertical { background: #eef1f5; width: 12px; margin: 0; }
QScrollBar:horizontal { background: #eef1f5; height: 12px; margin: 0; }
QScrollBar::handle { background: #a9b7c6; border-radius: 5px; min-height: 30px; min-width: 30px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QPushButton { background: white; border: 1px solid #9fb0c3; border-radius: 5px; padding: 7px 14px; }
QPushButton:hover { background: #eaf2fa; }
QPushButton:disabled { color: #98a4b3; background: #eef1f5; }
QPushButton#primary { background: #1f6fb2; color: white; border: none; font-weight: 600; }
QPushButton#primary:disabled { background: #a9c3db; }
QLabel#title { font-size: 16pt; font-weight: 600; }
QLabel#hint { color: #5a6878; }
QFrame#banner { border-radius: 6px; padding: 4px; }
QFrame#banner[tone="error"] { background: #fde7e7; border: 1px solid #d9534f; }
QFrame#banner[tone="good"] { background: #e5f5ea; border: 1px solid #3c9a5f; }
QFrame#banner[tone="warning"] { background: #fff6dd; border: 1px solid #d9a441; }
QFrame#card { background: white; border: 1px solid #d5dde6; border-radius: 8px; }
QProgressBar { border: 1px solid #c3ccd8; border-radius: 4px; text-align: center; background: white; min-height: 18px; }
QProgressBar::chunk { background: #58a55c; }
QTableWidget { gridline-color: #e3e8ee; }
QHeaderView::section { background: #e8edf3; padding: 6px; border: none; }
"""


def style() -> str:
    """The window's style sheet."""
    folder = Path(str(resources.files("ui"))) / "resources"
    return _STYLE.replace("$arrow", (folder / "arrow.png").as_posix())


MARKS = {
    FieldState.AUTO: ("✓", "#2e7d4f"),
    FieldState.CONFIRMED: ("✓", "#2e7d4f"),
    FieldState.TO_CONFIRM: ("●", "#b7791f"),
    FieldState.INVALID: ("✖", "#c0392b"),
    FieldState.MISMATCH: ("⇄", "#7b4ca0"),
    FieldState.ABSENT: ("–", "#5a6878"),
}

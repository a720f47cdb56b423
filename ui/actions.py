"""The one table of shortcuts: what a key does on which screen. Screens and the help (F1) read it from here."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


class Place(StrEnum):
    """Where a key counts: everywhere, or on one screen."""

    WINDOW = "window"
    SCAN = "scan"
    ARRANGE = "arrange"
    VERIFY = "verify"
    SEARCH = "search"
    SYNC = "sync"
    SIGN = "sign"
    APPROVE = "approve"


KEYS: Mapping[Place, Mapping[str, tuple[str, ...]]] = {
    Place.WINDOW: {"help": ("F1",)},
    Place.SCAN: {
        "new": ("Ctrl+N",),
        "scan": ("F12",),
        "import": ("Ctrl+O",),
        "remove": ("Del",),
        "undo": ("Ctrl+Z",),
    },
    Place.ARRANGE: {
        "cut": ("S",),
        "join": ("M",),
        "type": ("T",),
        "up": ("Alt+Up",),
        "down": ("Alt+Down",),
        "take": ("Ctrl+X",),
        "put": ("Ctrl+V",),
        "left": ("Ctrl+L",),
        "right": ("Ctrl+R",),
        "remove": ("Del",),
        "restore": ("Ins",),
        "undo": ("Ctrl+Z",),
        "go": ("Ctrl+Return", "Ctrl+Enter"),
    },
    Place.VERIFY: {
        "confirm": ("Return", "Enter"),
        "absent": ("F7",),
        "back": ("Esc",),
        "candidate": ("Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+5"),
        "next": ("F3",),
        "previous_paper": ("PgUp",),
        "next_paper": ("PgDown",),
        "previous_page": ("Ctrl+PgUp",),
        "next_page": ("Ctrl+PgDown",),
        "nearer": ("Ctrl++", "Ctrl+="),
        "farther": ("Ctrl+-",),
        "fit": ("Ctrl+0",),
        "release": ("Ctrl+Return", "Ctrl+Enter"),
    },
    Place.SEARCH: {"open": ("Return", "Enter"), "file": ("Ctrl+O",)},
    Place.SYNC: {"send": ("F5",)},
    Place.SIGN: {"sign": ("F10",)},
    Place.APPROVE: {
        "approve": ("F9",),
        "refuse": ("F8",),
        "previous_page": ("Ctrl+PgUp",),
        "next_page": ("Ctrl+PgDown",),
    },
}


def labels() -> dict[Place, dict[str, str]]:
    """What each key does, in the language of the window."""
    translate = QCoreApplication.translate
    return {
        Place.WINDOW: {"help": translate("Actions", "keys of this screen")},
        Place.SCAN: {
            "new": translate("Actions", "open a new dossier"),
            "scan": translate("Actions", "scan"),
            "import": translate("Actions", "import files"),
            "remove": translate("Actions", "remove the chosen pages"),
            "undo": translate("Actions", "undo"),
        },
        Place.ARRANGE: {
            "cut": translate("Actions", "a new paper begins at this page"),
            "join": translate("Actions", "join the paper to the one before"),
            "type": translate("Actions", "change the kind of paper"),
            "up": translate("Actions", "page up, also into the paper before"),
            "down": translate("Actions", "page down, also into the next paper"),
            "take": translate("Actions", "take the chosen pages along"),
            "put": translate("Actions", "put them behind this page"),
            "left": translate("Actions", "turn left"),
            "right": translate("Actions", "turn right"),
            "remove": translate("Actions", "remove the chosen pages"),
            "restore": translate("Actions", "bring a removed page back"),
            "undo": translate("Actions", "undo"),
            "go": translate("Actions", "go on to the values"),
        },
        Place.VERIFY: {
            "confirm": translate("Actions", "confirm, go to the next value to look at"),
            "absent": translate("Actions", "not on the paper"),
            "back": translate("Actions", "take back what was typed"),
            "candidate": translate("Actions", "take another reading"),
            "next": translate("Actions", "next value to look at, without confirming"),
            "previous_paper": translate("Actions", "paper before"),
            "next_paper": translate("Actions", "next paper"),
            "previous_page": translate("Actions", "page before"),
            "next_page": translate("Actions", "next page"),
            "nearer": translate("Actions", "nearer"),
            "farther": translate("Actions", "farther"),
            "fit": translate("Actions", "the page's whole width"),
            "release": translate("Actions", "release to the store"),
        },
        Place.SEARCH: {
            "open": translate("Actions", "show the paper with the words found"),
            "file": translate("Actions", "open the PDF file"),
        },
        Place.SYNC: {"send": translate("Actions", "send now")},
        Place.SIGN: {"sign": translate("Actions", "sign everything that waits")},
        Place.APPROVE: {
            "approve": translate("Actions", "approve"),
            "refuse": translate("Actions", "refuse with the reason"),
            "previous_page": translate("Actions", "page before"),
            "next_page": translate("Actions", "next page"),
        },
    }


def key_text(place: Place, name: str) -> str:
    """The key as people write it; of several the first, of a row of them first and last."""
    keys = KEYS[place][name]
    return f"{keys[0]}…{keys[-1][-1]}" if name == "candidate" else keys[0].replace("Return", "Enter")


def caption(text: str, place: Place, name: str) -> str:
    """A button's text with its key."""
    return f"{text} ({key_text(place, name)})"


def bind(widget: QWidget, place: Place, slots: Mapping[str, Callable[[], object]]) -> None:
    """Makes the screen's keys do what they should while it or something in it has the focus."""
    for name, slot in slots.items():
        for keys in KEYS[place][name]:
            shortcut = QShortcut(QKeySequence(keys), widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)


def is_pressed(event: QKeyEvent, place: Place, name: str) -> int:
    """Which of the action's keys was pressed, from 1; 0 when none was."""
    # Why: the number block's Enter is an Enter.
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    pressed = QKeySequence(modifiers.value | event.key())
    keys = [QKeySequence(text) for text in KEYS[place][name]]
    return keys.index(pressed) + 1 if pressed in keys else 0


def help_text(place: Place) -> str:
    """The keys of a screen and of the window as one line."""
    every = labels()
    own = [(where, name) for where in (place, Place.WINDOW) for name in KEYS[where]]
    return " · ".join(f"<b>{key_text(where, name)}</b>&nbsp;{every[where][name]}" for where, name in own)

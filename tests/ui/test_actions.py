"""The table of shortcuts: every key has its words, and no key means two things at one place."""

import pytest
from PySide6.QtGui import QKeySequence

from ui.actions import KEYS, Place, help_text, key_text, labels

pytestmark = pytest.mark.ui


def test_that_every_key_says_what_it_does() -> None:
    assert {place: set(names) for place, names in labels().items()} == {p: set(names) for p, names in KEYS.items()}


@pytest.mark.parametrize("place", list(Place))
def test_that_no_key_means_two_things_at_one_place(place: Place) -> None:
    here = [keys for where in {place, Place.WINDOW} for keys in KEYS[where].values()]
    pressed = [QKeySequence(text).toString() for keys in here for text in keys]

    assert len(pressed) == len(set(pressed))
    assert all(pressed)


def test_that_no_key_belongs_to_a_vietnamese_keyboard_or_alt_gr() -> None:
    every = [text for names in KEYS.values() for keys in names.values() for text in keys]

    assert not [text for text in every if "Ctrl+Alt" in text or text in ("Ctrl+Space", "Alt+Z", "Ctrl+Shift")]


def test_that_the_help_names_the_screens_own_keys() -> None:
    text = help_text(Place.VERIFY)

    assert key_text(Place.VERIFY, "candidate") == "Alt+1…5"
    assert "F7" in text
    assert "F12" not in text

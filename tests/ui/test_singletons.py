"""A long day of calls into Qt does not wear out None, True and False."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.ui

DAY = """
from ui.singletons import keep_singletons
keep_singletons()
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel
class Teller(QObject):
    told = Signal(int)
application = QApplication([])
label, teller = QLabel(), Teller()
for number in range(200_000):
    label.setText("a")
    teller.told.emit(number)
"""


def test_that_a_day_of_calls_into_qt_does_not_abort_the_program() -> None:
    done = subprocess.run([sys.executable, "-c", DAY], capture_output=True, text=True, timeout=300, check=False)

    assert (done.returncode, done.stderr) == (0, "")

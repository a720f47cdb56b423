"""Keeps None, True and False alive under Python 3.11, where PySide6 6.12 gives them away without counting."""

import ctypes
import sys

_SPARE = sys.maxsize // 4
"""References that no session uses up: one goes with every call into Qt that returns nothing."""


def keep_singletons() -> None:
    """Makes the singletons as good as immortal, which they are from Python 3.12 on (PEP 683).

    WORKAROUND until PySide6 counts them again: its 6.12 wheels return ``None``, ``True`` and ``False`` without a
    new reference, as the headers of Python 3.12 allow; under 3.11 each such call takes one away, and at zero the
    interpreter aborts in the midst of work (``none_dealloc``; measured in tests/ui/test_singletons.py).
    """
    if sys.version_info >= (3, 12):
        return
    for value in (None, True, False, NotImplemented, Ellipsis):
        count = ctypes.c_ssize_t.from_address(id(value))
        if count.value < _SPARE:
            count.value += _SPARE

"""Entry point: arguments in, the window or a command out, an exit status back.

Qt is imported only inside ``main``: worker processes import this module again when they are spawned.
"""

import multiprocessing
import sys
from collections.abc import Sequence
from typing import Any

_STOPPED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program; gives the exit status of the command."""
    # Why first: a frozen program re-launches itself for every worker without it.
    multiprocessing.freeze_support()
    try:
        from scanner_app.cli import run_command
        from scanner_app.logs import silence_warnings
        from scanner_app.programs import use_bundled_programs

        silence_warnings()
        use_bundled_programs()
        return run_command(list(sys.argv[1:] if argv is None else argv), open_window=_open_window)
    except KeyboardInterrupt:
        # Why here too: it takes a second until the commands are there and can say that they were stopped.
        return _STOPPED


def _open_window(app: Any, argv: list[str]) -> int:
    # Any: the window's own type may not be imported here, workers import this module too.
    from ui.app import run

    return run(app, argv)


if __name__ == "__main__":
    sys.exit(main())

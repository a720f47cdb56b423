"""A child process that pushes (or rejoins) and is killed: ``… pusher HOME URL ARROW COUNT [rejoin]``."""

import os
import signal
import sys
from pathlib import Path

from tests.warehouse.office import Office


class KilledAt:
    """Kills the process at the ``count``-th passing of the arrow, as a power cut would."""

    def __init__(self, arrow: str, count: int) -> None:
        self._arrow = arrow
        self._left = count

    def __call__(self, name: str) -> None:
        if self._arrow in (name, "*"):
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    home, url, arrow, count, *verb = sys.argv[1:]
    office = Office(Path(home), url, per_package=4)
    syncer = office.syncer(KilledAt(arrow, int(count)))
    if verb:
        syncer.rejoin()
    else:
        list(syncer.push())


if __name__ == "__main__":
    main()

"""The real clock and the maker of identifiers; tests hand in their own."""

import datetime as dt
import secrets
import threading
import time


class SystemClock:
    """The machine's time, in UTC."""

    def now(self) -> dt.datetime:
        """The present moment."""
        return dt.datetime.fromtimestamp(time.time(), tz=dt.UTC)


class TimeIds:
    """UUIDv7 identifiers (RFC 9562): 48 bits of milliseconds, then random bits; they rise within a process."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def new(self) -> str:
        """A fresh identifier of 32 hexadecimal digits."""
        with self._lock:
            stamp = max(time.time_ns() // 1_000_000, self._last + 1)
            self._last = stamp
        high = (stamp << 16) | 0x7000 | secrets.randbits(12)
        low = (0b10 << 62) | secrets.randbits(62)
        return f"{(high << 64) | low:032x}"

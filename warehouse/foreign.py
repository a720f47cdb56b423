"""The drivers' own errors in our words."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from warehouse.errors import (
    DatabaseDamaged,
    DatabaseLocked,
    DatabaseUnreachable,
    StoreFull,
    WarehouseError,
    WriteRaced,
)

_SQLITE_LOCKED = {5, 6}  # SQLITE_BUSY, SQLITE_LOCKED: https://www.sqlite.org/rescode.html
_SQLITE_FULL = {13, 10}  # SQLITE_FULL, SQLITE_IOERR
_SQLITE_DAMAGED = {11, 26}  # SQLITE_CORRUPT, SQLITE_NOTADB
_SQLITE_CLOSED = {14, 8}  # SQLITE_CANTOPEN, SQLITE_READONLY
_SQLITE_RACED = {1555, 2067}  # SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE
_PG_FULL = {"53100"}
_PG_LOCKED = {"55P03", "40P01", "40001", "57014"}
_PG_DAMAGED = {"XX001", "XX002"}
_PG_RACED = {"23505"}


def is_locked(error: DBAPIError) -> bool:
    """Whether another connection holds what we want."""
    return _sqlite_code(error) & 0xFF in _SQLITE_LOCKED or _state(error) in _PG_LOCKED


def translated(error: DBAPIError, url: str) -> WarehouseError:
    """Our error for the driver's; ``DB`` with the driver's class name where we know no better."""
    kind = _sqlite_kind(_sqlite_code(error), url) or _server_kind(error, url)
    return kind or WarehouseError(type(error.orig).__name__, _state(error), _first_line(error))


def _sqlite_kind(extended: int, url: str) -> WarehouseError | None:
    code = extended & 0xFF
    if code in _SQLITE_LOCKED:
        return DatabaseLocked(1)
    if extended in _SQLITE_RACED:
        return WriteRaced()
    if code in _SQLITE_FULL:
        return StoreFull(url)
    if code in _SQLITE_DAMAGED:
        return DatabaseDamaged(url, f"SQLite {code}")
    return DatabaseUnreachable(url) if code in _SQLITE_CLOSED else None


def _server_kind(error: DBAPIError, url: str) -> WarehouseError | None:
    state = _state(error)
    if state in _PG_FULL:
        return StoreFull(url)
    if state in _PG_LOCKED:
        return DatabaseLocked(1)
    if state in _PG_RACED:
        return WriteRaced()
    if state in _PG_DAMAGED:
        return DatabaseDamaged(url, state)
    # Source: PostgreSQL, Appendix A: 08 connection exception, 57P operator intervention, 28/3D wrong door
    if state.startswith(("08", "57P", "28", "3D")) or (
        not state and isinstance(error, OperationalError | InterfaceError)
    ):
        return DatabaseUnreachable(url)
    return None


def _sqlite_code(error: DBAPIError) -> int:
    code = getattr(error.orig, "sqlite_errorcode", None)
    return int(code) if code is not None else 0


def _state(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def _first_line(error: DBAPIError) -> str:
    """The driver's message without its DETAIL lines, which quote values."""
    return str(error.orig).partition("\n")[0][:200]

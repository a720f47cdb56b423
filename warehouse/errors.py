"""Errors of the stores. Every one pickles: all its data are constructor arguments."""


class WarehouseError(Exception):
    """Root of the package's errors; ``code`` is stable, ``retry`` says whether trying again may help."""

    code = "DB"
    retry = False


class DatabaseLocked(WarehouseError):
    """Another process holds the database longer than we wait. Arguments: seconds."""

    code = "DB-LOCKED"
    retry = True


class WriteRaced(WarehouseError):
    """Another station wrote a record of the same key a moment before. Arguments: none."""

    code = "DB-RACED"
    retry = True


class DatabaseUnreachable(WarehouseError):
    """The server does not answer. Arguments: address without secrets."""

    code = "DB-UNREACHABLE"
    retry = True


class DatabaseNewer(WarehouseError):
    """The database was written by a newer program. Arguments: its revision, ours."""

    code = "DB-NEWER"


class DatabaseOlder(WarehouseError):
    """The shared store must be upgraded by its administrator first. Arguments: its revision, ours."""

    code = "DB-OLDER"


class DatabaseDamaged(WarehouseError):
    """The file is no database or fails its integrity check. Arguments: path, detail."""

    code = "DB-DAMAGED"


class NetworkDrive(WarehouseError):
    """SQLite on a network drive loses data. Arguments: path, file system."""

    code = "DB-NETWORK-DRIVE"


class RecordUnknown(WarehouseError):
    """No such record. Arguments: kind, key."""

    code = "DB-RECORD-UNKNOWN"


class RecordExists(WarehouseError):
    """A record of that key is already there. Arguments: kind, key."""

    code = "DB-RECORD-EXISTS"


class TransitionRefused(WarehouseError):
    """The record's state forbids the step. Arguments: kind, key, from, to."""

    code = "DB-TRANSITION"


class StoreFull(WarehouseError):
    """No space is left for the database or a blob. Arguments: path."""

    code = "DB-DISK-FULL"
    retry = True


class PackageRefused(WarehouseError):
    """A sealed package is damaged, out of order or of a newer schema. Arguments: package, reason."""

    code = "SYNC-PACKAGE"


class StationBehind(PackageRefused):
    """The shared store holds later packages of this station than the station knows. Arguments: package, reason.

    Why a kind of its own: what mends it is ``sohoa sync --rejoin``, and nothing else.
    """

    code = "SYNC-BEHIND"


class HistoryApart(WarehouseError):
    """The shared store lacks what the station sent last, so no thread can be taken up. Arguments: station."""

    code = "SYNC-APART"


class ProcedureUnknown(WarehouseError):
    """The catalogue has no such procedure on that day. Arguments: code, day."""

    code = "PROCEDURE-UNKNOWN"

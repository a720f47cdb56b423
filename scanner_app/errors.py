"""Errors of the application layer. Every one pickles: all its data are constructor arguments.

The exit code of each error stands in :mod:`scanner_app.messages`, beside what is said of it.
"""


class AppError(Exception):
    """Root of the package's errors; ``code`` is stable, ``retry`` says whether trying again may help."""

    code = "APP"
    retry = False


class UsageError(AppError):
    """The command line or a setting asks for something that does not exist. Arguments: what, value."""

    code = "USAGE"


class PathMissing(AppError):
    """A path that was named is not there. Arguments: path."""

    code = "FILE-MISSING"


class PathUnreadable(AppError):
    """A file or folder cannot be read. Arguments: path, reason."""

    code = "FILE-UNREADABLE"
    retry = True


class LinkLoop(PathUnreadable):
    """A link leads back to itself. Arguments: path."""

    code = "FILE-LINK-LOOP"
    retry = False


class SpecialFile(PathUnreadable):
    """A device, a pipe or a socket stands where a file was expected. Arguments: path."""

    code = "FILE-SPECIAL"
    retry = False


class PathUnwritable(AppError):
    """A file or folder cannot be written. Arguments: path, reason."""

    code = "FILE-UNWRITABLE"
    retry = True


class DiskFull(AppError):
    """No space is left where a file was to be written. Arguments: path."""

    code = "DISK-FULL"
    retry = True


class ForeignFile(AppError):
    """A file that is not our own result stands where we would write. Arguments: path."""

    code = "FILE-FOREIGN"


class InputEmpty(AppError):
    """The file has no bytes. Arguments: path."""

    code = "INPUT-EMPTY"


class InputDamaged(AppError):
    """The file is cut off or broken. Arguments: path, what the reader said."""

    code = "INPUT-DAMAGED"


class InputKind(AppError):
    """The file's content is no kind we read, whatever its name says. Arguments: path, kind found."""

    code = "INPUT-KIND"


class InputPassword(AppError):
    """The PDF asks for a password to open. Arguments: path."""

    code = "INPUT-PASSWORD"


class InputTooLarge(AppError):
    """A page would unpack to more pixels than allowed. Arguments: path, width × height."""

    code = "INPUT-TOO-LARGE"


class InputNoPages(AppError):
    """The file has no pages. Arguments: path."""

    code = "INPUT-NO-PAGES"


class InputChanging(AppError):
    """The file is still being written by somebody. Arguments: path."""

    code = "INPUT-CHANGING"
    retry = True


class FolderEmpty(AppError):
    """A folder holds no file that we read. Arguments: path."""

    code = "FOLDER-EMPTY"


class ProgramMissing(AppError):
    """A program that is needed is not installed. Arguments: program."""

    code = "PROGRAM-MISSING"


class DeviceError(AppError):
    """The scanner refused or failed. Arguments: device, what it said."""

    code = "SCAN-FAILED"
    retry = True


class DeviceMissing(DeviceError):
    """No such scanner. Arguments: device."""

    code = "SCAN-NO-DEVICE"


class PaperJam(DeviceError):
    """The feeder is jammed. Arguments: device, page."""

    code = "SCAN-JAM"


class FeederEmpty(DeviceError):
    """The feeder holds no paper. Arguments: device."""

    code = "SCAN-EMPTY"


class CoverOpen(DeviceError):
    """The scanner's cover stands open. Arguments: device."""

    code = "SCAN-COVER-OPEN"


class DeviceBusy(DeviceError):
    """Another program uses the scanner. Arguments: device."""

    code = "SCAN-BUSY"


class DeviceDenied(DeviceError):
    """The user may not use the scanner. Arguments: device."""

    code = "SCAN-DENIED"


class DeviceLost(DeviceError):
    """The scanner went away in the middle. Arguments: device, page."""

    code = "SCAN-LOST"


class WorkerCrashed(AppError):
    """A worker process died twice on one task. Arguments: exit code."""

    code = "WORKER-CRASHED"


class WorkerStuck(AppError):
    """A worker process gave nothing within its time and was ended. Arguments: seconds."""

    code = "WORKER-STUCK"


class RuleRefused(AppError):
    """A rule forbids the step. Arguments: stable rule code, then its data."""

    code = "RULE-REFUSED"


class TrialTableInvalid(AppError):
    """A clerk's table of corrections lost its form on its way through a spreadsheet. Arguments: path, line."""

    code = "TRIAL-TABLE"


class UnknownCode(AppError):
    """No procedure, dossier, field or type of that code. Arguments: kind, code."""

    code = "CODE-UNKNOWN"


class ExportFailed(AppError):
    """The file that was written does not pass our own checks. Arguments: clause, detail."""

    code = "EXPORT-FAILED"


class LimitTooSmall(AppError):
    """One page alone is larger than a portal takes. Arguments: file, its KB, the limit in KB."""

    code = "EXPORT-LIMIT"


class Cancelled(AppError):
    """The user stopped the work."""

    code = "CANCELLED"

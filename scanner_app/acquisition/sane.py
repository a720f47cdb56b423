"""SANE scanners through the program ``scanimage``: pages come as files, errors as words on its way out."""

import queue
import re
import subprocess
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from scanner_app.acquisition import ColourMode, Device, PaperSource, ScannedPage, ScanOptions
from scanner_app.errors import (
    CoverOpen,
    DeviceBusy,
    DeviceDenied,
    DeviceError,
    DeviceLost,
    DeviceMissing,
    FeederEmpty,
    PaperJam,
    ProgramMissing,
)
from scanner_app.programs import find_program

_LIST_TIMEOUT_S = 30
_FORMAT = "%d\t%v\t%m%n"
_MODES = {ColourMode.COLOUR: "color", ColourMode.GREY: "gray", ColourMode.LINEART: "lineart"}
_CHOICES = re.compile(r"^\s+--(source|mode|resolution)\s+(.+?)(?:\s\[|$)", re.MULTILINE)
_END_STATUS = 7
"""``SANE_STATUS_NO_DOCS``: the feeder ran empty, which ends a batch well after the first page."""

_LOCKED = -1000
"""For a program that was through and did not end: no status of its own, and no signal's number either."""

_OVER = "Batch terminated"
"""What ``scanimage`` says last, with the number of pages, after it has told every page."""

_LOOK_AGAIN = "\n"
"""A row that names no page; it wakes who waits for the next."""

_END_S = 3.0
"""Longest wait for the end of a program that has said all."""

_PAGE_TIMEOUT_S = 180
"""Longest wait for a sheet; a flatbed at 1200 dpi in colour needs two minutes."""

_FAULTS = (
    ("jammed", PaperJam),
    ("cover is open", CoverOpen),
    ("access to resource has been denied", DeviceDenied),
    ("device busy", DeviceBusy),
    ("out of documents", FeederEmpty),
    ("no such device", DeviceMissing),
    ("invalid argument", DeviceMissing),
    ("error during device i/o", DeviceLost),
)


class SaneBackend:
    """SANE on this machine; ``environment`` is for tests, which bring a configuration of their own."""

    name = "sane"

    def __init__(self, environment: Mapping[str, str] | None = None, *, patience_s: float = _PAGE_TIMEOUT_S) -> None:
        self._environment = dict(environment) if environment is not None else None
        self._patience_s = patience_s

    def devices(self) -> tuple[Device, ...]:
        """The scanners that SANE lists; none where ``scanimage`` is not installed."""
        program = find_program("scanimage")
        if program is None:
            return ()
        try:
            done = self._run([str(program), "-f", _FORMAT])
        except subprocess.TimeoutExpired:
            return ()
        rows = [row.split("\t") for row in done.stdout.splitlines()]
        return tuple(self._device(*row) for row in rows if len(row) == 3)

    def _run(self, command: list[str]) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_LIST_TIMEOUT_S,
            check=False,
            env=self._environment,
        )

    def _device(self, name: str, vendor: str, model: str) -> Device:
        choices = self._choices(name)
        sources = tuple(source for source in PaperSource if _source_word(choices, source) is not None)
        modes = tuple(mode for mode in ColourMode if _mode_word(choices, mode) is not None)
        return Device(
            name=f"sane:{name}",
            vendor=vendor,
            model=model,
            backend=self.name,
            sources=sources or (PaperSource.FLATBED,),
            dpi=_resolutions(choices.get("resolution", "")),
            modes=modes or tuple(ColourMode),
        )

    def _choices(self, device: str) -> dict[str, str]:
        """The values that the device's options take, by option, as ``scanimage -A`` prints them."""
        program = find_program("scanimage")
        if program is None:
            raise ProgramMissing("scanimage")
        try:
            done = self._run([str(program), "-d", device, "-A"])
        except subprocess.TimeoutExpired:
            return {}
        return {match.group(1): match.group(2) for match in _CHOICES.finditer(done.stdout)}

    def scan(self, options: ScanOptions, folder: Path) -> Iterator[ScannedPage]:
        """Streams pages as ``scanimage`` finishes them; closing the iterator stops the scanner."""
        program = find_program("scanimage")
        if program is None:
            raise ProgramMissing("scanimage")
        device = options.device.removeprefix("sane:")
        command = [
            str(program),
            "-d",
            device,
            "--format=png",
            # Why: the pattern goes through printf, and a folder's name may hold a per cent sign.
            "--batch=%04d.png",
            "--batch-print",
            *self._arguments(device, options),
        ]
        if options.source is PaperSource.FLATBED:
            command.append("--batch-count=1")
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=self._environment,
            cwd=folder,
        )
        count = 0
        listener = _Listener(process)
        try:
            for row in listener.rows(self._patience_s):
                path = folder / row.strip()
                if row.strip() and path.is_file():
                    count += 1
                    side = "back" if options.source is PaperSource.ADF_DUPLEX and count % 2 == 0 else "front"
                    sheet = (count + 1) // 2 if options.source is PaperSource.ADF_DUPLEX else count
                    yield ScannedPage(path, sheet, side, options.dpi)
            status = _status_of(process, self._patience_s, is_over=listener.is_over)
        except (queue.Empty, subprocess.TimeoutExpired) as error:
            raise DeviceLost(options.device, count + 1) from error
        finally:
            _stop(process)
            listener.close()
        _judge(options.device, status, listener.said, count)

    def _arguments(self, device: str, options: ScanOptions) -> list[str]:
        choices = self._choices(device)
        arguments = []
        source, mode = _source_word(choices, options.source), _mode_word(choices, options.mode)
        if source is not None:
            arguments.append(f"--source={source}")
        if mode is not None:
            arguments.append(f"--mode={mode}")
        if "resolution" in choices:
            arguments.append(f"--resolution={options.dpi}")
        return arguments


class _Listener:
    """Reads both outputs of ``scanimage`` as they come, so that neither pipe fills up and blocks it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        assert process.stderr is not None
        self._rows: queue.Queue[str | None] = queue.Queue()
        self._lines: list[str] = []
        self._streams = (process.stdout, process.stderr)
        self._over = threading.Event()
        self._threads = (
            threading.Thread(target=self._read_rows, args=(process.stdout,), daemon=True),
            threading.Thread(target=self._read_words, args=(process.stderr,), daemon=True),
        )
        for thread in self._threads:
            thread.start()

    def _read_rows(self, stream: IO[str]) -> None:
        for row in stream:
            self._rows.put(row)
        self._rows.put(None)

    def _read_words(self, stream: IO[str]) -> None:
        for line in stream:
            self._lines.append(line)
            if line.startswith(_OVER):
                self._over.set()
                self._rows.put(_LOOK_AGAIN)

    @property
    def is_over(self) -> bool:
        """Whether the program has said that its batch has ended."""
        return self._over.is_set()

    def rows(self, patience_s: float) -> Iterator[str]:
        """Lines of standard output until its end; ``queue.Empty`` when none comes in time.

        When the batch is over the end comes at once or never: backends lock up while they stop (SANE 1.1.1, one run
        in two hundred on a busy machine), after every page has been told.
        """
        while True:
            try:
                row = self._rows.get(timeout=_END_S if self.is_over else patience_s)
            except queue.Empty:
                if self.is_over:
                    return
                raise
            if row is None:
                return
            if row != _LOOK_AGAIN:
                yield row

    def close(self) -> None:
        """Waits for the ends of both outputs; the process has ended."""
        for thread, stream in zip(self._threads, self._streams, strict=True):
            thread.join(_LIST_TIMEOUT_S)
            stream.close()

    @property
    def said(self) -> str:
        """Everything on standard error."""
        return "".join(self._lines)


def _status_of(process: "subprocess.Popen[str]", patience_s: float, *, is_over: bool) -> int:
    """The program's exit status; ``_LOCKED`` when it had said that it was through and did not end."""
    try:
        return process.wait(_END_S if is_over else patience_s)
    except subprocess.TimeoutExpired:
        if is_over:
            return _LOCKED
        raise


def _stop(process: "subprocess.Popen[str]") -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)


def _judge(device: str, status: int, said: str, count: int) -> None:
    """Raises what the program's end means, unless it means that all paper is through."""
    # Why: the program repeats names of files and devices; what SANE itself says stands in lines of its own.
    words = "\n".join(line for line in said.lower().splitlines() if "sane_" in line or "scanimage:" in line)
    if not count and "out of documents" in words:
        raise FeederEmpty(device)
    if status == 0 or (status == _END_STATUS and count):
        return
    for phrase, kind in _FAULTS:
        if phrase in words:
            if kind in (PaperJam, DeviceLost):
                raise kind(device, count + 1)
            if kind is FeederEmpty and count:
                return
            raise kind(device)
    lines = [line for line in said.strip().splitlines() if line]
    if status == _LOCKED and count:
        return
    raise DeviceError(device, lines[-1] if lines else f"status {status}")


def _source_word(choices: Mapping[str, str], source: PaperSource) -> str | None:
    """The device's own word for a paper source."""
    words = [word.strip() for word in re.split(r"\|", choices.get("source", "")) if word.strip()]
    for word in words:
        low = word.lower()
        is_feeder = "adf" in low or "feeder" in low
        is_duplex = "duplex" in low or "both" in low
        if source is PaperSource.FLATBED and "flatbed" in low:
            return word
        if source is PaperSource.ADF and is_feeder and not is_duplex:
            return word
        if source is PaperSource.ADF_DUPLEX and is_duplex:
            return word
    return None


def _mode_word(choices: Mapping[str, str], mode: ColourMode) -> str | None:
    words = [word.strip() for word in choices.get("mode", "").split("|") if word.strip()]
    return next((word for word in words if word.lower().startswith(_MODES[mode])), None)


def _resolutions(text: str) -> tuple[int, ...]:
    """The usual resolutions within the device's range or list."""
    numbers = [round(float(number)) for number in re.findall(r"\d+(?:\.\d+)?", text)]
    usual = (100, 150, 200, 300, 400, 600, 1200)
    if ".." in text and len(numbers) >= 2:
        return tuple(value for value in usual if numbers[0] <= value <= numbers[1])
    return tuple(value for value in numbers if value >= 50) or (300,)

"""A private PostgreSQL in a temporary folder, on a socket alone, never as root."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USERS = ("postgres", "nobody")


def programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[-3])
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    return Path(named).parent if named else None


def missing() -> str:
    """What lacks for a private cluster; empty when nothing does."""
    if os.name == "nt":
        return "PostgreSQL by socket needs Linux"
    if programs() is None:
        return "PostgreSQL (apt-get install postgresql)"
    if os.geteuid() == 0 and (shutil.which("runuser") is None or _user() is None):
        return "runuser and a user that is not root"
    return ""


def _user() -> str | None:
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in _USERS if name in names), None)


class Cluster:
    """A running cluster; ``url`` names its database ``postgres``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"postgresql+psycopg://sohoa@/postgres?host={folder}"

    def start(self) -> None:
        """Starts the server and waits for it."""
        options = f"-k {self.folder} -c listen_addresses= -c max_connections=60 -c shared_buffers=128MB"
        self._run(
            "pg_ctl", "-w", "-D", str(self.folder / "data"), "-o", options, "-l", str(self.folder / "log"), "start"
        )

    def stop(self, mode: str = "fast") -> None:
        """Stops the server: ``fast`` cuts connections, ``immediate`` is a crash."""
        self._run("pg_ctl", "-w", "-D", str(self.folder / "data"), "-m", mode, "stop")

    def create(self) -> None:
        """Makes the cluster's files."""
        arguments = ["-A", "trust", "-U", "sohoa", "-E", "UTF8", "--locale=C.UTF-8", "-D", str(self.folder / "data")]
        self._run("initdb", *arguments)

    def fresh(self, name: str) -> str:
        """The URL of a new, empty database."""
        import psycopg

        with psycopg.connect(f"host={self.folder} user=sohoa dbname=postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return f"postgresql+psycopg://sohoa@/{name}?host={self.folder}"

    def _run(self, program: str, *arguments: str) -> None:
        folder = programs()
        assert folder is not None
        command = [str(folder / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", str(_user()), "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=90, cwd="/")


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A started cluster; everything of it is gone afterwards. Call only when ``missing()`` is empty."""
    folder = Path(tempfile.mkdtemp(prefix="sohoa-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, str(_user()))
    running = Cluster(folder)
    try:
        running.create()
        running.start()
        try:
            yield running
        finally:
            running.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)

"""What ./run and ./test say and do before the program starts, on a machine of stand-in programs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BASH = shutil.which("bash")
USED = ("cat", "cut", "dirname", "env", "mktemp", "rm", "sha256sum")

pytestmark = pytest.mark.skipif(sys.platform == "win32" or BASH is None, reason="the set-up is bash")


class Machine:
    """A checkout and a PATH that holds only what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "checkout"
        self.programs = folder / "programs"
        self.programs.mkdir()
        (self.checkout / "scripts").mkdir(parents=True)
        shutil.copy(ROOT / "scripts" / "setup.sh", self.checkout / "scripts")
        (self.checkout / "requirements.lock").write_text("one==1\n", encoding="utf-8")
        for name in USED:
            (self.programs / name).symlink_to(str(shutil.which(name)))
        self.put("id", "echo 1000")
        self.put("dpkg-query", 'echo "there installed"; exit 1')

    def put(self, name: str, body: str) -> None:
        """A program of that name; its arguments go to the file ``called``, its body is bash."""
        path = self.programs / name
        path.write_text(f'#!{BASH}\necho "{name} $*" >> "{self.checkout}/called"\n{body}\n', encoding="utf-8")
        path.chmod(0o755)

    def python(self, *, has_venv: bool = True) -> None:
        """A Python that is new enough; ``-m venv`` makes an environment whose pip prints a warning."""
        made = f"""
case "$*" in
*ensurepip*) exit {int(not has_venv)} ;;
"-m venv "*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
*"-m pip"*) echo "WARNING: a folder is no index"; exit "${{PIP_STATUS:-0}}" ;;
*find_spec*) [ "${{*: -1}}" = pip ] && exit 1; exit 0 ;;
esac"""
        for name in ("mkdir", "cp"):
            (self.programs / name).symlink_to(str(shutil.which(name)))
        self.put("python3", made)

    def set_up(self, *packages: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        script = f'. "{self.checkout}/scripts/setup.sh"; set_up {" ".join(packages)}; say started'
        return subprocess.run(
            [str(BASH), "-uc", script],
            capture_output=True,
            text=True,
            env={"PATH": str(self.programs), "TMPDIR": os.environ.get("TMPDIR", "/tmp")} | environment,
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )

    def called(self) -> str:
        """What was called, a line each."""
        path = self.checkout / "called"
        return path.read_text("utf-8") if path.is_file() else ""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize(
    ("has_venv", "line"),
    [
        (True, "sudo apt-get install -y --no-install-recommends lacking other"),
        (False, "sudo apt-get install -y --no-install-recommends lacking other python3-venv"),
    ],
    ids=["with venv", "without venv"],
)
def test_that_who_may_not_install_gets_one_line_for_all(machine: Machine, has_venv: bool, line: str) -> None:
    machine.python(has_venv=has_venv)

    done = machine.set_up("there", "lacking", "other")

    assert done.returncode == 3
    assert [row.strip() for row in done.stderr.splitlines() if "apt-get" in row] == [line]


def test_that_a_machine_without_python_is_told_to_install_it_in_the_same_line(machine: Machine) -> None:
    done = machine.set_up("lacking")

    assert done.returncode == 3
    assert "sudo apt-get install -y --no-install-recommends lacking python3 python3-venv" in done.stderr


@pytest.mark.parametrize("user", ["0", "1000"], ids=["root", "sudo"])
def test_that_a_step_says_one_line_where_it_succeeds(machine: Machine, user: str) -> None:
    machine.python()
    machine.put("id", f"echo {user}")
    machine.put("apt-get", "echo Unpacking a package ...")
    machine.put("sudo", '[ "$1" = -n ] && exit 0; exec "$@"')

    done = machine.set_up("there", "lacking")

    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == [
        "Installing Debian packages: lacking ",
        "Installing Python packages into .venv from requirements.lock (some minutes the first time)",
        "started",
    ]
    assert "apt-get install -y --no-install-recommends lacking" in machine.called()


def test_that_what_apt_said_is_shown_when_it_fails(machine: Machine) -> None:
    machine.put("id", "echo 0")
    machine.put("apt-get", '[ "$1" = update ] && exit 0; echo "E: no space left"; exit 100')

    done = machine.set_up("lacking")

    assert done.returncode == 3
    assert "E: no space left" in done.stderr


def test_that_what_pip_said_is_shown_when_it_fails(machine: Machine) -> None:
    machine.python()

    done = machine.set_up("there", PIP_STATUS="1")

    assert done.returncode == 3
    assert "WARNING: a folder is no index" in done.stderr
    assert not (machine.checkout / ".venv" / ".stamp").exists()


def test_that_the_second_start_installs_nothing(machine: Machine) -> None:
    machine.python()
    machine.set_up("there")
    (machine.checkout / "called").unlink()

    done = machine.set_up("there")

    assert done.stderr.splitlines() == ["started"]
    assert "pip" not in machine.called()


def test_that_a_changed_lock_is_installed_anew(machine: Machine) -> None:
    machine.python()
    machine.set_up("there")
    (machine.checkout / "requirements.lock").write_text("one==2\n", encoding="utf-8")

    done = machine.set_up("there")

    assert "Installing Python packages" in done.stderr

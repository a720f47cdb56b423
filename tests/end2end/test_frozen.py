"""The one-dir build: it carries its programs, and its workers do not multiply."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
MOST_PROCESSES = 60


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_that_the_frozen_demo_runs_within_a_process_limit(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    build += ["--distpath", str(tmp_path / "dist"), "--workpath", str(tmp_path / "build"), str(ROOT / "build.spec")]
    subprocess.run(build, check=True, cwd=ROOT)
    home = tmp_path / "nobody"
    home.mkdir()
    program = tmp_path / "dist" / "sohoa" / "sohoa"
    limited = f'ulimit -u {MOST_PROCESSES}; exec "{program}" demo --home "{home}/data"'
    command = ["/bin/bash", "-c", limited]
    if os.geteuid() == 0:
        # Why: the limit on processes does not bind root.
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("setpriv (util-linux) is needed to leave root, which no process limit binds")
        for folder in (tmp_path, *tmp_path.parents):
            # Why by name: pytest's own folders (popen-* with several workers) are closed to others; no other is ours.
            if folder == tmp_path or folder.name.startswith(("pytest-of", "pytest-", "popen-")):
                folder.chmod(0o755)
        shutil.chown(home, 65534)
        command = [setpriv, "--reuid=65534", "--clear-groups", *command]

    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        # Why no path: Tesseract and poppler must come from the build itself.
        env={"HOME": str(home), "PATH": "/nonexistent", "LANG": "C.UTF-8", "SOHOA_LANGUAGE": "en"},
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "Reuse" in done.stdout

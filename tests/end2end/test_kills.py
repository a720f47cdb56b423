"""SIGKILL at random moments of the whole job: nothing acknowledged is lost, nothing is there twice."""

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from scanner_app import specimen
from scanner_app.bootstrap import bootstrap
from scanner_app.settings import load_settings
from scanner_app.workflow.intake import open_dossier
from tests.support import inputs

COUNT = int(os.environ.get("SOHOA_KILL_COUNT", "200"))
SEED = 20261123


def command(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "scanner_app", *arguments, "--home", str(home)]


@pytest.mark.slow
@pytest.mark.sample
@pytest.mark.timeout(3600)
def test_that_killing_the_program_loses_and_doubles_nothing(tmp_path: Path) -> None:
    moments = random.Random(SEED)
    home = tmp_path / "home"
    app = bootstrap(load_settings(home=home, environment={}))
    code = open_dossier(app, procedure=specimen.PROCEDURE, person_id=specimen.PERSON_ID, by="thu").code
    app.close()
    known: set[str] = set()

    for round_number in range(COUNT):
        picture = inputs.jpeg(tmp_path / f"tờ {round_number}.jpg")
        picture.write_bytes(picture.read_bytes() + str(round_number).encode())
        step = ("ingest", str(picture), "--dossier", code) if round_number % 3 else ("sync",)
        process = subprocess.Popen(
            command(home, *step), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            process.wait(moments.uniform(0.3, 4.0))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        app = bootstrap(load_settings(home=home, environment={}))
        try:
            pages = app.work.pages(code)
            assert known <= {page.id for page in pages}
            assert max(Counter(page.sha256 for page in pages).values(), default=1) == 1
            assert all(app.pagestore.verify(page.path, page.sha256) for page in pages)
            assert [page.ordinal for page in pages] == list(range(1, len(pages) + 1))
            known = {page.id for page in pages}
        finally:
            app.close()

    done = subprocess.run(command(home, "sync", "--json"), capture_output=True, check=False)
    assert done.returncode == 0
    assert json.loads(done.stdout)["waiting"] == 0

"""SIGKILL at random moments of the whole job: nothing acknowledged is lost, nothing is there twice."""

import hashlib
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
from scanner_app.ports import App
from scanner_app.settings import load_settings
from scanner_app.workflow.intake import open_dossier
from tests.support import inputs
from warehouse.records import DocumentState, SearchQuery

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


@pytest.mark.slow
@pytest.mark.sample
@pytest.mark.timeout(3600)
def test_that_killing_the_whole_job_leaves_a_store_that_can_go_on(tmp_path: Path) -> None:
    moments = random.Random(SEED + 1)
    for round_number in range(max(1, COUNT // 4)):
        home = tmp_path / f"home{round_number}"
        process = subprocess.Popen(
            command(home, "demo"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            process.wait(moments.uniform(2.0, 40.0))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        done = subprocess.run(command(home, "sync", "--json"), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        assert json.loads(done.stdout)["waiting"] == 0
        app = bootstrap(load_settings(home=home, environment={}))
        try:
            check_whole(app)
        finally:
            app.close()


def check_whole(app: App) -> None:
    """Every page and every released paper is there with its hash, and the shared store holds each once."""
    released = 0
    for dossier in app.work.dossiers():
        for page in app.work.pages(dossier.code):
            assert app.pagestore.verify(page.path, page.sha256)
        for document in app.work.documents(dossier.code):
            if document.state in (DocumentState.RELEASED, DocumentState.SYNCED):
                released += 1
                data = app.released_path(document).read_bytes()
                assert hashlib.sha256(data).hexdigest() == document.pdf_sha256
                assert app.shared.blob_path(document.pdf_sha256).is_file()
    assert app.shared.search(SearchQuery()).count == released

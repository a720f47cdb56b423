"""The commands as people and scripts rely on them, run as programs."""

import json
import os
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from scanner_app import specimen
from scanner_app.export import validate
from tests.support import inputs

pytestmark = pytest.mark.tesseract


def sohoa(*arguments: str | Path, home: Path | None = None, **environment: str) -> "subprocess.CompletedProcess[str]":
    named = ["--home", str(home)] if home else []
    return subprocess.run(
        [sys.executable, "-m", "scanner_app", *map(str, arguments), *named],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | environment,
        timeout=170,
        check=False,
    )


def result(folder: Path, name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return content


@pytest.fixture(scope="module")
def digitized(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, "subprocess.CompletedProcess[str]"]:
    """A folder with a card, its twin name, a damaged file and a foreign one, digitized once."""
    folder = tmp_path_factory.mktemp("giấy tờ")
    (folder / "sub").mkdir()
    card = specimen.specimen_pages()[9].read_bytes()
    (folder / "thẻ căn cước.jpg").write_bytes(card)
    inputs.pdf(folder / "sub" / "thẻ căn cước.pdf", pages=1)
    inputs.cut_jpeg(folder / "hỏng.jpg")
    (folder / "ghi chú.txt").write_text("x", encoding="utf-8")
    return folder / "kết quả", sohoa("digitize", folder, "--out", folder / "kết quả", "--pdf", SOHOA_LANGUAGE="vi")


def test_that_a_good_file_is_read_beside_a_damaged_one(
    digitized: tuple[Path, "subprocess.CompletedProcess[str]"],
) -> None:
    out, done = digitized

    assert done.returncode == 4, done.stderr
    card = result(out, "thẻ căn cước")
    assert card["documents"][0]["type"] == "can_cuoc"
    fields = card["documents"][0]["fields"]
    assert fields["so_dinh_danh"]["value"] == specimen.PERSON_ID
    assert fields["so_dinh_danh"]["status"] == "auto"
    assert set(card["pages"][0]) >= {
        "page", "width_px", "height_px", "dpi", "rotation", "skew_deg", "blank", "confidence", "text", "barcodes",
    }  # fmt: skip


def test_that_a_damaged_file_gets_a_result_with_its_problem(
    digitized: tuple[Path, "subprocess.CompletedProcess[str]"],
) -> None:
    out, done = digitized

    damaged = result(out, "hỏng")
    assert damaged["pages"] == []
    assert [problem["code"] for problem in damaged["problems"]] == ["INPUT-DAMAGED"]
    assert damaged["problems"][0]["text"].startswith("Tệp hỏng: ")
    assert "Tệp hỏng" in done.stderr
    assert "1 tệp loại khác" in done.stderr


def test_that_two_inputs_of_one_name_get_two_results(
    digitized: tuple[Path, "subprocess.CompletedProcess[str]"],
) -> None:
    out, _done = digitized

    names = {path.name for path in out.glob("*.json")}
    assert {"thẻ căn cước.json", "thẻ căn cước-2.json"} <= names


def test_that_the_pdf_is_pdfa_and_says_what_was_read(
    digitized: tuple[Path, "subprocess.CompletedProcess[str]"],
) -> None:
    out, _done = digitized
    path = next(
        path for path in out.glob("thẻ*.pdf") if result(out, path.stem)["documents"] and path.stat().st_size > 20_000
    )

    assert validate(path) == ()
    said = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout.decode()
    assert specimen.PERSON_ID in said
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1


def test_that_a_foreign_file_is_never_overwritten(tmp_path: Path) -> None:
    inputs.jpeg(tmp_path / "a.jpg")
    (tmp_path / "a.json").write_text('{"mine": true}', encoding="utf-8")

    done = sohoa("digitize", tmp_path / "a.jpg", "--out", tmp_path)

    assert done.returncode == 5
    assert (tmp_path / "a.json").read_text("utf-8") == '{"mine": true}'


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("digitize", "/no/such/file.jpg"), 5),
        (("digitize",), 2),
        (("nonsense",), 2),
        (("fields", "--dossier", "H49.16-000000-0000"), 4),
        (("reuse", "--person", "022188604217", "--procedure", "9.999999"), 4),
        (("release", "--dossier", "H49.16-000000-0000"), 4),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else str(value),
)
def test_that_the_exit_status_is_that_of_the_contract(arguments: tuple[str, ...], status: int, tmp_path: Path) -> None:
    assert sohoa(*arguments, home=tmp_path / "home").returncode == status


def test_that_a_missing_program_is_named(tmp_path: Path) -> None:
    inputs.jpeg(tmp_path / "a.jpg")

    done = sohoa("digitize", tmp_path / "a.jpg", "--out", tmp_path / "out", SOHOA_TESSERACT="no-such-tesseract")

    assert done.returncode == 3
    assert "Tesseract" in done.stderr


def test_that_the_doctor_tells_what_is_there(tmp_path: Path) -> None:
    done = sohoa("doctor", "--json", home=tmp_path / "home")

    checks = {item["check"]: item for item in json.loads(done.stdout)}
    assert checks["tesseract"]["state"] == "ok"
    assert all(set(item) == {"check", "state", "found", "needed", "remedy"} for item in checks.values())


def test_that_the_devices_are_listed(tmp_path: Path) -> None:
    done = sohoa("devices", "--json", home=tmp_path / "home")

    devices = json.loads(done.stdout)
    assert "specimen:feeder" in {device["name"] for device in devices}


def test_that_the_demo_does_the_whole_job(tmp_path: Path) -> None:
    home = tmp_path / "kho"

    done = sohoa("demo", home=home, SOHOA_LANGUAGE="vi")

    assert done.returncode == 0, done.stderr
    found = json.loads(sohoa("search", "nguyen thi dieu huong", "--json", home=home).stdout)
    assert found["count"] >= 5
    assert all(Path(hit["file"]).is_file() for hit in found["hits"])
    reuse = json.loads(
        sohoa(
            "reuse", "--person", specimen.PERSON_ID, "--procedure", specimen.SECOND_PROCEDURE, "--json", home=home
        ).stdout
    )
    assert "in_store" in {component["answer"] for component in reuse["components"]}
    released = sorted((home / "released").rglob("*.pdf"))
    assert len(released) == len(specimen.truth()["documents"])
    assert all(validate(path) == () for path in released)
    log = (home / "logs" / "sohoa.log").read_text("utf-8") if (home / "logs" / "sohoa.log").is_file() else ""
    assert specimen.PERSON_ID not in log
    status = json.loads(sohoa("sync", "--status", "--json", home=home).stdout)
    assert status["waiting"] <= 3


def test_that_a_missing_language_is_named(tmp_path: Path) -> None:
    inputs.jpeg(tmp_path / "a.jpg")
    (tmp_path / "tessdata").mkdir()

    done = sohoa("digitize", tmp_path / "a.jpg", "--out", tmp_path / "out", TESSDATA_PREFIX=str(tmp_path / "tessdata"))

    assert done.returncode == 3
    assert "vie" in done.stderr


def test_that_long_paths_and_both_unicode_forms_are_read(tmp_path: Path) -> None:
    folder = tmp_path
    while len(str(folder)) < 300:
        folder /= unicodedata.normalize("NFD", "hồ sơ tháng mười một")
    folder.mkdir(parents=True)
    inputs.jpeg(folder / unicodedata.normalize("NFC", "tờ số 1.jpg"))

    done = sohoa("digitize", folder, "--out", tmp_path / "out")

    assert len(list((tmp_path / "out").glob("*.json"))) == 1, done.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KB that fills up."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small tmpfs needs root and the right to mount")
    yield disk
    subprocess.run(["umount", str(disk)], check=False)


def test_that_a_full_disk_is_told_and_what_was_written_stays(small_disk: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, page in enumerate(specimen.specimen_pages()[:3]):
        (folder / f"{number}.jpg").write_bytes(page.read_bytes())

    done = sohoa("digitize", folder, "--out", small_disk, "--pdf", SOHOA_LANGUAGE="vi")

    assert done.returncode == 5
    assert "Hết dung lượng đĩa" in done.stderr
    for path in small_disk.glob("*.json"):
        assert json.loads(path.read_text("utf-8"))["pages"]
    assert list(small_disk.glob(".*.tmp")) == []


@pytest.fixture
def read_only_disk(small_disk: Path) -> Path:
    done = subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("making a tmpfs read-only needs root and the right to mount")
    return small_disk


def test_that_a_read_only_target_is_told_for_results(read_only_disk: Path, tmp_path: Path) -> None:
    inputs.jpeg(tmp_path / "a.jpg")

    done = sohoa("digitize", tmp_path / "a.jpg", "--out", read_only_disk, SOHOA_LANGUAGE="vi")

    assert done.returncode == 5
    assert str(read_only_disk) in done.stderr
    assert "Traceback" not in done.stderr


def test_that_a_read_only_data_folder_is_told(read_only_disk: Path, tmp_path: Path) -> None:
    inputs.jpeg(tmp_path / "a.jpg")

    done = sohoa("ingest", tmp_path / "a.jpg", home=read_only_disk, SOHOA_LANGUAGE="vi")

    assert done.returncode in (5, 6)
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_that_a_name_at_its_limit_is_cut_and_its_neighbour_read(tmp_path: Path) -> None:
    long = "ế" * 82 + "aaaaa.jpg"
    assert len(long.encode()) == 255
    inputs.jpeg(tmp_path / long)
    inputs.jpeg(tmp_path / "sau.jpg")

    done = sohoa("digitize", tmp_path / long, tmp_path / "sau.jpg", "--out", tmp_path / "out", "--pdf")

    assert done.returncode == 0, done.stderr
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".json", ".json", ".pdf", ".pdf"]
    assert "INPUT-LONG-NAME" in next((tmp_path / "out").glob("ế*.json")).read_text("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a name hold any bytes")
@pytest.mark.parametrize("command", ["digitize", "ingest"])
def test_that_a_name_that_is_no_text_stops_nobody(command: str, tmp_path: Path) -> None:
    inputs.jpeg(tmp_path / "a.jpg")
    (tmp_path / "a.jpg").rename(os.fsdecode(os.fsencode(tmp_path) + b"/gi\xff.jpg"))
    inputs.jpeg(tmp_path / "z.jpg")
    target = ("--out", tmp_path / "out") if command == "digitize" else ()

    done = sohoa(command, tmp_path, *target, home=tmp_path / "home")

    assert done.returncode == 0, done.stderr
    if command == "digitize":
        sources = [json.loads(path.read_text("utf-8"))["source"] for path in (tmp_path / "out").iterdir()]
        assert sorted(sources) == ["gi\ufffd.jpg", "z.jpg"]


def test_that_a_folder_which_is_its_own_target_does_not_read_its_results(tmp_path: Path) -> None:
    folder = tmp_path / "giấy tờ"
    folder.mkdir()
    inputs.jpeg(folder / "a.jpg")

    runs = [sohoa("digitize", folder, "--out", folder, "--pdf") for _ in range(2)]

    assert [run.returncode for run in runs] == [0, 0], runs[1].stderr
    assert sorted(path.name for path in folder.iterdir()) == ["a.jpg", "a.json", "a.pdf"]


def test_that_an_imported_file_s_fault_is_told_in_full(tmp_path: Path) -> None:
    inputs.huge_png(tmp_path / "to.png")
    inputs.html_as_pdf(tmp_path / "trang.pdf")
    inputs.heic(tmp_path / "điện thoại.heic")

    done = sohoa("ingest", tmp_path, home=tmp_path / "home", SOHOA_LANGUAGE="en")

    assert done.returncode == 4
    assert "has 30000 × 30000 pixels" in done.stderr
    assert "holds HTML" in done.stderr
    assert "page 1: Low resolution" in done.stderr


@pytest.mark.parametrize("moment", ["loading", "working"])
def test_that_a_stop_is_no_fault(moment: str, tmp_path: Path) -> None:
    told = ("-X", "importtime") if moment == "loading" else ()
    # Why env: whoever runs the tests in the background has the signal ignored, and children inherit that.
    command = ["env", "--default-signal=INT", sys.executable, *told, "-m", "scanner_app", "demo", "--home"]
    command.append(str(tmp_path / "home"))

    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        if moment == "working":
            next(process.stdout)
        else:
            next(row for row in process.stderr if "scanner_app.settings" in row)
        os.killpg(process.pid, signal.SIGINT)
        _said, errors = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "Traceback" not in errors


def test_that_a_target_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    inputs.jpeg(tmp_path / "a.jpg")
    (tmp_path / "file").write_text("x", encoding="utf-8")

    done = sohoa("digitize", tmp_path / "a.jpg", "--out", tmp_path / "file" / "out")

    assert done.returncode == 5


def test_that_a_born_digital_page_keeps_its_own_words_and_a_stamp_does_not_make_one(tmp_path: Path) -> None:
    inputs.born_digital_pdf(tmp_path / "văn bản.pdf")
    home = tmp_path / "home"

    done = sohoa("digitize", tmp_path / "văn bản.pdf", "--out", tmp_path / "out")
    ingested = sohoa("ingest", tmp_path / "văn bản.pdf", home=home)

    assert done.returncode == 0, done.stderr
    assert ingested.returncode == 0, ingested.stderr
    content = result(tmp_path / "out", "văn bản")
    assert content["engine"] == "pdf-text"
    assert content["pages"][0]["text"].splitlines()[0] == "Dossier line number 0"
    assert list((home / "pages").rglob("*.layer.json"))

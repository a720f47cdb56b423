import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from warehouse.errors import DatabaseDamaged, DatabaseNewer, DatabaseOlder, DatabaseUnreachable
from warehouse.location import kind_of, mounts
from warehouse.migrate import FOLDER, REVISIONS
from warehouse.session import Kind, open_store


def address(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


@pytest.mark.parametrize("kind", ["work", "shared"])
def test_that_the_migrations_make_exactly_the_tables_of_the_models(tmp_path: Path, kind: Kind) -> None:
    store = open_store(address(tmp_path / "a.sqlite"), kind)
    config = Config()
    config.set_main_option("script_location", (FOLDER / kind).as_posix())

    with store.write() as connection:
        config.attributes["connection"] = connection
        command.check(config)
    store.close()


@pytest.mark.postgres
def test_that_the_migrations_make_the_tables_of_the_models_on_postgresql(pg_url: str) -> None:
    store = open_store(pg_url, "shared", upgrade=False)
    config = Config()
    config.set_main_option("script_location", (FOLDER / "shared").as_posix())

    with store.write() as connection:
        config.attributes["connection"] = connection
        command.check(config)
    store.close()


@pytest.mark.parametrize("kind", ["work", "shared"])
def test_that_the_list_of_revisions_is_that_of_the_files(kind: Kind) -> None:
    config = Config()
    config.set_main_option("script_location", (FOLDER / kind).as_posix())
    script = ScriptDirectory.from_config(config)

    assert tuple(item.revision for item in reversed(list(script.walk_revisions()))) == REVISIONS[kind]


def test_that_a_newer_database_is_refused(tmp_path: Path) -> None:
    url = address(tmp_path / "a.sqlite")
    store = open_store(url, "work")
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'work9999'"))
    store.close()

    with pytest.raises(DatabaseNewer, match="work9999"):
        open_store(url, "work")


def test_that_an_empty_database_is_left_alone_without_leave_to_upgrade(tmp_path: Path) -> None:
    with pytest.raises(DatabaseOlder):
        open_store(address(tmp_path / "a.sqlite"), "shared", upgrade=False)


@pytest.mark.parametrize("content", [b"%PDF-1.7 not a database at all", b"SQLite format 3\0 and then rubbish" * 40])
def test_that_a_file_that_is_no_database_is_named_as_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.sqlite").write_bytes(content)

    with pytest.raises(DatabaseDamaged):
        open_store(address(tmp_path / "a.sqlite"), "work")


def test_that_a_missing_folder_and_a_missing_server_are_unreachable(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachable):
        open_store(address(tmp_path / "no" / "a.sqlite"), "work")
    with pytest.raises(DatabaseUnreachable):
        open_store(f"postgresql://sohoa@/x?host={tmp_path.as_posix()}", "shared", upgrade=False)


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/mnt/chung/kho", "cifs"), ("/home/a", ""), ("/mnt/khac", ""), ("/mnt/máy chủ", "9p"), ("/mnt/chung-2", "")],
)
def test_that_the_innermost_mount_decides_what_a_network_drive_is(folder: str, kind: str) -> None:
    mounted = {"/": "ext4", "/mnt/chung": "cifs", "/home": "btrfs", "/mnt/máy chủ": "9p"}

    assert kind_of(Path(folder), mounted) == kind


@pytest.mark.skipif(sys.platform != "linux", reason="missing: tmpfs")
def test_that_a_mount_is_known_by_its_name_with_blanks(tmp_path: Path) -> None:
    folder = tmp_path / "ổ đĩa chung"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("missing: the right to mount a small disk (root)")
    try:
        assert mounts()[str(folder)] == "tmpfs"
    finally:
        subprocess.run(["umount", str(folder)], check=False)


def test_that_writers_of_many_threads_wait_for_each_other(tmp_path: Path) -> None:
    store = open_store(address(tmp_path / "a.sqlite"), "work")

    def count_up() -> None:
        for _ in range(10):
            with store.write() as connection:
                found = connection.execute(text("SELECT max(value) FROM counter")).scalar() or 0
                connection.execute(text("DELETE FROM counter"))
                connection.execute(text("INSERT INTO counter VALUES ('a', :v)"), {"v": found + 1})

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.read() as connection:
        assert connection.execute(text("SELECT value FROM counter")).scalar() == 40
    store.close()


def test_that_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    store = open_store(address(tmp_path / "a.sqlite"), "work")

    def fail() -> None:
        with store.write() as connection:
            connection.execute(text("INSERT INTO counter VALUES ('a', 1)"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM counter")).scalar() == 0
    store.close()


def test_that_an_sqlite_file_commits_with_full_synchronisation(tmp_path: Path) -> None:
    store = open_store(address(tmp_path / "a.sqlite"), "work")

    with store.read() as connection:
        journal = connection.execute(text("PRAGMA journal_mode")).scalar()
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
        assert journal == ("wal" if sqlite3.sqlite_version_info >= (3, 51, 3) else "truncate")
    store.close()

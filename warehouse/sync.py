"""The way from the work store to the shared store: outbox → sealed package → blobs → one transaction.

At-least-once on the way, exactly-once in effect: the ledger row of a package stands in the same transaction as
its records, so a package that comes twice changes nothing. No clock decides what is sent: the outbox's own
sequence does.
"""

import datetime as dt
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.engine import make_url

from warehouse.errors import PackageRefused, StoreFull
from warehouse.loader import load_package
from warehouse.models import work as tables
from warehouse.records import DocumentState, LoadRefusal, LoadReport, SyncStatus
from warehouse.session import Store, open_store

PACKAGE_RECORDS = 500
SCHEMA_VERSION = 1

Checkpoint = Callable[[str], None]


def _nothing(_name: str) -> None:
    """The checkpoint of every day."""


class Syncer:
    """Sends what waits; ``checkpoint`` is called at every arrow, so that tests can end the process there."""

    def __init__(
        self,
        work: Store,
        shared_url: str,
        blob_folder: Path,
        released_folder: Path,
        packages_folder: Path,
        *,
        unit: str,
        station: str,
        now: Callable[[], dt.datetime],
        new_id: Callable[[], str],
        checkpoint: Checkpoint = _nothing,
    ) -> None:
        self._work = work
        self._shared_url = shared_url
        self._blob_folder = blob_folder
        self._released_folder = released_folder
        self._packages_folder = packages_folder
        self._unit = unit
        self._station = station
        self._now = now
        self._new_id = new_id
        self._checkpoint = checkpoint

    def push(self) -> Iterator[LoadReport]:
        """Loads what waits, one report per package; safe to kill and to repeat."""
        if not self._waiting():
            return
        shared = open_store(self._shared_url, "shared", upgrade=self._shared_url.startswith("sqlite"))
        try:
            while (package := self._seal()) is not None:
                yield self._send(shared, package)
        finally:
            shared.close()

    def _waiting(self) -> int:
        with self._work.read() as session:
            query = select(func.count()).select_from(tables.Outbox).where(tables.Outbox.acked_at.is_(None))
            return session.scalar(query) or 0

    def _seal(self) -> Path | None:
        """The next package: one that was sealed and not acknowledged, else a new one over what waits."""
        table = tables.Outbox
        with self._work.write() as session:
            first = session.scalars(
                select(table).where(table.acked_at.is_(None)).order_by(table.seq).limit(1)
            ).first()
            if first is None:
                return None
            if first.package is None:
                name = self._new_id()
                query = select(table).where(table.acked_at.is_(None), table.package.is_(None))
                for row in session.scalars(query.order_by(table.seq).limit(PACKAGE_RECORDS)):
                    row.package = name
            else:
                name = first.package
            session.flush()
            rows = [
                {"seq": row.seq, "kind": row.kind, "key": row.key, "record": json.loads(row.record_json)}
                for row in session.scalars(select(table).where(table.package == name).order_by(table.seq))
            ]
        self._checkpoint("sealed")
        return self._write(name, rows)

    def _write(self, name: str, rows: Sequence[dict[str, Any]]) -> Path:
        """The package's files; the same rows give the same bytes, so writing them again changes nothing."""
        folder = self._packages_folder / name
        folder.mkdir(parents=True, exist_ok=True)
        lines = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows).encode()
        manifest = {
            "package": name,
            "unit": self._unit,
            "station": self._station,
            "schema": SCHEMA_VERSION,
            "seq_from": rows[0]["seq"],
            "seq_to": rows[-1]["seq"],
            "records": len(rows),
            "files": {"records.jsonl": hashlib.sha256(lines).hexdigest()},
        }
        _write_whole(folder / "records.jsonl", lines)
        _write_whole(folder / "manifest.json", json.dumps(manifest, sort_keys=True).encode())
        self._checkpoint("written")
        return folder

    def _send(self, shared: Store, folder: Path) -> LoadReport:
        begun = time.perf_counter()
        manifest, rows = read_package(folder)
        blobs = sum(self._blob(row["record"]) for row in rows if row["kind"] == "document")
        self._checkpoint("blobs")
        outcome = load_package(shared, manifest, rows, self._blob_folder, self._now())
        self._checkpoint("committed")
        self._acknowledge(manifest["package"], outcome.refused)
        self._checkpoint("acked")
        for path in sorted(folder.iterdir()):
            path.unlink()
        folder.rmdir()
        return LoadReport(
            inserted=outcome.inserted,
            updated=outcome.updated,
            unchanged=outcome.unchanged,
            packages=1,
            blobs=blobs,
            refused=outcome.refused,
            seconds=time.perf_counter() - begun,
        )

    def _blob(self, record: dict[str, Any]) -> int:
        """Copies a released file to its content address; 1 when it was not there yet."""
        sha256, relative = record["pdf_sha256"], record["pdf_path"]
        target = blob_path(self._blob_folder, sha256)
        if not sha256 or target.is_file():
            return 0
        source = self._released_folder / relative
        if not source.is_file():
            return 0  # the loader refuses the record with its reason
        data = source.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            return 0
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(target, data)
        return 1

    def _acknowledge(self, package: str, refused: Sequence[LoadRefusal]) -> None:
        reasons = {refusal.record: refusal for refusal in refused}
        with self._work.write() as session:
            rows = session.scalars(select(tables.Outbox).where(tables.Outbox.package == package))
            for row in list(rows):
                row.acked_at = self._now()
                refusal = reasons.get(row.key)
                if refusal is not None:
                    row.refusal_json = json.dumps([refusal.reason, *refusal.data], ensure_ascii=False)
                elif row.kind == "document":
                    session.execute(
                        update(tables.Document)
                        .where(tables.Document.id == row.key)
                        .values(state=DocumentState.SYNCED.value)
                    )

    def status(self) -> SyncStatus:
        """What waits and when it last succeeded."""
        table = tables.Outbox
        with self._work.read() as session:
            waiting = session.scalar(select(func.count()).select_from(table).where(table.acked_at.is_(None))) or 0
            sent = session.scalar(
                select(func.count()).select_from(table).where(table.acked_at.is_not(None), table.refusal_json.is_(None))
            )
            last = session.scalar(select(func.max(table.acked_at)))
            refused = [
                LoadRefusal(row.key, *_split(json.loads(row.refusal_json or "[]")))
                for row in session.scalars(select(table).where(table.refusal_json.is_not(None)))
            ]
            blobs = sum(
                1
                for row in session.scalars(select(table).where(table.acked_at.is_(None), table.kind == "document"))
                if not blob_path(self._blob_folder, json.loads(row.record_json)["pdf_sha256"]).is_file()
            )
        place = make_url(self._shared_url).render_as_string(hide_password=True)
        return SyncStatus(self._station, place, last, waiting, sent or 0, tuple(refused), blobs)


def _split(parts: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    return (parts[0] if parts else "", tuple(parts[1:]))


def blob_path(folder: Path, sha256: str) -> Path:
    """Where a file lies by its content."""
    return folder / sha256[:2] / sha256[2:4] / f"{sha256}.pdf"


def read_package(folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A sealed package's manifest and rows.

    Raises:
        PackageRefused: a byte differs from the manifest's hashes, or the schema is newer than ours.
    """
    name = folder.name
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
        data = (folder / "records.jsonl").read_bytes()
    except (OSError, ValueError) as error:
        raise PackageRefused(name, "unreadable") from error
    if manifest.get("schema", 0) > SCHEMA_VERSION:
        raise PackageRefused(name, "newer-schema")
    if hashlib.sha256(data).hexdigest() != manifest["files"]["records.jsonl"]:
        raise PackageRefused(name, "damaged")
    return manifest, [json.loads(line) for line in data.decode("utf-8").splitlines()]


def _write_whole(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StoreFull(str(path)) from error

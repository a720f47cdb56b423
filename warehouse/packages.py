"""Sealed packages: a manifest and its records, the same bytes whenever and however often they are written.

``NNNNNN-<id>/manifest.json`` names station, number, range of sequence, schema version, counts, the SHA-256 of
each file and the hash of the package before; ``records.jsonl`` has one record per line. The same folder goes
over the network or on a USB stick.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from warehouse.blobs import write_whole
from warehouse.errors import PackageRefused

MANIFEST = "manifest.json"
RECORDS = "records.jsonl"
SCHEMA = 2
"""Form of the records; a warehouse takes this one and the one before. Form 1 had each body as a string of JSON,
which had to be decoded twice; form 2 has it as it is, last on its line."""

OLDEST = 1


@dataclass(frozen=True, slots=True)
class Record:
    """One change on its way. ``body`` is parsed JSON, checked by the gates alone; ``row_hash`` is that of its text."""

    seq: int
    kind: str
    key: str
    row_hash: str
    body: dict[str, Any]  # Any: parsed JSON


@dataclass(frozen=True, slots=True)
class Package:
    """A sealed package on disk."""

    folder: Path
    id: str
    unit: str
    station: str
    number: int
    seq_from: int
    seq_to: int
    records: int
    previous: str
    hash: str
    schema: int = SCHEMA

    def read(self) -> Iterator[Record]:
        """The records in order, one at a time."""
        parts = _parts_1 if self.schema == OLDEST else _parts
        with (self.folder / RECORDS).open("rb") as file:
            for line in file:
                seq, kind, key, body = parts(line)
                yield Record(seq, kind, key, hashlib.sha256(body).hexdigest(), orjson.loads(_without_nul(body)))


def _without_nul(body: bytes) -> bytes:
    """Why: PostgreSQL's text holds no NUL, and one such sign would keep a station's whole package out for ever."""
    return body.replace(rb"\u0000", rb"\ufffd") if rb"\u0000" in body else body


def _parts(line: bytes) -> tuple[int, str, str, bytes]:
    """Number, kind, key and the body's own bytes, from which its hash is made."""
    head, _, body = line.partition(_BODY.encode())
    raw = orjson.loads(head + b"}")
    return raw["seq"], raw["kind"], raw["key"], body[: body.rindex(b"}")]


def _parts_1(line: bytes) -> tuple[int, str, str, bytes]:
    raw = json.loads(line)
    return raw["seq"], raw["kind"], raw["key"], raw["body"].encode()


_BODY = ', "body": '


@dataclass(frozen=True, slots=True)
class Sealing:
    """What goes into a package: who sends it, its place in the row, and ``(seq, kind, key, body)``."""

    unit: str
    station: str
    number: int
    previous: str
    rows: Sequence[tuple[int, str, str, str]]


def seal(sealing: Sealing, schema: int = SCHEMA) -> tuple[bytes, bytes]:
    """The bytes of manifest and records; equal for equal content and form."""
    records = "".join(_line(row, schema) for row in sealing.rows).encode()
    kinds = sorted({row[1] for row in sealing.rows})
    manifest = {
        "counts": {kind: sum(row[1] == kind for row in sealing.rows) for kind in kinds},
        "files": {RECORDS: hashlib.sha256(records).hexdigest()},
        "number": sealing.number,
        "previous": sealing.previous,
        "records": len(sealing.rows),
        "schema": schema,
        "seq": [sealing.rows[0][0], sealing.rows[-1][0]],
        "station": sealing.station,
        "unit": sealing.unit,
    }
    return json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1).encode(), records


def _line(row: tuple[int, str, str, str], schema: int) -> str:
    seq, kind, key, body = row
    head = {"seq": seq, "kind": kind, "key": key}
    if schema == OLDEST:
        return json.dumps(head | {"body": body}, ensure_ascii=False) + "\n"
    return json.dumps(head, ensure_ascii=False)[:-1] + _BODY + body + "}\n"


def hash_of(manifest: bytes) -> str:
    """The package's hash: that of its manifest, which holds those of its files and of the package before."""
    return hashlib.sha256(manifest).hexdigest()


def write(folder: Path, manifest: bytes, records: bytes) -> None:
    """Writes the package; the manifest last, so that a folder with a manifest is whole."""
    write_whole(folder / RECORDS, records)
    write_whole(folder / MANIFEST, manifest)


def read(folder: Path) -> Package:
    """The package of a folder, its hashes checked.

    Raises:
        PackageRefused: ``unreadable``, ``newer-schema``, ``older-schema`` or ``damaged``.
    """
    name = folder.name
    try:
        manifest = (folder / MANIFEST).read_bytes()
        raw: dict[str, Any] = json.loads(manifest)  # Any: parsed JSON
        if int(raw["schema"]) > SCHEMA:
            raise PackageRefused(name, "newer-schema")
        if int(raw["schema"]) < OLDEST:
            raise PackageRefused(name, "older-schema")
        if _file_hash(folder / RECORDS) != raw["files"][RECORDS]:
            raise PackageRefused(name, "damaged")
        digest = hash_of(manifest)
        seq_from, seq_to = raw["seq"]
        return Package(
            folder, digest[:32], raw["unit"], raw["station"], raw["number"], seq_from, seq_to, raw["records"],
            raw["previous"], digest, int(raw["schema"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PackageRefused(name, "unreadable") from error


def _file_hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()

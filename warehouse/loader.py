"""One package into the shared store in one transaction: ledger, gates, conditional upserts."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from warehouse.fold import fold, fold_number
from warehouse.models import star
from warehouse.records import LoadRefusal
from warehouse.session import Store


@dataclass(slots=True)
class Outcome:
    """What a package changed."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: tuple[LoadRefusal, ...] = ()

    def count(self, result: str) -> None:
        """Counts one record."""
        setattr(self, result, getattr(self, result) + 1)


def load_package(
    shared: Store, manifest: dict[str, Any], rows: Sequence[dict[str, Any]], blob_folder: Path, now: dt.datetime
) -> Outcome:
    """Loads a package once, however often it comes; records that fail a gate are refused one by one."""
    with shared.write() as session:
        key = (manifest["station"], manifest["package"], manifest["unit"])
        if session.get(star.LoadPackage, key) is not None:
            return Outcome(unchanged=len(rows), refused=_refused_before(session, rows, blob_folder))
        text = json.dumps(manifest, sort_keys=True)
        session.add(
            star.LoadPackage(
                station=manifest["station"],
                package=manifest["package"],
                unit=manifest["unit"],
                seq_from=manifest["seq_from"],
                seq_to=manifest["seq_to"],
                records=len(rows),
                manifest_sha256=hashlib.sha256(text.encode()).hexdigest(),
                loaded_at=now,
            )
        )
        outcome = Outcome()
        refused: list[LoadRefusal] = []
        for row in rows:
            refusal = gate(row, blob_folder)
            if refusal is not None:
                refused.append(refusal)
                continue
            outcome.count(_LOADERS[row["kind"]](session, row["record"], row["seq"]))
        outcome.refused = tuple(refused)
        return outcome


def _refused_before(session: Session, rows: Sequence[dict[str, Any]], blob_folder: Path) -> tuple[LoadRefusal, ...]:
    """The refusals of a package whose acknowledgement was lost: the same gates give the same answers."""
    _ = session
    found = (gate(row, blob_folder) for row in rows)
    return tuple(refusal for refusal in found if refusal is not None)


REQUIRED = ("type", "title", "summary", "code", "scope")
"""What TT 01/2023/TT-VPCP Điều 9 asks of every paper, beside the owner's number."""


def gate(row: dict[str, Any], blob_folder: Path) -> LoadRefusal | None:
    """Why a record may not be loaded, or None."""
    if row["kind"] not in _LOADERS:
        return LoadRefusal(row["key"], "kind-unknown", (str(row["kind"]),))
    if row["kind"] != "document":
        return None
    record = row["record"]
    for name in REQUIRED:
        if not record.get(name):
            return LoadRefusal(row["key"], "metadata-missing", (name,))
    if not any(owner.get("id") for owner in record.get("owners", [])):
        return LoadRefusal(row["key"], "metadata-missing", ("owner",))
    sha256 = record.get("pdf_sha256", "")
    if not sha256 or not (blob_folder / sha256[:2] / sha256[2:4] / f"{sha256}.pdf").is_file():
        return LoadRefusal(row["key"], "file-missing", (record.get("pdf_path", ""),))
    return None


def _row_hash(record: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _load_dossier(session: Session, record: dict[str, Any], seq: int) -> str:
    columns: dict[str, Any] = {
        "unit": record["unit"],
        "code": record["code"],
        "station": record["station"],
        "procedure": record["procedure"],
        "person_id": record["person_id"],
        "person_name": record["person_name"],
        "received_at": _moment(record["received_at"]),
        "due": _day(record.get("due")),
        "state": record["state"],
        "officer": record["officer"],
        "version": seq,
        "row_hash": _row_hash(record),
    }
    return _upsert(session, star.FactDossier, (record["unit"], record["code"]), columns)


def _upsert(session: Session, table: Any, key: tuple[str, ...], columns: dict[str, Any]) -> str:
    """Inserts, updates a row of an older version, or leaves it alone."""
    known = session.get(table, key)
    if known is None:
        session.add(table(**columns))
        session.flush()
        return "inserted"
    if known.row_hash == columns["row_hash"] or known.version >= columns["version"]:
        return "unchanged"
    for name, value in columns.items():
        setattr(known, name, value)
    session.flush()
    return "updated"


def _load_document(session: Session, record: dict[str, Any], seq: int) -> str:
    unit, key = record["unit"], record["id"]
    owners = record["owners"]
    words = [record[name] for name in ("title", "number", "agency", "summary", "code", "dossier_code", "parcel")]
    words += [f"{owner['id']} {owner['name']}" for owner in owners]
    words += [field["value"] or "" for field in record["fields"]]
    words += [line[1] for line in record.get("lines", [])]
    columns: dict[str, Any] = {name: record[name] for name in _PLAIN}
    columns |= {
        "unit": unit,
        "id": key,
        "station": record["station"],
        "number_folded": fold_number(record["number"]),
        "issued": _day(record["issued"]),
        "valid_from": _day(record["valid_from"]),
        "valid_until": _day(record["valid_until"]),
        "blob_sha256": record["pdf_sha256"],
        "blob_size": record["pdf_size"],
        "released_at": _moment(record["released_at"]),
        "version": seq,
        "row_hash": _row_hash(record),
        "folded": " " + fold(" ".join(words)) + " ",
        "extra_json": json.dumps({"reasons": record.get("reasons", [])}, ensure_ascii=False),
    }
    result = _upsert(session, star.FactDocument, (unit, key), columns)
    if result != "unchanged":
        _replace_parts(session, record)
        _load_dossier(session, record["dossier"], 0)
    return result


_PLAIN = (
    "dossier_code type title number agency summary scope parcel code signature approval approved_by".split()
)


def _replace_parts(session: Session, record: dict[str, Any]) -> None:
    unit, key = record["unit"], record["id"]
    for table in (star.DocumentOwner, star.FactField, star.TextLine):
        session.execute(delete(table).where(table.unit == unit, table.document_id == key))
    owners = [
        {
            "unit": unit,
            "document_id": key,
            "ordinal": ordinal,
            "person_id": owner["id"],
            "name": owner["name"],
            "name_folded": fold(owner["name"]),
            "role": owner["role"],
        }
        for ordinal, owner in enumerate(record["owners"])
    ]
    fields = [
        {
            "unit": unit,
            "document_id": key,
            "name": field["name"],
            "value": field["value"],
            "state": field["state"],
            "source": field["source"],
            "confidence": field["confidence"],
            "by": field["by"],
        }
        for field in record["fields"]
    ]
    lines = [
        {
            "unit": unit,
            "document_id": key,
            "page": line[0],
            "line": number,
            "text": line[1],
            "folded": " " + fold(line[1]) + " ",
            "box_json": json.dumps(line[2]) if line[2] else None,
        }
        for number, line in enumerate(record.get("lines", []))
    ]
    for table, parts in ((star.DocumentOwner, owners), (star.FactField, fields), (star.TextLine, lines)):
        if parts:
            session.execute(table.__table__.insert(), parts)  # type: ignore[attr-defined]


def _load_reuse(session: Session, record: dict[str, Any], _seq: int) -> str:
    key = (record["unit"], record["dossier_code"], record["component_code"])
    known = session.get(star.FactReuse, key)
    values = {name: record[name] for name in ("answer", "document_id", "reason", "by")}
    values["at"] = _moment(record["at"])
    if known is None:
        session.add(
            star.FactReuse(unit=key[0], dossier_code=key[1], component_code=key[2], **values)
        )
        session.flush()
        return "inserted"
    if all(getattr(known, name) == value for name, value in values.items()):
        return "unchanged"
    for name, value in values.items():
        setattr(known, name, value)
    return "updated"


_LOADERS = {"dossier": _load_dossier, "document": _load_document, "reuse": _load_reuse}


def loaded_packages(shared: Store) -> int:
    """How many packages the ledger holds."""
    with shared.read() as session:
        return len(session.scalars(select(star.LoadPackage)).all())

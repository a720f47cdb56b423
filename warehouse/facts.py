"""A record of a package as rows of the fact tables: columns in one place, values beside them."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from warehouse import rows
from warehouse.deadlines import HANOI
from warehouse.dimensions import Dimensions
from warehouse.fold import fold, fold_number, fold_parcel

# Any below: parsed JSON that has passed the gates.
Body = Mapping[str, Any]
Cells = tuple[Any, ...]

DOSSIER = [
    "unit",
    "code",
    "station",
    "procedure",
    "person_id",
    "person_name",
    "officer",
    "unit_sk",
    "procedure_sk",
    "person_sk",
    "officer_sk",
    "received_at",
    "received_on",
    "due",
    "due_766",
    "state",
    "is_demo",
    "version",
    "row_hash",
    "is_deleted",
    "extra",
    "settled_on",
    "returned_on",
]
ENDS = ("settled_on", "returned_on")
"""Last in ``DOSSIER``: a store of the revision before lacks them."""

DOCUMENT = [
    "unit",
    "id",
    "station",
    "dossier_code",
    "ordinal",
    "type",
    "type_sk",
    "agency_sk",
    "unit_sk",
    "confidence",
    "title",
    "number",
    "number_norm",
    "issued",
    "agency",
    "summary",
    "valid_from",
    "valid_until",
    "scope",
    "parcel",
    "parcel_norm",
    "code",
    "pdf_sha256",
    "pdf_size",
    "signature",
    "approval",
    "approved_by",
    "released_at",
    "paper_version",
    "version",
    "row_hash",
    "is_deleted",
    "is_demo",
    "extra",
]
OWNER = [
    "unit",
    "document_id",
    "owner_id",
    "role",
    "name",
    "name_folded",
    "person_sk",
]
FIELD = [
    "unit",
    "document_id",
    "name",
    "value",
    "raw",
    "confidence",
    "page_id",
    "box",
    "state",
    "source",
    "engine",
    "by",
    "at",
    "others",
]
PAGE = [
    "unit",
    "document_id",
    "number",
    "page_id",
    "lines",
]
TEXT = ["id", "unit", "document_id", "folded", "tsv"]
REUSE = [
    "unit",
    "dossier_code",
    "component_code",
    "station",
    "answer",
    "document_id",
    "reason",
    "by",
    "at",
    "version",
    "row_hash",
]

_KNOWN_DOSSIER = frozenset(
    [
        "code",
        "unit",
        "station",
        "procedure",
        "person_id",
        "person_name",
        "received_at",
        "settled_on",
        "returned_on",
        "due",
        "due_766",
        "state",
        "officer",
        "is_demo",
    ]
)
_KNOWN_DOCUMENT = frozenset(
    [
        "id",
        "ordinal",
        "type",
        "confidence",
        "title",
        "number",
        "issued",
        "agency",
        "summary",
        "owners",
        "valid_from",
        "valid_until",
        "scope",
        "parcel",
        "code",
        "pdf_sha256",
        "pdf_size",
        "signature",
        "approval",
        "approved_by",
        "released_at",
        "version",
    ]
)


def want_members(body: Body, dims: Dimensions) -> None:
    """Notes every member of a dimension that the record names."""
    dossier = body["dossier"]
    day = received_on(dossier)
    dims.want("unit", dossier["unit"], "", day)
    dims.want("procedure", dossier["procedure"], "", day)
    dims.want("officer", dossier["officer"], "", day)
    dims.want("person", dossier["person_id"], dossier["person_name"], day)
    if "document" in body:
        document = body["document"]
        dims.want("document_type", document["type"], "", day)
        dims.want("agency", fold(document["agency"]), document["agency"], day)
        since = rows.day(document["issued"]) or day
        for owner_id, name, _role in document["owners"]:
            dims.want("person", owner_id, name, since)


def received_on(dossier: Body) -> dt.date:
    """The local day of reception."""
    return dt.datetime.fromisoformat(dossier["received_at"]).astimezone(HANOI).date()


def row_hash(body: Body) -> str:
    """SHA-256 of a record's canonical form."""
    return hashlib.sha256(rows.canonical_json(body).encode()).hexdigest()


def dossier_cells(body: Body, dims: Dimensions, version: int, digest: str) -> Cells:
    """The row of a dossier."""
    raw = body["dossier"]
    return (
        raw["unit"], raw["code"], raw["station"], raw["procedure"], raw["person_id"], raw["person_name"],
        raw["officer"], dims.sk("unit", raw["unit"]), dims.sk("procedure", raw["procedure"]),
        dims.sk("person", raw["person_id"]), dims.sk("officer", raw["officer"]),
        rows.moment(raw["received_at"]), received_on(raw), rows.day(raw["due"]), rows.day(raw["due_766"]),
        raw["state"], raw["is_demo"], version, digest, False, _extra(raw, _KNOWN_DOSSIER),
        rows.day(raw.get("settled_on")), rows.day(raw.get("returned_on")),
    )  # fmt: skip


def document_cells(body: Body, dims: Dimensions, version: int, digest: str) -> Cells:
    """The row of a document."""
    raw, dossier = body["document"], body["dossier"]
    return (
        dossier["unit"], raw["id"], dossier["station"], dossier["code"], raw["ordinal"], raw["type"],
        dims.sk("document_type", raw["type"]), dims.sk("agency", fold(raw["agency"])),
        dims.sk("unit", dossier["unit"]), raw["confidence"], raw["title"], raw["number"],
        fold_number(raw["number"]), rows.day(raw["issued"]), raw["agency"], raw["summary"],
        rows.day(raw["valid_from"]), rows.day(raw["valid_until"]), raw["scope"], raw["parcel"],
        fold_parcel(raw["parcel"]), raw["code"], raw["pdf_sha256"], raw["pdf_size"], raw["signature"],
        raw["approval"], raw["approved_by"], rows.moment(raw["released_at"]), raw["version"], version, digest,
        False, dossier["is_demo"], _extra(raw, _KNOWN_DOCUMENT),
    )  # fmt: skip


def owner_cells(body: Body, dims: Dimensions) -> list[Cells]:
    """The rows of a document's owners; one who stands there twice in one role counts once."""
    unit, document_id = body["dossier"]["unit"], body["document"]["id"]
    unique = {(owner_id, role): name for owner_id, name, role in body["document"]["owners"] if owner_id}
    return [
        (unit, document_id, owner_id, role, name, fold(name), dims.sk("person", owner_id))
        for (owner_id, role), name in unique.items()
    ]


def field_cells(body: Body) -> list[Cells]:
    """The rows of a document's values."""
    unit, document_id = body["dossier"]["unit"], body["document"]["id"]
    return [
        (unit, document_id, *raw[:5], _box(raw[5]), *raw[6:10], rows.moment(raw[10]), _list(raw[11]))
        for raw in {item[0]: item for item in body["fields"]}.values()
    ]


def _box(raw: Sequence[int] | None) -> str | None:
    return f"[{raw[0]}, {raw[1]}, {raw[2]}, {raw[3]}]" if raw else None


def _list(raw: Sequence[str]) -> str:
    return json.dumps(raw, ensure_ascii=False) if raw else "[]"


def page_cells(body: Body) -> list[Cells]:
    """The rows of a document's pages with their lines."""
    unit, document_id = body["dossier"]["unit"], body["document"]["id"]
    return [
        (unit, document_id, number, page["id"], orjson.dumps(page["lines"]).decode())
        for number, page in enumerate(body["pages"], 1)
    ]


def text_cells(body: Body, *, with_tsv: bool) -> Cells:
    """The row of a document's search text; ``with_tsv`` adds the words as PostgreSQL's text search reads them."""
    unit, document_id = body["dossier"]["unit"], body["document"]["id"]
    folded = folded_text(body)
    # Why here: folded words are letters and digits alone, so the database's own parser has nothing to add.
    tsv = " ".join(sorted(set(folded.split()))) if with_tsv else None
    return (text_id(unit, document_id), unit, document_id, folded, tsv)


def text_id(unit: str, document_id: str) -> int:
    """The number under which the full-text index knows a document."""
    return int.from_bytes(hashlib.sha256(f"{unit}\n{document_id}".encode()).digest()[:8], "big") >> 1


def folded_text(body: Body) -> str:
    """Everything by which a paper is found: description, owners, numbers and their ends, values, its text."""
    raw, dossier = body["document"], body["dossier"]
    parts = [raw["title"], raw["number"], raw["agency"], raw["summary"], raw["parcel"], raw["code"]]
    parts += [dossier["code"], dossier["person_name"]]
    for owner_id, name, _role in raw["owners"]:
        parts += [owner_id, owner_id[-4:], name]
    parts += [field[1] or "" for field in body["fields"]]
    parts += [line[0] for page in body["pages"] for line in page["lines"]]
    return fold("\n".join(parts))


def reuse_cells(body: Body, version: int, digest: str) -> Cells:
    """The row of a reuse decision."""
    raw, dossier = body["reuse"], body["dossier"]
    return (
        dossier["unit"], raw["dossier_code"], raw["component_code"], dossier["station"], raw["answer"],
        raw["document_id"], raw["reason"], raw["by"], rows.moment(raw["at"]), version, digest,
    )  # fmt: skip


def _extra(raw: Body, known: frozenset[str]) -> str:
    """Keys that this version does not know, kept for the one that will."""
    return rows.canonical_json({key: value for key, value in raw.items() if key not in known})

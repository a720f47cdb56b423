"""A record of a package as rows of the fact tables: columns in one place, values beside them."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import orjson

from warehouse import bulk, rows
from warehouse.deadlines import HANOI
from warehouse.dimensions import Dimensions
from warehouse.fold import fold, fold_number, fold_parcel, fold_words

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
    "supplements",
]
LATEST = 1
"""So many columns, last in ``DOSSIER``, are not in a store of the revision before."""

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
        "unit_name",
        "supplements",
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


_IDENTITY = {"can_cuoc": ("ngay_sinh", "gioi_tinh", "noi_thuong_tru")}
"""Papers that say who a person is, and the values that then hold for the person."""


def want_members(body: Body, dims: Dimensions) -> None:
    """Notes every member of a dimension that the record names, and what it says of each."""
    dossier = body["dossier"]
    day = received_on(dossier)
    dims.want("unit", dossier["unit"], day, dossier.get("unit_name", ""))
    dims.want("procedure", dossier["procedure"], day)
    dims.want("officer", dossier["officer"], day, dossier["officer"], {"unit": dossier["unit"]})
    dims.want("person", dossier["person_id"], day, dossier["person_name"])
    if "document" in body:
        document = body["document"]
        dims.want("document_type", document["type"], day, document["title"])
        dims.want("agency", fold(document["agency"]), day, document["agency"])
        since = rows.day(document["issued"]) or day
        names = _IDENTITY.get(document["type"], ())
        said = {field[0]: field[1] for field in body["fields"] if field[0] in names and field[1]} if names else {}
        for place, (owner_id, name, _role) in enumerate(document["owners"]):
            dims.want("person", owner_id, since, name, said if place == 0 else None)


def received_on(dossier: Body) -> dt.date:
    """The local day of reception."""
    return _local_day(dossier["received_at"])


@lru_cache(maxsize=4096)
def _local_day(moment: str) -> dt.date:
    return dt.datetime.fromisoformat(moment).astimezone(HANOI).date()


def dossier_cells(body: Body, dims: Dimensions, version: int, digest: str) -> Cells:
    """The row of a dossier."""
    raw = body["dossier"]
    day = received_on(raw)
    return (
        raw["unit"], raw["code"], raw["station"], raw["procedure"], raw["person_id"], raw["person_name"],
        raw["officer"], dims.sk("unit", raw["unit"], day), dims.sk("procedure", raw["procedure"], day),
        dims.sk("person", raw["person_id"], day), dims.sk("officer", raw["officer"], day),
        rows.moment(raw["received_at"]), day, rows.day(raw["due"]), rows.day(raw["due_766"]),
        raw["state"], raw["is_demo"], version, digest, False, _extra(raw, _KNOWN_DOSSIER),
        rows.day(raw.get("settled_on")), rows.day(raw.get("returned_on")),
        raw.get("supplements", 0),
    )  # fmt: skip


def document_cells(body: Body, dims: Dimensions, version: int, digest: str) -> Cells:
    """The row of a document."""
    raw, dossier = body["document"], body["dossier"]
    day = received_on(dossier)
    return (
        dossier["unit"], raw["id"], dossier["station"], dossier["code"], raw["ordinal"], raw["type"],
        dims.sk("document_type", raw["type"], day), dims.sk("agency", fold(raw["agency"]), day),
        dims.sk("unit", dossier["unit"], day), raw["confidence"], raw["title"], raw["number"],
        fold_number(raw["number"]), rows.day(raw["issued"]), raw["agency"], raw["summary"],
        rows.day(raw["valid_from"]), rows.day(raw["valid_until"]), raw["scope"], raw["parcel"],
        fold_parcel(raw["parcel"]), raw["code"], raw["pdf_sha256"], raw["pdf_size"], raw["signature"],
        raw["approval"], raw["approved_by"], rows.moment(raw["released_at"]), raw["version"], version, digest,
        False, dossier["is_demo"], _extra(raw, _KNOWN_DOCUMENT),
    )  # fmt: skip


def owner_cells(body: Body, dims: Dimensions) -> list[Cells]:
    """The rows of a document's owners; one who stands there twice in one role counts once."""
    unit, document_id = body["dossier"]["unit"], body["document"]["id"]
    since = rows.day(body["document"]["issued"]) or received_on(body["dossier"])
    unique = {(owner_id, role): name for owner_id, name, role in body["document"]["owners"] if owner_id}
    return [
        (unit, document_id, owner_id, role, name, fold(name), dims.sk("person", owner_id, since))
        for (owner_id, role), name in unique.items()
    ]


def field_cells(body: Body) -> list[Cells]:
    """The rows of a document's values."""
    unit, document_id = body["dossier"]["unit"], body["document"]["id"]
    return [
        (unit, document_id, *raw[:5], _box(raw[5]), *raw[6:10], rows.moment(raw[10]), _list(raw[11]))
        for raw in {item[0]: item for item in body["fields"]}.values()
    ]


def field_lines(body: Body) -> tuple[list[str], int]:
    """:func:`field_cells` as lines of COPY, and how many of their cells are null.

    Why a way of its own: values are most rows of a load, and nearly every cell of theirs is a string already; going
    through typed cells takes four times as long.
    """
    head = f"{body['dossier']['unit']}{bulk.CELL}{body['document']['id']}{bulk.CELL}"
    lines, nulls = [], 0
    for raw in {item[0]: item for item in body["fields"]}.values():
        name, value, said, confidence, page, box, state, source, engine, by, at, others = raw[:12]
        cells: Cells = (
            name, value, said, repr(float(confidence)), page, _box(box), state, source, engine, by,
            rows.moment_text(at), _list(others),
        )  # fmt: skip
        if value is None or page is None or not box or by is None or not at:
            nulls += cells.count(None)
            lines.append(head + bulk.CELL.join([bulk.NULL if cell is None else cell for cell in cells]))
        else:
            lines.append(head + bulk.CELL.join(cells))
    return lines, nulls


def _box(raw: list[int] | None) -> str | None:
    return f"[{raw[0]}, {raw[1]}, {raw[2]}, {raw[3]}]" if raw else None


def _list(raw: list[str]) -> str:
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
    words = fold_words(searched(body))
    # Why here: folded words are letters and digits alone, so the database's own parser has nothing to add.
    tsv = " ".join(set(words)) if with_tsv else None
    return (text_id(unit, document_id), unit, document_id, " ".join(words), tsv)


def words_of(texts: Iterable[str]) -> set[str]:
    """The words of letters alone in folded texts: what a slip of the finger may have meant."""
    every: set[str] = set()
    for folded in texts:
        every.update(folded.split())
    return {word for word in every if word.isalpha() and 1 < len(word) <= LONGEST_WORD}


LONGEST_WORD = 24
"""Letters; a syllable has seven at most, what is longer was run together or is no Vietnamese."""


def text_id(unit: str, document_id: str) -> int:
    """The number under which the full-text index knows a document."""
    return int.from_bytes(hashlib.sha256(f"{unit}\n{document_id}".encode()).digest()[:8], "big") >> 1


def searched(body: Body) -> str:
    """Everything by which a paper is found: description, owners, numbers and their ends, values, its text."""
    raw, dossier = body["document"], body["dossier"]
    parts = [raw["title"], raw["number"], raw["agency"], raw["summary"], raw["parcel"], raw["code"]]
    parts += [dossier["code"], dossier["person_name"]]
    for owner_id, name, _role in raw["owners"]:
        parts += [owner_id, owner_id[-4:], name]
    parts += [field[1] or "" for field in body["fields"]]
    parts += [line[0] for page in body["pages"] for line in page["lines"]]
    return "\n".join(parts)


def reuse_cells(body: Body, version: int, digest: str) -> Cells:
    """The row of a reuse decision."""
    raw, dossier = body["reuse"], body["dossier"]
    return (
        dossier["unit"], raw["dossier_code"], raw["component_code"], dossier["station"], raw["answer"],
        raw["document_id"], raw["reason"], raw["by"], rows.moment(raw["at"]), version, digest,
    )  # fmt: skip


def _extra(raw: Body, known: frozenset[str]) -> str:
    """Keys that this version does not know, kept for the one that will."""
    if raw.keys() <= known:
        return "{}"
    return rows.canonical_json({key: value for key, value in raw.items() if key not in known})

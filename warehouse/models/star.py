"""Tables of the shared store: facts keyed by unit, the ledger of loads, the text that search reads."""

import datetime as dt

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from warehouse.models.base import UtcTime, new_metadata


class SharedBase(DeclarativeBase):
    """Root of the shared store's tables. The unit stands in every key, so that they can be partitioned by it."""

    metadata = new_metadata()
    type_annotation_map = {dt.datetime: UtcTime}  # noqa: RUF012 - SQLAlchemy's own form


class LoadPackage(SharedBase):
    """The ledger: one row per package, written in the transaction that loads it."""

    __tablename__ = "load_package"
    station: Mapped[str] = mapped_column(String(35), primary_key=True)
    package: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit: Mapped[str] = mapped_column(String(35), primary_key=True)
    seq_from: Mapped[int]
    seq_to: Mapped[int]
    records: Mapped[int]
    manifest_sha256: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[dt.datetime]


class FactDossier(SharedBase):
    """One dossier as its station last told it."""

    __tablename__ = "fact_dossier"
    unit: Mapped[str] = mapped_column(String(35), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    station: Mapped[str] = mapped_column(String(35))
    procedure: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[str] = mapped_column(String(20), index=True)
    person_name: Mapped[str] = mapped_column(String(200))
    received_at: Mapped[dt.datetime]
    due: Mapped[dt.date | None]
    state: Mapped[str] = mapped_column(String(20))
    officer: Mapped[str] = mapped_column(String(100))
    version: Mapped[int]
    row_hash: Mapped[str] = mapped_column(String(64))


class FactDocument(SharedBase):
    """One released paper with the description of TT 01/2023 Điều 9; ``folded`` is what search compares."""

    __tablename__ = "fact_document"
    unit: Mapped[str] = mapped_column(String(35), primary_key=True)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dossier_code: Mapped[str] = mapped_column(String(60), index=True)
    station: Mapped[str] = mapped_column(String(35))
    type: Mapped[str] = mapped_column(String(60), index=True)
    title: Mapped[str] = mapped_column(Text)
    number: Mapped[str] = mapped_column(String(120))
    number_folded: Mapped[str] = mapped_column(String(120), index=True)
    issued: Mapped[dt.date | None] = mapped_column(index=True)
    agency: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]
    scope: Mapped[str] = mapped_column(String(200))
    parcel: Mapped[str] = mapped_column(String(60), index=True)
    code: Mapped[str] = mapped_column(String(200), index=True)
    blob_sha256: Mapped[str] = mapped_column(String(64))
    blob_size: Mapped[int]
    signature: Mapped[str] = mapped_column(String(20))
    approval: Mapped[str] = mapped_column(String(20))
    approved_by: Mapped[str] = mapped_column(String(100))
    released_at: Mapped[dt.datetime | None]
    version: Mapped[int]
    row_hash: Mapped[str] = mapped_column(String(64))
    folded: Mapped[str] = mapped_column(Text)
    extra_json: Mapped[str] = mapped_column(Text)


class DocumentOwner(SharedBase):
    """Who a paper belongs to."""

    __tablename__ = "document_owner"
    unit: Mapped[str] = mapped_column(String(35), primary_key=True)
    document_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(String(20), index=True)
    name: Mapped[str] = mapped_column(String(200))
    name_folded: Mapped[str] = mapped_column(String(200), index=True)
    role: Mapped[str] = mapped_column(String(40))


class FactField(SharedBase):
    """One value of a released paper."""

    __tablename__ = "fact_field"
    unit: Mapped[str] = mapped_column(String(35), primary_key=True)
    document_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(20))
    confidence: Mapped[float]
    by: Mapped[str | None] = mapped_column(String(100))


class TextLine(SharedBase):
    """One printed line of a released paper with its place, so that a hit can be shown."""

    __tablename__ = "text_line"
    unit: Mapped[str] = mapped_column(String(35), primary_key=True)
    document_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    box_json: Mapped[str | None] = mapped_column(String(60))


class FactReuse(SharedBase):
    """An officer's decision to use a stored paper: the numerator of the reuse rate."""

    __tablename__ = "fact_reuse"
    unit: Mapped[str] = mapped_column(String(35), primary_key=True)
    dossier_code: Mapped[str] = mapped_column(String(60), primary_key=True)
    component_code: Mapped[str] = mapped_column(String(60), primary_key=True)
    answer: Mapped[str] = mapped_column(String(30))
    document_id: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(60))
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[dt.datetime]
    __table_args__ = (Index("ix_fact_reuse_at", "unit", "at"),)

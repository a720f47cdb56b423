"""Tables of the workstation's store."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from warehouse.models.base import UtcTime, new_metadata


class WorkBase(DeclarativeBase):
    """Root of the work store's tables."""

    metadata = new_metadata()
    type_annotation_map = {dt.datetime: UtcTime}  # noqa: RUF012 - SQLAlchemy's own form


class Dossier(WorkBase):
    """One dossier."""

    __tablename__ = "dossier"
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    unit: Mapped[str] = mapped_column(String(35))
    station: Mapped[str] = mapped_column(String(35))
    procedure: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[str] = mapped_column(String(20), index=True)
    person_name: Mapped[str] = mapped_column(String(200))
    received_at: Mapped[dt.datetime] = mapped_column(index=True)
    due: Mapped[dt.date | None]
    due_766: Mapped[dt.date | None]
    state: Mapped[str] = mapped_column(String(20))
    officer: Mapped[str] = mapped_column(String(100))
    is_demo: Mapped[bool]


class DossierComponent(WorkBase):
    """A required component of a dossier with its answer."""

    __tablename__ = "dossier_component"
    dossier_code: Mapped[str] = mapped_column(ForeignKey("dossier.code"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    component_json: Mapped[str] = mapped_column(Text)
    component_code: Mapped[str] = mapped_column(String(60))
    answer: Mapped[str] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(String(60))
    reason_data_json: Mapped[str] = mapped_column(Text)
    document_id: Mapped[str | None] = mapped_column(String(32))
    paper_json: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(300))


class Page(WorkBase):
    """One page."""

    __tablename__ = "page"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dossier_code: Mapped[str] = mapped_column(ForeignKey("dossier.code"), index=True)
    ordinal: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    path: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(60))
    size_bytes: Mapped[int]
    dpi: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(20))
    blank: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    reading_json: Mapped[str | None] = mapped_column(Text)
    source_name: Mapped[str] = mapped_column(String(300))


class Document(WorkBase):
    """One paper; ``body_json`` holds the description made at release."""

    __tablename__ = "document"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dossier_code: Mapped[str] = mapped_column(ForeignKey("dossier.code"), index=True)
    ordinal: Mapped[int]
    type: Mapped[str] = mapped_column(String(60))
    confidence: Mapped[float]
    page_ids_json: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    body_json: Mapped[str] = mapped_column(Text)


class Field(WorkBase):
    """One value with its provenance."""

    __tablename__ = "field"
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    ordinal: Mapped[int]
    value: Mapped[str | None] = mapped_column(Text)
    raw: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float]
    page_id: Mapped[str | None] = mapped_column(String(32))
    box_json: Mapped[str | None] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(20))
    engine: Mapped[str] = mapped_column(String(60))
    lists_json: Mapped[str] = mapped_column(Text)
    by: Mapped[str | None] = mapped_column(String(100))
    at: Mapped[dt.datetime | None]


class Event(WorkBase):
    """The log: appended only, each entry chained to the one before it by its hash."""

    __tablename__ = "event"
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(60), index=True)
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[dt.datetime]
    detail_json: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
    __table_args__ = ({"sqlite_autoincrement": True},)


class Outbox(WorkBase):
    """What the shared store must learn, written in the transaction of the change itself."""

    __tablename__ = "outbox"
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(60))
    record_json: Mapped[str] = mapped_column(Text)
    package: Mapped[str | None] = mapped_column(String(32))
    refusal_json: Mapped[str | None] = mapped_column(Text)
    acked_at: Mapped[dt.datetime | None]
    __table_args__ = (Index("ix_outbox_open", "acked_at"), {"sqlite_autoincrement": True})


class Counter(WorkBase):
    """Numbers that are never given twice: the station's own dossier codes."""

    __tablename__ = "counter"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[int]

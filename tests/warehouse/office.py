"""A small invented office for the tests of the stores: dossiers, pages and papers of people who do not exist."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from warehouse import loader
from warehouse.packages import Package
from warehouse.records import (
    DocumentRow,
    DocumentState,
    DossierRow,
    FieldRow,
    FieldState,
    Owner,
    PageRow,
    PageState,
    WorkEvent,
)
from warehouse.session import Store, open_store
from warehouse.shared import SharedWarehouse
from warehouse.sync import Syncer
from warehouse.workbench import Workbench


def load_one(store: Store, package: Package, blob_folder: Path) -> loader.Outcome:
    """Loads a package by itself."""
    (outcome,) = (loader.load(store, ready, blob_folder) for ready in loader.ahead(store, [package]))
    return outcome


UNIT, STATION = "H49.16", "TRAM01"
NOW = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)
PERSON = "022190001234"
NAME = "Nguyễn Thị Đào Mẫu"


def event(kind: str = "test", subject: str = "x", **detail: str) -> WorkEvent:
    return WorkEvent(kind, subject, "can-bo", NOW, tuple(detail.items()) or (("a", "1"),))


def dossier(code: str = "H49.16-261123-0001", **changes: Any) -> DossierRow:
    row = DossierRow(code, UNIT, STATION, "1.013831", PERSON, NAME, NOW, dt.date(2026, 12, 4), officer="can-bo")
    return replace(row, **changes)


def page(page_id: str, dossier_code: str, text: str = "") -> PageRow:
    return PageRow(page_id, dossier_code, 0, "0" * 64, f"{page_id}.png", "image/png", 10, 300, text=text)


def reading(*lines: str) -> str:
    boxes = [{"text": line, "box": [10, 20 * n, 300, 18]} for n, line in enumerate(lines, 1)]
    return json.dumps({"lines": boxes})


def value(document_id: str, name: str, text: str, **changes: Any) -> FieldRow:
    row = FieldRow(document_id, name, text, text, 0.9, None, (1, 2, 3, 4), FieldState.AUTO, "print", "tesseract 5 vie")
    return replace(row, **changes)


def paper(document_id: str, dossier_code: str, *page_ids: str, **changes: Any) -> DocumentRow:
    row = DocumentRow(
        id=document_id,
        dossier_code=dossier_code,
        ordinal=1,
        type="giay_chung_nhan_qsdd",
        confidence=0.97,
        page_ids=page_ids,
        fields=(value(document_id, "ho_ten", NAME), value(document_id, "thua_dat_so", "12")),
    )
    return replace(row, **changes)


def described(row: DocumentRow, released: Path, *, content: bytes = b"", **changes: Any) -> DocumentRow:
    content = content or f"%PDF-1.7 {row.id}".encode()
    relative = f"{row.id}.pdf"
    released.mkdir(parents=True, exist_ok=True)
    (released / relative).write_bytes(content)
    full = replace(
        row,
        title="Giấy chứng nhận quyền sử dụng đất",
        number=f"CS {row.id[-4:]}/QĐ-UBND",
        issued=dt.date(2020, 5, 4),
        agency="Ủy ban nhân dân thành phố Mẫu",
        summary="Quyền sử dụng đất",
        owners=(Owner(PERSON, NAME, "chu_su_dung"),),
        valid_from=dt.date(2020, 5, 4),
        scope="Toàn quốc",
        parcel="07/12",
        code=f"{PERSON}.gcn.{row.id}",
        pdf_path=relative,
        pdf_sha256=hashlib.sha256(content).hexdigest(),
        pdf_size=len(content),
        state=DocumentState.RELEASED,
        released_at=NOW,
    )
    return replace(full, **changes)


@dataclass
class Office:
    """A station with its stores in one folder."""

    home: Path
    shared_url: str = ""
    station: str = STATION
    per_package: int = 1000
    key_hex: str = ""

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.shared_url = self.shared_url or f"sqlite:///{(self.home / 'shared.sqlite').as_posix()}"
        self.store: Store = open_store(f"sqlite:///{(self.home / 'work.sqlite').as_posix()}", "work")
        self.work = Workbench(self.store, unit=UNIT, station=self.station)
        self.blobs, self.released = self.home.parent / "blobs", self.home / "released"
        self.opened: Store | None = None

    def syncer(
        self, checkpoint: Callable[[str], None] = lambda _name: None, pace: Callable[[int], None] | None = None
    ) -> Syncer:
        return Syncer(
            self.store,
            self.shared_url,
            self.blobs,
            self.released,
            self.home / "packages",
            unit=UNIT,
            station=self.station,
            now=lambda: NOW,
            per_package=self.per_package,
            checkpoint=checkpoint,
            key=self.key_hex,
            pace=pace,
        )

    def key(self, number: int) -> str:
        return f"{self.station.lower()}{number:026d}"

    def release(self, number: int, /, *lines: str, **changes: Any) -> DocumentRow:
        """Opens a dossier with one page and one paper and releases it."""
        code, key = f"H49.16-261123-{number:04d}", self.key(number)
        self.work.add_dossier(dossier(code, station=self.station), (), event("opened", code))
        self.work.add_page(page(f"p{key}", code), event("page", code))
        text = lines or (f"Dòng chữ số {number}", f"Ông: {NAME}")
        self.work.save_reading(
            f"p{key}", PageState.READ, blank=False, text="\n".join(text), reading_json=reading(*text)
        )
        saved = self.work.save_documents(code, [paper(key, code, f"p{key}")], event("read", code))
        full = described(saved[0], self.released, **changes)
        self.work.release([full], event("released", code))
        return full

    def release_card(self, number: int, **values: str) -> DocumentRow:
        """Opens a dossier with one identity card that says these values, and releases it."""
        code, key = f"H49.16-261123-{number:04d}", self.key(number)
        self.work.add_dossier(dossier(code, station=self.station), (), event("opened", code))
        self.work.add_page(page(f"p{key}", code), event("page", code))
        fields = tuple(value(key, name, text) for name, text in values.items())
        card = paper(key, code, f"p{key}", type="can_cuoc", fields=fields)
        saved = self.work.save_documents(code, [card], event("read", code))
        full = described(saved[0], self.released, title="Căn cước", parcel="")
        self.work.release([full], event("released", code))
        return full

    def release_result(self, number: int) -> None:
        """Releases a dossier with an application and the certificate that came of it."""
        code, keys = f"H49.16-261123-{number:04d}", (self.key(2 * number), self.key(2 * number + 1))
        self.work.add_dossier(dossier(code, station=self.station), (), event("opened", code))
        papers = [
            paper(keys[0], code, f"p{keys[0]}", type="don_dang_ky_bien_dong"),
            paper(keys[1], code, f"p{keys[1]}"),
        ]
        for row in papers:
            self.work.add_page(page(row.page_ids[0], code), event("page", code))
        saved = self.work.save_documents(code, papers, event("read", code))
        issued = NOW.date() + dt.timedelta(days=3)
        full = [described(saved[0], self.released), described(saved[1], self.released, issued=issued)]
        self.work.release(full, event("released", code))

    def release_again(self, row: DocumentRow) -> None:
        """Releases a paper that came back, as the clerk would."""
        self.work.release([described(row, self.released)], event("released", row.dossier_code))

    def shared_store(self) -> Store:
        if self.opened is None:
            self.opened = open_store(self.shared_url, "shared")
        return self.opened

    def shared(self) -> SharedWarehouse:
        return SharedWarehouse(self.shared_store(), self.blobs)

    def close(self) -> None:
        self.store.close()
        if self.opened is not None:
            self.opened.close()

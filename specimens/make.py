"""Makes the dossier that ships with the program: ``python -m specimens.make [FOLDER]``."""

import argparse
import datetime as dt
import hashlib
import json
import random
import sys
from pathlib import Path
from typing import Any

from specimens import cards, land
from specimens.damage import Wear, scanned
from specimens.facts import Case, Parcel, Person
from specimens.forms import Paper
from specimens.sheet import PEN_BLUE, FontMissing, Sheet, Style

SEED = 20260812
FOLDER = Path(__file__).parent.parent / "scanner_app" / "acquisition" / "specimen_pages"
JPEG_QUALITY = 62
_STYLE = Style(bold_values=True)

BUYER = Person(
    name="Nguyễn Thị Diệu Hương",
    sex="Nữ",
    born=dt.date(1988, 3, 14),
    number="022188604217",
    address="Tổ 4, khu 6, phường Hồng Hà, thành phố Hạ Long, tỉnh Quảng Ninh",
    card_issued=dt.date(2022, 5, 9),
    tax_code="8316402750",
    phone="0912345670",
)
SELLER = Person(
    name="Nguyễn Trọng Khánh",
    sex="Nam",
    born=dt.date(1981, 11, 2),
    number="022081307956",
    address="Số 27, đường Kênh Liêm, phường Cao Thắng, thành phố Hạ Long, tỉnh Quảng Ninh",
    card_issued=dt.date(2021, 8, 17),
    tax_code="8094471630",
    phone="0987654320",
)
#: Brother and sister hold the land together; he gives his half to her. So the certificate is hers before and
#: after, which is what the second dossier reuses.
CASE = Case(
    taker=BUYER,
    giver=SELLER,
    spouse=BUYER,
    parcel=Parcel(
        number="214",
        sheet="37",
        address="phường Hồng Hà, thành phố Hạ Long, tỉnh Quảng Ninh",
        area=112.4,
        purpose="Đất ở tại đô thị",
        term="Lâu dài",
        serial="DK 417205",
        register="CS 04183",
        issued=dt.date(2022, 9, 21),
    ),
    price=1_350_000_000,
    signed=dt.date(2026, 8, 12),
    filed=dt.date(2026, 8, 18),
    extra={
        "co_owner": "giver",
        "change": "Nhận chuyển nhượng quyền sử dụng đất",
        "deed": "2816",
        "notary": "Lưu Hồng Phong",
        "officer": "Trần Quốc Khải",
        "whole_address": "yes",
    },
)


def note(rng: random.Random) -> Paper:
    """A slip that somebody left between the papers: it belongs to no type."""
    sheet = Sheet(Style(family="DejaVu Serif", points=15, leading=1.9))
    sheet.left, sheet.y = 420, 420
    rows = (
        "Nhắc việc",
        "- Chị Hương gọi lại sáng thứ Năm.",
        "- Mang theo bản chính để đối chiếu.",
        "- Hỏi lại giờ làm việc của kế toán.",
        "- Photo thêm hai bản.",
    )
    for row in rows:
        sheet.left = 420 + rng.randint(-24, 24)
        sheet.write(row, italic=True, colour=PEN_BLUE)
    return Paper("khac", [sheet], {})


def papers() -> list[Paper]:
    """The dossier's papers in the order in which they lie in the feeder."""
    rng = random.Random(SEED)
    return [
        land.application_18(rng, _STYLE, CASE),
        land.certificate_2(rng, _STYLE, CASE),
        land.contract(rng, _STYLE, CASE),
        note(rng),
        land.fee_declaration(rng, _STYLE, CASE),
        cards.card_2021(rng, _STYLE, CASE),
    ]


def truth_and_pages(made: list[Paper]) -> tuple[dict[str, Any], list[tuple[Sheet, Wear]]]:
    """The truth, and every page with what happens to it; the back of the application is blank."""
    skews = iter((0.0, 0.7, 0.0, -0.9, 0.5, 0.0, 1.4, 0.0, 0.0))
    documents, pages, blanks = [], [], []
    for index, paper in enumerate(made):
        rows = []
        for sheet in paper.sheets:
            sheet.footer_mark()
            turn = 180 if paper.type == "to_khai_le_phi_truoc_ba" else 0
            skew = next(skews)
            kind = "turned" if turn else "skewed" if abs(skew) > 0.6 else "clean"
            pages.append((sheet, Wear(kind=kind, skew_deg=skew, turn_deg=turn, holes=index == 2)))
            rows.append({"page": len(pages), "kind": kind, "text": sheet.text})
        documents.append({"type": paper.type, "fields": paper.fields, "pages": rows})
        if index == 0:
            blank = Sheet(_STYLE)
            pages.append((blank, Wear(kind="clean", bleed=paper.sheets[-1].image)))
            blanks.append(len(pages))
    return {"documents": documents, "blank_pages": blanks}, pages


def make(folder: Path) -> int:
    """Writes pages, truth and manifest; gives the size of the pages in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    truth, pages = truth_and_pages(papers())
    rng = random.Random(SEED)
    sums = {}
    for number, (sheet, wear) in enumerate(pages, start=1):
        image, dpi = scanned(sheet.image, wear, rng)
        path = folder / f"{number:02d}.jpg"
        image.save(path, quality=JPEG_QUALITY, dpi=(dpi, dpi), subsampling="4:2:0", optimize=True)
        sums[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    _write_json(folder / "truth.json", truth)
    _write_json(folder / "manifest.json", {"seed": SEED, "sha256": sums})
    return sum((folder / name).stat().st_size for name in sums)


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Makes the shipped specimen dossier.")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    chosen = parser.parse_args()
    try:
        size = make(chosen.folder)
    except FontMissing as problem:
        print(problem, file=sys.stderr)
        return 3
    print(f"{len(list(chosen.folder.glob('*.jpg')))} pages, {size / 1e6:.1f} MB in {chosen.folder}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

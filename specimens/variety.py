# ruff: noqa: E501 - tables stay on one line
"""Varied papers to measure generality on: ``python -m specimens.variety OUT --count N --seed S``."""

import argparse
import dataclasses
import io
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from PIL import Image

from specimens import cards, civil, filled, foreign, land, land_more, office
from specimens.damage import KINDS, Wear, scanned
from specimens.facts import Case, case
from specimens.forms import Form, Paper
from specimens.hard import HARD, IN_TURN
from specimens.sheet import FACES, FontMissing, Sheet, Style

#: Each type's layouts.
FORMS: dict[str, tuple[Form, ...]] = {
    "quyet_dinh": (office.decision,),
    "cong_van": (office.letter,),
    "thong_bao_nop_tien": (office.payment_notice, filled.notice_items),
    "giay_tiep_nhan": (office.receipt, filled.receipt_cells),
    "can_cuoc": (cards.card_2021, cards.card_2024),
    "giay_khai_sinh": (civil.birth, filled.birth_rows),
    "giay_chung_nhan_ket_hon": (civil.marriage, filled.marriage_parts),
    "giay_xac_nhan_tinh_trang_hon_nhan": (civil.marital_status,),
    "giay_chung_nhan_qsdd": (land.certificate_2, land_more.certificate_3, land_more.certificate_1),
    "don_dang_ky_bien_dong": (land.application_18, land_more.application_11),
    "hop_dong_chuyen_nhuong_qsdd": (land.contract, land_more.contract_commune),
    "to_khai_le_phi_truoc_ba": (land.fee_declaration, land_more.fee_declaration_old),
    "giay_phep_xay_dung": (office.building_permit,),
    "giay_chung_nhan_ho_kinh_doanh": (office.household_business, filled.household_rows),
    "khac": (foreign.foreign,),
}
_DOSSIERS = (
    ("don_dang_ky_bien_dong", "hop_dong_chuyen_nhuong_qsdd", "giay_chung_nhan_qsdd", "khac", "to_khai_le_phi_truoc_ba", "can_cuoc", "thong_bao_nop_tien"),
    ("giay_tiep_nhan", "can_cuoc", "giay_chung_nhan_ket_hon", "giay_khai_sinh", "khac"),
    ("quyet_dinh", "giay_chung_nhan_qsdd", "cong_van", "giay_xac_nhan_tinh_trang_hon_nhan"),
    ("giay_phep_xay_dung", "giay_chung_nhan_qsdd", "khac", "can_cuoc"),
    ("giay_chung_nhan_ho_kinh_doanh", "can_cuoc", "giay_tiep_nhan", "cong_van"),
)  # fmt: skip


def style(rng: random.Random) -> Style:
    """A printer's habits. Wide typefaces are set smaller, as people do to keep one page."""
    family = rng.choice([*FACES, "Tinos", "Tinos"])
    wide = family.startswith(("DejaVu S", "Noto", "Cousine"))
    return Style(
        family=family,
        points=rng.choice((10, 10.5, 11) if wide else (12, 12.5, 13)),
        leading=rng.choice((1.25, 1.35, 1.5)),
        dotted=rng.random() < 0.2,
        bold_values=rng.random() < 0.3,
    )


def single(rng: random.Random, number: int) -> tuple[Paper, str]:
    """One paper and its kind of scan; types and layouts take turns."""
    kinds = list(FORMS)
    name = kinds[number % len(kinds)]
    forms = FORMS[name]
    form = forms[number // len(kinds) % len(forms)]
    matter = case(rng, _generation(form))
    return form(rng, style(rng), matter), KINDS[(number + 2 * (number // len(kinds))) % len(KINDS)]


def _generation(form: Form) -> int:
    return {"certificate_1": 1, "certificate_3": 3}.get(getattr(form, "__name__", ""), 2)


def dossier(rng: random.Random, number: int) -> list[Paper]:
    """Papers of one matter."""
    names = _DOSSIERS[number % len(_DOSSIERS)]
    picked = [rng.choice(FORMS[name]) for name in names]
    matter: Case = case(rng, max(_generation(form) for form in picked))
    matter = dataclasses.replace(matter, extra={"whole_address": rng.choice(("", "yes"))})
    look = style(rng)
    return [form(rng, look, matter) for form in picked]


def wear(rng: random.Random, kind: str, back: Sheet | None = None) -> Wear:
    """What happens to a page of that kind."""
    return Wear(
        kind=kind,
        skew_deg=rng.uniform(0.6, 2.2) * rng.choice((-1, 1)) if kind == "skewed" else rng.uniform(-0.3, 0.3),
        turn_deg=rng.choice((90, 180, 270)) if kind == "turned" else 0,
        bleed=back.image if back is not None else None,
        holes=rng.random() < 0.15,
        streak=rng.random() < 0.12,
    )


def render(
    papers: list[Paper], kind: str, rng: random.Random, *, blanks: bool
) -> tuple[dict[str, Any], list[tuple[Image.Image, int]]]:
    """Truth and page images of a stack."""
    documents, images, blank_pages = [], [], []
    for paper in papers:
        page_kind = kind or rng.choice(KINDS[:6])
        rows = []
        for sheet in paper.sheets:
            ghost = paper.sheets[-1] if rng.random() < 0.12 else None
            if page_kind in HARD:
                images.append(HARD[page_kind](np.asarray(sheet.image, np.float32), rng))
            else:
                images.append(scanned(sheet.image, wear(rng, page_kind, ghost), rng))
            rows.append({"page": len(images), "kind": page_kind, "text": sheet.text})
        documents.append({"type": paper.type, "fields": paper.fields, "pages": rows})
        if blanks and len(papers) > 1:
            empty = Sheet(Style())
            images.append(scanned(empty.image, wear(rng, page_kind, paper.sheets[-1]), rng))
            blank_pages.append(len(images))
    return {"documents": documents, "blank_pages": blank_pages, "single": len(papers) == 1}, images


def save(target: Path, images: list[tuple[Image.Image, int]], quality: int) -> None:
    """One page as JPEG, several as a PDF of page images."""
    encoded = []
    for image, dpi in images:
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=quality, dpi=(dpi, dpi))
        encoded.append((stream.getvalue(), image, dpi))
    if len(images) == 1:
        target.with_suffix(".jpg").write_bytes(encoded[0][0])
        return
    with pikepdf.new() as pdf:
        for content, image, dpi in encoded:
            width, height = image.width * 72 / dpi, image.height * 72 / dpi
            space = pikepdf.Name.DeviceGray if image.mode == "L" else pikepdf.Name.DeviceRGB
            picture = pikepdf.Stream(
                pdf, content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=image.width, Height=image.height,
                ColorSpace=space, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
            )  # fmt: skip
            page = pdf.add_blank_page(page_size=(width, height))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
            page.Contents = pdf.make_stream(f"{width:.3f} 0 0 {height:.3f} 0 0 cm /Im0 Do".encode("ascii"))
        pdf.save(target.with_suffix(".pdf"))


def write_all(out: Path, count: int, dossiers: int, seed: int, hard: Sequence[str] = ()) -> None:
    """Writes every file with its truth. A file depends on the seed, its number and ``hard`` alone.

    ``hard`` are kinds of :data:`specimens.hard.HARD` that single documents take in turn.
    """
    out.mkdir(parents=True, exist_ok=True)
    for number in range(count + dossiers):
        rng = random.Random(f"{seed}/{number}")
        if number < count:
            paper, kind = single(rng, number)
            kind = hard[number % len(hard)] if hard else kind
            name, stack = f"{paper.type}-{number:03d}-{kind}", [paper]
        else:
            kind, stack = "", dossier(rng, number - count)
            name = f"dossier-{number:03d}"
        truth, images = render(stack, kind, rng, blanks=number % 2 == 0)
        save(out / name, images, rng.randint(62, 85))
        truth["typeface"] = stack[0].sheets[0].style.family
        (out / f"{name}.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=40, help="single documents")
    parser.add_argument("--dossiers", type=int, default=0, help="stacked dossiers")
    parser.add_argument("--hard", action="store_true", help="faxes, curved photographs, stamps over text and the like")
    parser.add_argument("--kind", choices=HARD, help="single documents of this hard kind alone")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    hard = (chosen.kind,) if chosen.kind else IN_TURN if chosen.hard else ()
    try:
        write_all(chosen.out, chosen.count, chosen.dossiers, chosen.seed, hard)
    except FontMissing as problem:
        print(problem, file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

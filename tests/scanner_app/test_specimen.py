"""The shipped specimen dossier: whole, small, and true to the rules of real papers."""

import hashlib
import json
import random

import pytest
import zxingcpp
from PIL import Image

from scanner_app import specimen
from specimens import facts, make, variety

MEGABYTE = 1_000_000


def page_of(kind: str) -> int:
    document = next(row for row in specimen.truth()["documents"] if row["type"] == kind)
    return int(document["pages"][0]["page"])


def manifest() -> dict[str, str]:
    content = json.loads((specimen.specimen_folder() / "manifest.json").read_text(encoding="utf-8"))
    sums: dict[str, str] = content["sha256"]
    return sums


def test_that_every_shipped_page_is_the_one_in_the_manifest() -> None:
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in specimen.specimen_pages()}

    assert found == manifest()


def test_that_the_pages_stay_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in specimen.specimen_pages()) <= 6 * MEGABYTE


def test_that_truth_names_every_page_once() -> None:
    truth = specimen.truth()
    named = [page["page"] for row in truth["documents"] for page in row["pages"]] + truth["blank_pages"]

    assert sorted(named) == list(range(1, len(specimen.specimen_pages()) + 1))


def test_that_pages_are_a4_at_300_dpi() -> None:
    for path in specimen.specimen_pages():
        with Image.open(path) as image:
            assert (image.size, image.info["dpi"]) == ((2480, 3508), (300, 300))


def test_that_layouts_give_the_shipped_truth_again() -> None:
    truth, _ = make.truth_and_pages(make.papers())

    assert json.loads(json.dumps(truth)) == specimen.truth()


def test_that_every_page_with_text_says_it_is_a_specimen() -> None:
    pages = [page for row in specimen.truth()["documents"] for page in row["pages"]]

    assert all("Tài liệu mẫu" in page["text"] for page in pages)


def test_that_the_cards_code_holds_what_its_face_holds() -> None:
    with Image.open(specimen.specimen_pages()[page_of("can_cuoc") - 1]) as image:
        texts = [code.text for code in zxingcpp.read_barcodes(image)]

    assert texts == [facts.card_qr(make.BUYER)]
    assert texts[0].split("|")[0] == specimen.PERSON_ID


def test_that_the_second_procedures_person_owns_certificate_and_card() -> None:
    owners = {row["type"]: row["fields"] for row in specimen.truth()["documents"]}

    assert owners["giay_chung_nhan_qsdd"]["so_giay_to"] == specimen.SECOND_PERSON_ID
    assert owners["can_cuoc"]["so_dinh_danh"] == specimen.SECOND_PERSON_ID
    assert owners["can_cuoc"]["ho_ten"] == specimen.PERSON_NAME


# Source: ICAO 9303 part 5, appendix B to section 4 (the specimen of Utopia).
def test_that_zone_check_digits_follow_the_standards_specimen() -> None:
    first, second = "I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6"

    assert facts.mrz_check(first[5:14]) == first[14]
    assert facts.mrz_check(first[5:30] + second[:7] + second[8:15] + second[18:29]) == second[29]


@pytest.mark.parametrize("who", [make.BUYER, make.SELLER], ids=["buyer", "seller"])
def test_that_identity_numbers_tell_sex_and_birth(who: facts.Person) -> None:
    century_and_sex = (who.born.year // 100 - 19) * 2 + (who.sex == "Nữ")

    assert who.number[3:6] == f"{century_and_sex}{who.born.year % 100:02d}"
    assert [len(row) for row in facts.mrz(who)] == [30, 30, 30]


@pytest.mark.parametrize("code", ["0100109106", "0100684378", make.BUYER.tax_code, make.SELLER.tax_code])
def test_that_tax_codes_end_in_their_check_digit(code: str) -> None:
    assert facts.tax_check(code[:9]) == int(code[9])


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1_350_000_000, "Một tỷ ba trăm năm mươi triệu"),
        (105, "Một trăm linh năm"),
        (2_021_015, "Hai triệu không trăm hai mươi mốt nghìn không trăm mười lăm"),
    ],
)
def test_that_numbers_are_spelt_as_contracts_spell_them(number: int, words: str) -> None:
    assert facts.in_words(number) == words


def test_that_varied_papers_of_one_seed_are_the_same_paper() -> None:
    first, second = (variety.single(random.Random("5/1"), 1) for _ in range(2))

    assert (first[0].fields, first[0].sheets[0].text) == (second[0].fields, second[0].sheets[0].text)

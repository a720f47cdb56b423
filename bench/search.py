"""How fast papers are found: ``python -m bench.search [--documents N] [--sqlite] [--keep FOLDER] [--json]``.

A store of invented papers whose words are as frequent as in official Vietnamese (``ocr/data/syllables.csv``), and the
questions that officers type: with marks and without, by number, parcel and person, with a slip of the finger, and the
following pages. Printed per question: hits and the median of five runs in milliseconds. ``--keep`` leaves the SQLite
store in a folder, or takes the one that lies there.
"""

import argparse
import csv
import datetime as dt
import itertools
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import bench.load
from tests.support import postgres
from warehouse import admin, blobs, loader, packages
from warehouse.records import SearchQuery
from warehouse.rows import canonical_json
from warehouse.search import search
from warehouse.session import Store, open_store

DATA = Path(__file__).parents[1] / "ocr" / "data"
RUNS = 5
TITLES = (
    ("giay_chung_nhan_qsdd", "Giấy chứng nhận quyền sử dụng đất"),
    ("giay_khai_sinh", "Giấy khai sinh"),
    ("quyet_dinh", "Quyết định"),
    ("giay_phep_xay_dung", "Giấy phép xây dựng"),
    ("can_cuoc", "Căn cước"),
)


class Words:
    """Syllables by their frequency and names as people bear them."""

    def __init__(self, chance: random.Random) -> None:
        with (DATA / "syllables.csv").open(encoding="utf-8") as file:
            rows = [(row["syllable"], int(row["count"])) for row in csv.DictReader(file)]
        self._syllables = [word for word, _count in rows]
        self._weights = list(itertools.accumulate(count for _word, count in rows))
        families = (DATA / "family_names.txt").read_text("utf-8").splitlines()
        self._families = [name for line in families if not line.startswith("#") for name in line.split()][:40]
        self._given = (DATA / "given_names_female.txt").read_text("utf-8").splitlines()
        self._chance = chance

    def line(self, count: int) -> str:
        """So many syllables."""
        return " ".join(self._chance.choices(self._syllables, cum_weights=self._weights, k=count))

    def name(self) -> str:
        """A name that nobody need bear."""
        return f"{self._chance.choice(self._families)} Thị {self._chance.choice(self._given)}"


def body(number: int, chance: random.Random, words: Words, blob: str) -> tuple[str, str]:
    """One paper's key and record: two pages of thirty lines."""
    key, text = bench.load.body(number, chance, blob)
    record = json.loads(text)
    document, name = record["document"], words.name()
    document["type"], document["title"] = TITLES[number % len(TITLES)]
    document["number"] = f"{number}/QĐ-UBND"
    document["issued"] = f"{2000 + number % 26}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    document["summary"] = words.line(12)
    document["owners"] = [[record["dossier"]["person_id"], name, "chu_su_dung"]]
    record["dossier"]["person_name"] = name
    for page in (0, 1):
        lines = [[words.line(10), 100, 60 * place, 900, 40] for place in range(30)]
        lines[3][0] = f"Họ và tên: {name}"
        record["pages"][page:] = [{"id": f"p{key}{page}", "lines": lines}]
    return key, canonical_json(record)


def fill(store: Store, folder: Path, documents: int) -> None:
    """Loads so many papers."""
    chance = random.Random(20261126)
    words, previous = Words(chance), ""
    source = folder / "one.pdf"
    source.write_bytes(b"%PDF")
    blob = blobs.hash_of(source)
    blobs.put(folder / "blobs", source, blob)
    for number, first in enumerate(range(1, documents + 1, bench.load.PER_PACKAGE), 1):
        last = min(first + bench.load.PER_PACKAGE, documents + 1)
        rows = [(seq, "document", *body(seq, chance, words, blob)) for seq in range(first, last)]
        manifest, records = packages.seal(packages.Sealing("H49.16", "TRAM01", number, previous, rows))
        packages.write(folder / "package", manifest, records)
        for ready in loader.ahead(store, [packages.read(folder / "package")]):
            loader.load(store, ready, folder / "blobs")
        previous = packages.hash_of(manifest)


def questions(documents: int) -> dict[str, SearchQuery]:
    """What is asked, by name."""
    middle = documents // 2
    return {
        "two words without marks": SearchQuery("khai sinh"),
        "two words with marks": SearchQuery("Khai Sinh"),
        "title": SearchQuery("giấy chứng nhận quyền sử dụng đất"),
        "one word in every paper": SearchQuery("giay"),
        "rare words": SearchQuery("thi ngoc bich"),
        "number": SearchQuery(f"{middle}/QĐ-UBND"),
        "identity number": SearchQuery(f"022{middle:09d}"),
        "beginning of a word": SearchQuery("chung nhan quy"),
        "slip of the finger": SearchQuery("quyt dinhh"),
        "person by name": SearchQuery(person="nguyen thi ngoc bich"),
        "person by number": SearchQuery(person=f"022{middle:09d}"),
        "person by last digits": SearchQuery(person=f"{middle:06d}"[-4:]),
        "parcel": SearchQuery(parcel=f"{middle % 90}/{middle}"),
        "type and days": SearchQuery(type="quyet_dinh", date_from=dt.date(2010, 1, 1), date_to=dt.date(2012, 1, 1)),
        "words of one person": SearchQuery("quyet dinh", person=f"022{middle:09d}"),
        "everything": SearchQuery(),
    }


def ask(store: Store, query: SearchQuery) -> tuple[int, float, str]:
    """Count of hits, median milliseconds, and the key of the next page."""
    seconds, found = [], None
    for _ in range(RUNS):
        begun = time.perf_counter()
        with store.read() as connection:
            found = search(connection, query)
        seconds.append(time.perf_counter() - begun)
    assert found is not None
    return found.count, round(1000 * statistics.median(seconds), 1), found.next


def ask_everything(store: Store, documents: int) -> dict[str, tuple[int, float]]:
    """Every question, and the pages that follow the first one of a frequent word."""
    result = {}
    for name, query in questions(documents).items():
        count, milliseconds, _after = ask(store, query)
        result[name] = (count, milliseconds)
    after = ask(store, SearchQuery("khai sinh"))[2]
    result["the page after"] = ask(store, SearchQuery("khai sinh", after=after))[:2]
    return result


@contextmanager
def opened(folder: Path, *, sqlite: bool) -> Iterator[Store]:
    """An empty store, or the one that was kept."""
    if sqlite:
        store = open_store(f"sqlite:///{(folder / 'kho.sqlite').as_posix()}", "shared")
        yield store
        store.close()
        return
    with postgres.cluster() as server:
        url = server.fresh("kho")
        admin.init(url)
        store = open_store(url, "shared")
        yield store
        store.close()


def main() -> int:
    """Runs and prints."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--keep", type=Path, default=None, metavar="FOLDER")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if not args.sqlite and postgres.missing():
        print(f"missing: {postgres.missing()}", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory(prefix="sohoa-bench-") as name:
        folder = args.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        is_filled = (folder / "kho.sqlite").is_file()
        with opened(folder, sqlite=args.sqlite) as store:
            if not (args.sqlite and is_filled):
                fill(store, folder, args.documents)
            result = ask_everything(store, args.documents)
    if args.json:
        print(json.dumps(result))
    else:
        for question, (count, milliseconds) in result.items():
            print(f"{question:>26}  {count:>7} hits  {milliseconds:>8.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())

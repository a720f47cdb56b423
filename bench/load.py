"""How fast packages load: ``python -m bench.load [--documents N] [--sqlite] [--json]``.

On PostgreSQL (a private cluster, started by itself) beside psycopg's COPY of the very same rows into tables of
the same keys and indexes, in the same run; with ``--sqlite`` in documents per minute. Blobs are not counted.
"""

import argparse
import contextlib
import hashlib
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from tests.support import postgres
from warehouse import admin, blobs, loader, packages
from warehouse.models import star
from warehouse.rows import canonical_json
from warehouse.session import Store, open_store, sqlite_mode

PER_PACKAGE = 1000
FIELDS = 8
TABLES = (
    star.dim_unit, star.dim_agency, star.dim_procedure, star.dim_document_type, star.dim_officer, star.dim_person,
    star.fact_dossier, star.fact_document, star.document_owner, star.fact_field, star.fact_page, star.search_text,
)  # fmt: skip
_WORDS = tuple("giấy chứng nhận quyền sử dụng đất thửa bản đồ diện tích mục đích thời hạn phường".split())  # noqa: SIM905


def body(number: int, chance: random.Random, blob: str) -> tuple[str, str]:
    """One document's key and record: eight values, one page of twelve lines, its own owner."""
    key = hashlib.sha256(str(number).encode()).hexdigest()[:32]
    person, name = f"022{number:09d}", " ".join(chance.choices(("Nguyễn", "Văn", "Thị", "Mẫu", "Bình"), k=3))
    lines = [[" ".join(chance.choices(_WORDS, k=8)), 100, 60 * place, 900, 40] for place in range(12)]
    fields = [
        [f"truong_{place}", f"giá trị {number} {place}", f"giá trị {number} {place}", 0.97, f"p{key}",
         [100, 200, 300, 40], "confirmed", "print", "tesseract 5.3.0 vie", "can-bo",
         "2026-11-23T03:00:00+00:00", []]
        for place in range(FIELDS)
    ]  # fmt: skip
    record = {
        "dossier": {
            "code": f"H49.16-261123-{number:06d}", "unit": "H49.16", "station": "TRAM01", "procedure": "1.013831",
            "person_id": person, "person_name": name, "received_at": "2026-11-23T03:00:00+00:00",
            "due": "2026-12-04", "due_766": None, "state": "open", "officer": "can-bo", "is_demo": False,
        },
        "document": {
            "id": key, "ordinal": 1, "type": "giay_chung_nhan_qsdd", "confidence": 0.97, "title": "Giấy chứng nhận",
            "number": f"CS {number:06d}", "issued": "2020-05-04", "agency": f"Ủy ban nhân dân phường {number % 40}",
            "summary": "Quyền sử dụng đất", "owners": [[person, name, "chu_su_dung"]], "valid_from": "2020-05-04",
            "valid_until": None, "scope": "Toàn quốc", "parcel": f"{number % 90}/{number}", "code": f"{person}.gcn",
            "pdf_sha256": blob, "pdf_size": 4, "signature": "unsigned", "approval": "not_needed", "approved_by": "",
            "released_at": "2026-11-23T04:00:00+00:00", "version": 1,
        },
        "fields": fields,
        "pages": [{"id": f"p{key}", "lines": lines}],
    }  # fmt: skip
    return key, canonical_json(record)


def make_packages(folder: Path, blob_folder: Path, documents: int) -> list[packages.Package]:
    """Sealed packages of invented documents, on disk."""
    chance, made, previous = random.Random(20261123), [], ""
    source = folder / "one.pdf"
    source.write_bytes(b"%PDF")
    blob = blobs.hash_of(source)
    blobs.put(blob_folder, source, blob)
    for number in range(1, (documents + PER_PACKAGE - 1) // PER_PACKAGE + 1):
        first = (number - 1) * PER_PACKAGE + 1
        rows = [
            (seq, "document", *body(seq, chance, blob)) for seq in range(first, min(first + PER_PACKAGE, documents + 1))
        ]
        manifest, records = packages.seal(packages.Sealing("H49.16", "TRAM01", number, previous, rows))
        packages.write(folder / f"{number:06d}", manifest, records)
        made.append(packages.read(folder / f"{number:06d}"))
        previous = packages.hash_of(manifest)
    return made


def timed_load(store: Store, made: list[packages.Package], blob_folder: Path) -> tuple[float, list[int]]:
    """Seconds for all packages, read from disk with their hashes checked, and the peak memory on the way (MB)."""
    begun, memory = time.perf_counter(), []
    for ready in loader.ahead(store, (packages.read(package.folder) for package in made)):
        loader.load(store, ready, blob_folder)
        memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    return time.perf_counter() - begun, memory


def copy_everything(source: Store, target: Store) -> tuple[int, float]:
    """Rows and seconds for psycopg's plain COPY of the same rows into empty tables of the same keys and indexes."""
    rows, seconds = 0, 0.0
    for table in TABLES:
        names = ",".join(f'"{column.name}"' for column in table.columns)
        with source.read() as connection:
            content = [tuple(row) for row in connection.execute(select(table))]
        begun = time.perf_counter()
        with target.write() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
                for row in content:
                    copy.write_row(row)
        seconds += time.perf_counter() - begun
        rows += len(content)
    return rows, seconds


@contextlib.contextmanager
def opened(url: str) -> Iterator[Store]:
    """An open shared store."""
    store = open_store(url, "shared")
    try:
        yield store
    finally:
        store.close()


def on_postgres(folder: Path, blob_folder: Path, documents: int) -> dict[str, object]:
    """First load, rerun of the same packages, and the plain COPY beside them."""
    made = make_packages(folder, blob_folder, documents)
    with postgres.cluster() as server:
        urls = [server.fresh(name) for name in ("kho", "so_sanh")]
        for url in urls:
            admin.init(url)
        with opened(urls[0]) as store, opened(urls[1]) as plain:
            first, memory = timed_load(store, made, blob_folder)
            again, _ = timed_load(store, made, blob_folder)
            rows, copying = copy_everything(store, plain)
    quarter = memory[: max(1, len(memory) // 4)][-1]
    return {
        "store": "postgresql", "documents": documents, "rows": rows, "seconds": round(first, 2),
        "rows_per_s": round(rows / first), "copy_rows_per_s": round(rows / copying),
        "ratio": round(copying / first, 3), "rerun_s": round(again, 2), "rerun_ratio": round(first / again, 1),
        "peak_mb_quarter": quarter, "peak_mb_end": memory[-1],
    }  # fmt: skip


def on_sqlite(folder: Path, blob_folder: Path, documents: int) -> dict[str, object]:
    """First load and rerun on an SQLite file."""
    made = make_packages(folder, blob_folder, documents)
    with opened(f"sqlite:///{(folder / 'kho.sqlite').as_posix()}") as store:
        first, memory = timed_load(store, made, blob_folder)
        again, _ = timed_load(store, made, blob_folder)
    return {
        "store": f"sqlite {sqlite_mode()}", "documents": documents, "seconds": round(first, 2),
        "documents_per_minute": round(60 * documents / first), "rerun_ratio": round(first / again, 1),
        "peak_mb_quarter": memory[: max(1, len(memory) // 4)][-1], "peak_mb_end": memory[-1],
    }  # fmt: skip


def main() -> int:
    """Runs and prints."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if not args.sqlite and postgres.missing():
        print(f"missing: {postgres.missing()}", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory(prefix="sohoa-bench-") as name:
        run = on_sqlite if args.sqlite else on_postgres
        result = run(Path(name), Path(name) / "blobs", args.documents)
    if args.json:
        print(json.dumps(result))
    else:
        for key, value in result.items():
            print(f"{key:>22}  {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

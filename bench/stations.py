"""Twelve stations and one server: ``python -m bench.stations [--stations N] [--dossiers N] [--json]``.

Each station is a process of its own with a day's released work (dossiers of three papers and twelve pages, files of
the size that such papers have). Printed: seconds until all of a day is loaded when every station begins at once;
then the same after a day on which the server was away, the stations waiting as they do at night, from the moment
at which the server is back (their waits are those of the program, so most of that time is waiting).
"""

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.synchronize import Event as Signal
from pathlib import Path

from scanner_app.bootstrap import bootstrap
from scanner_app.settings import OfficeSettings, Settings, StationSettings
from scanner_app.workflow.night import BACK_OFF_S, night
from tests.support import postgres
from tests.warehouse.office import Office, described, dossier, event, page, paper, reading
from warehouse import admin
from warehouse.records import PageState

PAPERS, PAGES_EACH = 3, 4
FILE_KB = 160
"""A released paper of four colour pages at the size that bench.pdfsize measures (about 40 KB a page)."""

_LINES = [f"Dòng chữ số {number} của giấy tờ mẫu không có thật" for number in range(30)]


def fill(home: Path, url: str, station: str, dossiers: int, blob_folder: Path, first: int = 0) -> None:
    """Releases a day's work into the station's own store; no server is asked."""
    office = Office(home, url, station=station)
    office.blobs = blob_folder
    padding = random.Random(station).randbytes(FILE_KB << 10)
    for number in range(first, first + dossiers):
        code = f"H49.16-261123-{station[-2:]}{number:04d}"
        office.work.add_dossier(dossier(code, station=station), (), event("opened", code))
        papers = []
        for place in range(PAPERS):
            pages = [f"{station}{number:05d}{place}{side}" for side in range(PAGES_EACH)]
            for name in pages:
                office.work.add_page(page(name, code), event("page", code))
                text = "\n".join(_LINES)
                office.work.save_reading(name, PageState.READ, blank=False, text=text, reading_json=reading(*_LINES))
            papers.append(paper(f"{station}{number:05d}{place}", code, *pages))
        saved = office.work.save_documents(code, papers, event("read", code))
        full = [described(row, office.released, content=row.id.encode() + padding) for row in saved]
        office.work.release(full, event("released", code))
    office.close()


def settings_of(home: Path, url: str, station: str, blob_folder: Path) -> Settings:
    """The station as the program sees it."""
    return Settings(
        home=home,
        warehouse_url=url,
        office=OfficeSettings(unit="H49.16", station=station),
        station=StationSettings(blobs=str(blob_folder)),
    )


def run_night(settings: Settings, begin: Signal, done: "multiprocessing.Queue[tuple[str, float, int]]") -> None:
    """One station: waits for the signal, then runs the night to its end."""
    app = bootstrap(settings)
    attempts = 0

    def pause(seconds: float) -> None:
        nonlocal attempts
        attempts += 1
        time.sleep(seconds)

    begin.wait()
    for _event in night(app, pause):
        pass
    done.put((settings.office.station, time.time(), attempts))
    app.close()


def together(all_settings: list[Settings], meanwhile: Callable[[], float]) -> tuple[float, int]:
    """Starts every station at once; seconds from what ``meanwhile`` returns to the last one's end, attempts."""
    context = multiprocessing.get_context("spawn")
    begin, done = context.Event(), context.Queue()
    stations = [context.Process(target=run_night, args=(item, begin, done)) for item in all_settings]
    for station in stations:
        station.start()
    begin.set()
    since = meanwhile()
    ended = [done.get(timeout=1800) for _ in stations]
    for station in stations:
        station.join()
    return max(item[1] for item in ended) - since, max(item[2] for item in ended)


def main() -> int:
    """Runs and prints."""
    parser = argparse.ArgumentParser(prog="python -m bench.stations", description=__doc__)
    parser.add_argument("--stations", type=int, default=12)
    parser.add_argument("--dossiers", type=int, default=40)
    parser.add_argument("--away", type=float, default=150.0, help="seconds that the server stays away")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if postgres.missing():
        print(f"missing: {postgres.missing()}", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory(prefix="sohoa-bench-") as name, postgres.cluster() as server:
        folder, url = Path(name), server.fresh("kho")
        admin.init(url)
        stations = [settings_of(folder / f"TRAM{n:02d}", url, f"TRAM{n:02d}", folder / "blobs")
                    for n in range(args.stations)]  # fmt: skip
        for item in stations:
            fill(item.home, url, item.office.station, args.dossiers, folder / "blobs")
        at_once, _ = together(stations, time.time)
        for item in stations:
            fill(item.home, url, item.office.station, args.dossiers, folder / "blobs", first=args.dossiers)

        def away() -> float:
            server.stop()
            time.sleep(args.away)
            server.start()
            return time.time()

        caught_up, attempts = together(stations, away)
        documents = admin.status(url).documents
    result = {
        "stations": args.stations, "dossiers_each": args.dossiers, "documents": documents,
        "at_once_s": round(at_once, 1), "away_s": args.away, "caught_up_s": round(caught_up, 1),
        "attempts": attempts, "longest_wait_s": BACK_OFF_S[-1] * 1.25,
    }  # fmt: skip
    if args.json:
        print(json.dumps(result))
    else:
        for key, value in result.items():
            print(f"{key:>16}  {value}")
    expected = args.stations * args.dossiers * PAPERS * 2
    return 0 if documents == expected else 1


if __name__ == "__main__":
    sys.exit(main())

"""Packages by hand: the same folders as over the network, on a USB stick, and the receipts on their way back.

``packages/<station>/NNNNNN-<id>/``, ``blobs/aa/bb/…`` and ``receipts/<station>/<id>.json``. A station takes a
package for loaded only by its receipt (or by sending it again, which changes nothing).
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from warehouse import blobs, loader, packages, stations
from warehouse.errors import PackageRefused
from warehouse.records import LoadRefusal
from warehouse.session import Store


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the shared store said to a package."""

    package: str
    hash: str
    refused: tuple[LoadRefusal, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """One package that was brought: what became of it; ``fault`` is the reason when it was refused whole."""

    station: str
    number: int
    loaded: int
    refused: tuple[LoadRefusal, ...]
    fault: str = ""


SEAL = "seal"


def lay_down(package: packages.Package, folder: Path, key: str = "") -> None:
    """Copies a package onto the stick, sealed with the station's key; one that is there whole is left alone."""
    target = folder / "packages" / package.station / package.folder.name
    if key:
        blobs.write_whole(target / SEAL, _seal(key, package.hash).encode())
    try:
        if packages.read(target).hash == package.hash:
            return
    except PackageRefused:
        (target / packages.MANIFEST).unlink(missing_ok=True)
    packages.write(
        target,
        (package.folder / packages.MANIFEST).read_bytes(),
        (package.folder / packages.RECORDS).read_bytes(),
    )


def load(folder: Path, shared: Store, blob_folder: Path) -> Iterator[Carried]:
    """Loads what the stick brings, each station's packages in their order, and writes the receipts."""
    faults: dict[Path, PackageRefused] = {}
    places = [place for place in sorted((folder / "packages").glob("*/*")) if place.is_dir()]
    coming = loader.ahead(shared, _readable(places, shared, faults))
    ready = next(coming, None)
    for place in places:
        if place in faults:
            yield _refused_whole(place, faults[place])
            continue
        assert ready is not None, "every place is read or at fault"
        package = ready.package
        try:
            _take_blobs(package, folder / "blobs", blob_folder)
            outcome = loader.load(shared, ready, blob_folder)
        except PackageRefused as error:
            yield _refused_whole(place, error)
        else:
            _write_receipt(folder, package, outcome.refused)
            refused = tuple(outcome.refused)
            yield Carried(package.station, package.number, package.records - len(refused), refused)
        ready = next(coming, None)


def _readable(places: Iterable[Path], shared: Store, faults: dict[Path, PackageRefused]) -> Iterator[packages.Package]:
    """The packages that may be loaded; why each of the others may not is put into ``faults``."""
    for place in places:
        try:
            package = packages.read(place)
            _check_seal(package, shared)
        except PackageRefused as error:
            faults[place] = error
            continue
        yield package


def _refused_whole(place: Path, error: PackageRefused) -> Carried:
    number = place.name.partition("-")[0]
    return Carried(place.parent.name, int(number) if number.isdigit() else 0, 0, (), str(error.args[1]))


def _seal(key: str, digest: str) -> str:
    return hmac.new(bytes.fromhex(key), digest.encode(), hashlib.sha256).hexdigest()


def _check_seal(package: packages.Package, shared: Store) -> None:
    """A stick may come from anywhere: where stations are enrolled, only theirs are taken."""
    key = stations.key_of(shared, package.station)
    if key is None:
        return
    if not key:
        raise PackageRefused(package.id, "station-unknown")
    try:
        found = (package.folder / SEAL).read_text("ascii").strip()
    except (OSError, ValueError):
        found = ""
    if not hmac.compare_digest(found, _seal(key, package.hash)):
        raise PackageRefused(package.id, "seal-wrong")


def receipts(folder: Path, station: str) -> Iterator[Receipt]:
    """The receipts for a station; a damaged one is passed over, the next journey brings it again."""
    for path in sorted((folder / "receipts" / station).glob("*.json")):
        try:
            raw = json.loads(path.read_text("utf-8"))
            refused = tuple(LoadRefusal(key, reason, tuple(data)) for key, reason, data in raw["refused"])
            yield Receipt(raw["package"], raw["hash"], refused)
        except (OSError, ValueError, KeyError, TypeError):
            continue


def _take_blobs(package: packages.Package, source: Path, target: Path) -> None:
    for record in package.read():
        sha256 = str(record.body.get("document", {}).get("pdf_sha256", ""))
        if len(sha256) != len("0" * 64) or not sha256.isalnum():
            continue
        try:
            blobs.put(target, blobs.blob_path(source, sha256), sha256)
        except FileNotFoundError:
            continue  # Why: the gate refuses the record with its own reason


def _write_receipt(folder: Path, package: packages.Package, refused: list[LoadRefusal]) -> None:
    body = {
        "package": package.id,
        "hash": package.hash,
        "refused": [[item.record, item.reason, list(item.data)] for item in refused],
    }
    path = folder / "receipts" / package.station / f"{package.number:06d}-{package.id}.json"
    blobs.write_whole(path, json.dumps(body, ensure_ascii=False).encode())

"""How often values of a kind with such evidence and such a confidence were right on papers of our own making.

``ocr/data/calibration.json`` is written by ``python -m bench.calibrate`` (docs/recognition.md): for each class of
values and level of evidence, rising steps of the raw confidence with the share that was right.
"""

import bisect
import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

CLASSES = {
    "name": "name",
    "date": "date",
    "id_number": "number",
    "tax_code": "number",
    "serial": "number",
    "money": "number",
    "document_number": "code",
    "dossier_code": "code",
    "registration": "code",
    "registry_number": "code",
    "book_number": "code",
    "deed_number": "code",
    "parcel": "figure",
    "area": "figure",
    "integer": "figure",
    "address": "address",
    "text": "text",
    "business_name": "text",
    "sex": "word",
    "people": "word",
    "word": "word",
}
"""Kinds of value that err alike are calibrated together; single kinds have too few errors to count."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Rising thresholds of the raw confidence and the share right from each on; as long as each other."""

    from_confidence: tuple[float, ...]
    share_right: tuple[float, ...]

    def share(self, confidence: float) -> float:
        """The share right at a raw confidence."""
        index = bisect.bisect_right(self.from_confidence, confidence) - 1
        return self.share_right[max(0, index)]


def class_of(kind: str) -> str:
    """The class in which a kind of value is calibrated."""
    return CLASSES.get(kind, "text")


@functools.cache
def _tables() -> Mapping[str, Steps]:
    raw = json.loads(resources.files("ocr").joinpath("data/calibration.json").read_text("utf-8"))
    return {
        key: Steps(tuple(step[0] for step in steps), tuple(step[1] for step in steps))
        for key, steps in raw["steps"].items()
    }


def share_right(kind: str, level: int, confidence: float) -> float:
    """The share of such values that were right, from 0 to 1; the raw confidence where none were measured."""
    steps = _tables().get(f"{class_of(kind)}-{level}")
    return steps.share(confidence) if steps else confidence


def fitted(samples: Sequence[tuple[float, bool]]) -> Steps:
    """Rising steps through ``(confidence, right)`` samples: isotonic regression with one error and one hit added.

    Pool adjacent violators (Ayer et al. 1955); the added error keeps small pools from claiming certainty.
    """
    ordered = sorted(samples)
    pools: list[list[float]] = []  # first confidence, right, all
    for confidence, is_right in ordered:
        pools.append([confidence, float(is_right), 1.0])
        while len(pools) > 1 and pools[-2][1] * pools[-1][2] >= pools[-1][1] * pools[-2][2]:
            _first, right, every = pools.pop()
            pools[-1][1] += right
            pools[-1][2] += every
    smooth = [(pool[0], (pool[1] + 1.0) / (pool[2] + 1.25)) for pool in pools]
    rising, best = [], 0.0
    for confidence, share in smooth:
        best = max(best, min(share, 1.0))
        rising.append((confidence, best))
    return Steps(
        tuple(round(confidence, 4) for confidence, _share in rising), tuple(round(share, 4) for _c, share in rising)
    )

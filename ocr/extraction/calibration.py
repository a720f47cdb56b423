"""How often values of a kind with such evidence and such a confidence were right on papers of our own making.

``ocr/data/calibration.json`` is written by ``python -m bench.calibrate`` (docs/recognition.md): for each class of
values and level of evidence, rising steps of the raw confidence with the share that was right.
"""

import functools
import json
from collections.abc import Mapping
from importlib import resources

from ocr.steps import Steps

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

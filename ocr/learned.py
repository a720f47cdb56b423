"""A classifier that learns an office's papers from what its clerks confirmed; it stands beside the rules.

Character n-grams of the first page, one centre for each type, cosine likeness. How far the best type must be
ahead of the second is measured by leaving each paper out in turn; below that it says nothing. The rules go
first: it is asked only where they leave a paper open. Kept as arrays without pickles.
"""

import io
import json
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ocr.steps import Steps, fitted
from ocr.text import fold

FILE_NAME = "learned.npz"
VERSION = 1
SIZE = 8192
"""Buckets into which n-grams fall."""

LETTERS = 1500
"""Letters of the first page that are looked at: the head, the title and the form's first labels."""

FEWEST = 3
"""Confirmed papers that a type needs before anything is said of it."""

SURE = 0.95
"""Share right, measured by leaving one out, from which a type is named."""

UNLIKE_PERCENT = 2.0
"""Percent of the right papers that are less like their type than ``least``."""

STRANGER = 0.8
"""Share of that likeness below which a paper is none of the known kinds: new papers name people not yet seen."""

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LearnedModel:
    """Types, their centres ``(types, SIZE) float32`` of length 1, and what a lead is worth.

    ``least`` is the likeness that nearly every paper has to the centre of its own type.
    """

    types: tuple[str, ...]
    centres: Vector
    steps: Steps
    least: float
    papers: int

    def suggest(self, text: str) -> tuple[str, float] | None:
        """The type of a first page and the share of such suggestions that were right, or None when unsure."""
        if not self.types:
            return None
        likeness = self.centres @ vector_of(text)
        order = np.argsort(likeness)[::-1]
        lead = float(likeness[order[0]] - likeness[order[1]]) if len(order) > 1 else 0.0
        share = self.steps.share(lead)
        is_like = float(likeness[order[0]]) >= self.least
        return (self.types[int(order[0])], share) if is_like and share >= SURE else None


def vector_of(text: str) -> Vector:
    """The n-grams of three and four letters of a text, damped, as a vector of length 1 (0 for no text)."""
    plain = fold(text)[:LETTERS]
    counts = Counter(
        zlib.crc32(plain[start : start + length].encode("ascii")) % SIZE
        for length in (3, 4)
        for start in range(len(plain) - length + 1)
    )
    vector = np.zeros(SIZE, np.float32)
    for bucket, count in counts.items():
        vector[bucket] = 1 + np.log(count)
    norm = float(np.linalg.norm(vector))
    return vector / norm if norm else vector


def learn(papers: Iterable[tuple[str, str]]) -> LearnedModel:
    """A model of ``(type, text of the first page)``; types with too few papers are left out."""
    by_type: dict[str, list[Vector]] = defaultdict(list)
    for kind, text in papers:
        vector = vector_of(text)
        if vector.any():
            by_type[kind].append(vector)
    known = {kind: vectors for kind, vectors in sorted(by_type.items()) if len(vectors) >= FEWEST}
    types = tuple(known)
    sums = [np.sum(known[kind], axis=0) for kind in types]
    centres = np.stack([_unit(total) for total in sums]) if types else np.zeros((0, SIZE), np.float32)
    papers_used = sum(len(vectors) for vectors in known.values())
    tried = _left_out(known, sums, centres)
    right = [likeness for likeness, _lead, is_right in tried if is_right]
    least = STRANGER * float(np.percentile(right, UNLIKE_PERCENT)) if right else 1.0
    steps = fitted([(lead, is_right) for _likeness, lead, is_right in tried])
    return LearnedModel(types, centres.astype(np.float32), steps, least, papers_used)


def _unit(vector: Vector) -> Vector:
    norm = float(np.linalg.norm(vector))
    return vector / norm if norm else vector


def _left_out(
    known: Mapping[str, Sequence[Vector]], sums: Sequence[Vector], centres: Vector
) -> list[tuple[float, float, bool]]:
    """Likeness, lead and rightness of every paper, judged by centres that do not know it."""
    found = []
    for number, kind in enumerate(known):
        for vector in known[kind]:
            likeness = centres @ vector
            likeness[number] = _unit(sums[number] - vector) @ vector
            order = np.argsort(likeness)[::-1]
            lead = float(likeness[order[0]] - likeness[order[1]]) if len(order) > 1 else 0.0
            found.append((float(likeness[order[0]]), lead, int(order[0]) == number))
    return found


def packed(model: LearnedModel) -> bytes:
    """The model as the bytes of an ``npz`` file."""
    head = {
        "version": VERSION,
        "types": list(model.types),
        "papers": model.papers,
        "least": model.least,
        "steps": [list(model.steps.from_confidence), list(model.steps.share_right)],
    }
    stream = io.BytesIO()
    np.savez_compressed(stream, head=np.frombuffer(json.dumps(head).encode("utf-8"), np.uint8), centres=model.centres)
    return stream.getvalue()


def load(path: Path) -> LearnedModel | None:
    """The model of a file; None when there is none, or none that this version can read."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            head = json.loads(bytes(arrays["head"]).decode("utf-8"))
            centres = np.asarray(arrays["centres"], np.float32)
        types = tuple(str(kind) for kind in head["types"])
        if head["version"] != VERSION or centres.shape != (len(types), SIZE):
            return None
        steps = Steps(tuple(map(float, head["steps"][0])), tuple(map(float, head["steps"][1])))
        return LearnedModel(types, centres, steps, float(head["least"]), int(head["papers"]))
    except (OSError, EOFError, KeyError, IndexError, ValueError, TypeError, zipfile.BadZipFile):
        return None

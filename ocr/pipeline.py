"""One page: image in, reading out. Runs in a worker process and never raises for a bad page."""

import dataclasses
import os
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

import cv2
import numpy as np

from ocr import born_digital
from ocr.boxes import BoxedNumber, beside_boxes, boxed_numbers, without_boxes
from ocr.cleaning import clean_lines, grouped, looks_like_mrz, mean_confidence
from ocr.codes import read_codes
from ocr.engines import RawWord
from ocr.engines.pixels import engine, recognise_pixels
from ocr.errors import EngineMissing, ImageTooLarge, LanguageMissing, OcrError, PageTimeout
from ocr.handwriting import unread_zones
from ocr.image import Array, PageImage, guess_dpi, load, read_header
from ocr.lines import fold_of, rebuild_lines
from ocr.merge import doubtful_lines, doubtful_share, vote
from ocr.missed import missed_words
from ocr.pieces import read_pieces, scaled
from ocr.preprocess import geometry, prepare, sheet_of
from ocr.preprocess.content import has_marks, has_print
from ocr.remarks import remark_on
from ocr.types import Barcode, Box, Line, PageReading, PageTask, Problem, Word
from ocr.zones import FIGURES, second_readings

TARGET_DPI = 300
FULL_DPI = 300
FIRST_DPI, SECOND_DPI = 150, 200
"""The engine shrinks lines to 36 rows by itself, badly; on a page reduced well beforehand it reads as much in
little more than half the time, and two such readings together err less than one at 300 dpi
(docs/recognition.md)."""

DOUBT = 0.05
"""Share of doubtful letters from which a page is read a second time. On half of our pages the first reading is
already better than two merged, for two thirds of the time (docs/recognition.md)."""

MOST_LINES = 12
"""Doubtful lines of a page that are read again by themselves; more are print that the engine cannot read."""

SMALL_PRINT_INCH = 0.085
"""Median height of words below which print is about 8 points, as on identity cards."""

ZONE_RESERVE_S = 10.0
"""Seconds of a page's limit that must be left for reading its numbers once more."""

LOW_DPI = 150
BROKEN = (cv2.error, MemoryError, ValueError, OSError, LookupError, ArithmeticError, np.linalg.LinAlgError)
"""What image code raises over pages that nobody foresaw; one page's problem, never the program's."""

_CLEANING = ("sheet", "ink", "edges", "background", "speckle")
STEPS = (*_CLEANING, "turn", "skew", "second", "lines", "missed", "mend", "zones", "boxes")
"""Steps that ``bench.ablation`` leaves out one by one."""

_MRZ_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
_UPRIGHT_MARGIN = 0.12
"""Evidence below this is too weak to tell up from down; measured in tests/ocr on drawn pages."""


def prepare_worker() -> None:
    """Called once in every worker: one thread each, and Ctrl-C is the parent's business."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    cv2.setNumThreads(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def engine_info(language: str) -> str:
    """Name and version of the engine; ``EngineMissing`` or ``LanguageMissing``."""
    return engine().info(language)


def read_page(task: PageTask, without: AbstractSet[str] = frozenset()) -> PageReading:
    """Reads one page; ``without`` names steps of :data:`STEPS` to leave out, which only measurements do.

    Raises:
        EngineMissing, LanguageMissing: nothing can be read on this machine; all else becomes a problem.
    """
    begun = time.perf_counter()
    try:
        header = read_header(Path(task.path))
        pixels = load(Path(task.path), header)
    except OcrError as error:
        code = error.code if isinstance(error, ImageTooLarge) else "OCR-IMAGE-UNREADABLE"
        return _unread(task, Problem(code, task.number, str(error)), 0, 0)
    except BROKEN as error:
        return _unread(task, Problem("OCR-IMAGE-UNREADABLE", task.number, type(error).__name__), 0, 0)
    dpi = task.dpi or header.dpi or guess_dpi(header.width, header.height)
    height, width = pixels.shape[:2]
    try:
        reading = _Reader(task, pixels, dpi, without).read()
    except PageTimeout as error:
        return _unread(task, Problem(error.code, task.number, str(error)), width, height)
    except (EngineMissing, LanguageMissing):
        raise
    except OcrError as error:
        return _unread(task, Problem("OCR", task.number, str(error)), width, height)
    except BROKEN as error:
        return _unread(task, Problem("OCR", task.number, type(error).__name__), width, height)
    return dataclasses.replace(reading, seconds=time.perf_counter() - begun)


def _unread(task: PageTask, problem: Problem, width: int, height: int) -> PageReading:
    return PageReading(
        number=task.number,
        width_px=width,
        height_px=height,
        dpi=task.dpi or TARGET_DPI,
        rotation=0,
        skew_deg=0.0,
        blank=False,
        confidence=None,
        text="",
        lines=(),
        barcodes=(),
        engine="",
        upright_width=width,
        upright_height=height,
        problems=(problem,),
    )


class _Reader:
    """The steps of one page, in order; ``steps`` records what was done."""

    def __init__(self, task: PageTask, pixels: Array, dpi: int, without: AbstractSet[str] = frozenset()) -> None:
        self._task = task
        self._without = without
        self._turns_itself = task.turn is None and "turn" not in without
        self._pixels = pixels
        self._dpi = dpi
        self._height, self._width = int(pixels.shape[0]), int(pixels.shape[1])
        self._steps: list[str] = []
        self._problems: list[Problem] = []
        self._rotation = 0
        self._skew = 0.0
        self._second: Mapping[Box, str] = {}
        self._numbers: tuple[BoxedNumber, ...] = ()
        self._deadline = time.perf_counter() + task.timeout_s

    def read(self) -> PageReading:
        if min(self._height, self._width) < 16:
            return self._reading((), (), blank=True)
        page = self._prepared()
        ink = geometry.ink_of(page)
        if not has_print(ink) and not self._codes(page):
            return self._without_print()
        if self._dpi < LOW_DPI:
            self._problems.append(Problem("OCR-LOW-DPI", self._task.number, str(self._dpi)))
        page, evidence = self._upright(page, ink)
        codes = self._codes(page)
        if self._task.layer and born_digital.covers(page, self._task.layer):
            return self._layer_reading(page, codes)
        page = self._without_boxes(page)
        words = self._at_scale(page, FIRST_DPI)
        page, words, codes = self._doubted(page, words, codes, evidence)
        if words:
            words = self._read_again(page, words)
        words = beside_boxes((*words, *self._missed(page, words)), self._numbers)
        fold = fold_of(words, page.width, page.height)
        words = rebuild_lines(words, fold)
        if not words:
            words = self._second_try(page)
        lines = self._lines(page, words)
        if fold is not None:
            self._steps.append("spread")
        remark = remark_on(lines, fold)
        if remark:
            self._problems.append(Problem(remark, self._task.number, ""))
        whole = self._reading(lines, codes, blank=False, page=page)
        return dataclasses.replace(whole, unread=unread_zones(page, self._pixels, lines))

    def _without_print(self) -> PageReading:
        """A blank page, or one that only a person can read."""
        if not has_marks(sheet_of(self._pixels, self._dpi, self._without)[0]):
            self._steps.append("blank")
            return self._reading((), (), blank=True)
        self._problems.append(Problem("OCR-NO-WORDS", self._task.number, ""))
        return self._reading((), (), blank=False)

    def _prepared(self) -> PageImage:
        page, done = prepare(self._pixels, self._dpi, self._without)
        self._steps.extend(done)
        return page

    def _upright(self, page: PageImage, ink: Array) -> tuple[PageImage, float]:
        """The page upright and level, and how sure we are that up is up."""
        turn = self._task.turn or (90 if self._turns_itself and geometry.is_sideways(ink) else 0)
        if turn:
            ink = np.rot90(ink, -turn // 90)
        skew = geometry.skew_of(np.ascontiguousarray(ink)) if "skew" not in self._without else 0.0
        turned = geometry.level(geometry.quarter_turn(page, turn), skew)
        evidence = geometry.upright_evidence(turned.pixels, turned.dpi)
        if evidence < -_UPRIGHT_MARGIN and self._turns_itself:
            turned = geometry.quarter_turn(turned, 180)
            turn, evidence = turn + 180, -evidence
        self._rotation, self._skew = turn, skew
        if turn:
            self._steps.append(f"turn-{turn}")
        if abs(skew) >= 0.15:
            self._steps.append(f"skew{skew:+.1f}")
        if turned.dpi < 260:
            factor = TARGET_DPI / turned.dpi
            turned = geometry.resized(turned, factor)
            self._steps.append("enlarged")
        elif turned.dpi > 420:
            turned = geometry.resized(turned, TARGET_DPI / turned.dpi)
            self._steps.append("reduced")
        return turned, abs(evidence)

    def _doubted(
        self, page: PageImage, words: tuple[RawWord, ...], codes: tuple[Barcode, ...], evidence: float
    ) -> tuple[PageImage, tuple[RawWord, ...], tuple[Barcode, ...]]:
        """Reads the page other ways round too when neither its marks nor its words say how it stands."""
        if not self._turns_itself:
            return page, words, codes
        sure = _worth(words) >= 40 and mean_confidence(words) > 0.75
        if sure or (evidence >= _UPRIGHT_MARGIN and mean_confidence(words) > 0.55):
            return page, words, codes
        best, best_page, best_turn = words, page, 0
        for turn in (180, 90, 270):
            other = geometry.quarter_turn(page, turn)
            again = self._at_scale(other, FIRST_DPI)
            if _worth(again) > _worth(best):
                best, best_page, best_turn = again, other, turn
            if _worth(best) >= 40 and mean_confidence(best) > 0.75:
                break
        if not best_turn:
            return page, words, codes
        self._rotation = (self._rotation + best_turn) % 360
        self._steps.append("turned-by-reading")
        return self._without_boxes(best_page), best, self._codes(best_page)

    def _without_boxes(self, page: PageImage) -> PageImage:
        """The page without the numbers that stand in boxes, which are read by themselves."""
        if "boxes" not in self._without:
            self._numbers = boxed_numbers(page, lambda picture, letters: self._recognise(picture, 6, letters))
        self._steps.extend(["boxes"] if self._numbers else [])
        return without_boxes(page, self._numbers)

    def _codes(self, page: PageImage) -> tuple[Barcode, ...]:
        return tuple(
            dataclasses.replace(code, box=page.delivered_box(code.box, self._width, self._height))
            for code in read_codes(page.pixels, page.dpi)
        )

    def _recognise(
        self, page: PageImage, layout: int = 3, letters: str = "", area: Box | None = None
    ) -> tuple[RawWord, ...]:
        # Why: the Vietnamese model bends MRZ letters into syllables; the English one does not. Figures alone it keeps.
        language = "eng" if letters not in ("", FIGURES) and engine().has("eng") else self._task.language
        return recognise_pixels(page, language, layout, self._time_left(), letters, area)

    def _time_left(self) -> float:
        left = self._deadline - time.perf_counter()
        if left <= 0.5:
            raise PageTimeout(self._task.timeout_s)
        return left

    def _at_scale(self, page: PageImage, dpi: int, layout: int = 3) -> tuple[RawWord, ...]:
        """Words read on a copy of another resolution; boxes in the page's own pixels."""
        factor = dpi / page.dpi
        if abs(factor - 1) < 0.05:
            return self._recognise(page, layout)
        copy = geometry.resized(page, factor)
        words = recognise_pixels(copy, self._task.language, layout, self._time_left())
        return tuple(dataclasses.replace(word, box=scaled(word.box, 1 / factor)) for word in words)

    def _read_again(self, page: PageImage, words: tuple[RawWord, ...]) -> tuple[RawWord, ...]:
        """What is doubtful read once more: the whole page where much is, else its doubtful lines by themselves."""
        if doubtful_share(words) > DOUBT:
            return words if "second" in self._without else vote((words, self._second_reading(page, words)))
        lines = doubtful_lines(words)
        if "lines" in self._without or not 0 < len(lines) <= MOST_LINES:
            return words
        pieces = read_pieces(page, lines, lambda picture: self._recognise(picture, layout=6))
        return vote((words, tuple(word for piece in pieces for word in piece)))

    def _second_reading(self, page: PageImage, words: tuple[RawWord, ...]) -> tuple[RawWord, ...]:
        """The page read once more at another scale, where the first reading's errors are seldom repeated."""
        heights = sorted(word.box.height for word in words if len(word.text) > 1)
        small_print = bool(heights) and heights[len(heights) // 2] < SMALL_PRINT_INCH * page.dpi
        return self._at_scale(page, FULL_DPI if small_print else SECOND_DPI)

    def _missed(self, page: PageImage, words: tuple[RawWord, ...]) -> tuple[RawWord, ...]:
        """What looks like print and was not read, read by itself."""
        if "missed" in self._without or not words:
            return ()
        found = missed_words(page, words, lambda picture: self._recognise(picture, layout=6))
        if found:
            self._steps.append("missed")
        return found

    def _second_try(self, page: PageImage) -> tuple[RawWord, ...]:
        """Once more as one block of a smoothed page, before the page counts as unreadable."""
        calm = dataclasses.replace(page, pixels=np.asarray(cv2.medianBlur(page.pixels, 5), np.uint8))
        self._steps.append("second-try")
        return self._recognise(calm, layout=6)

    def _lines(self, page: PageImage, words: Sequence[RawWord]) -> tuple[Line, ...]:
        lines = self._with_mrz(page, [line for line in clean_lines(words, mend="mend" not in self._without) if line])
        self._second = self._zones(page, lines)
        return tuple(self._line(page, line) for line in lines)

    def _zones(self, page: PageImage, lines: Sequence[Sequence[RawWord]]) -> Mapping[Box, str]:
        """Numbers and codes read once more by the other model; nothing without it or when time runs out."""
        if "zones" in self._without or not engine().has("eng") or self._deadline - time.perf_counter() < ZONE_RESERVE_S:
            return {}
        again = second_readings(page, lines, lambda picture, letters: self._recognise(picture, 6, letters))
        return {**again, **{number.word.box: number.second for number in self._numbers}}

    def _with_mrz(self, page: PageImage, lines: list[list[RawWord]]) -> list[list[RawWord]]:
        """Machine-readable lines read again with their own letters: the language model does not know them."""
        marked = [index for index, line in enumerate(lines) if looks_like_mrz(line)]
        if not marked:
            return lines
        first, last = marked[0], marked[-1]
        if last - first > 3:
            return lines
        whole = _union(word.box for index in marked for word in lines[index])
        pad = max(12, whole.height // 6)
        area = Box(
            max(0, whole.x - 2 * pad),
            max(0, whole.y - pad),
            min(page.width - max(0, whole.x - 2 * pad), whole.width + 4 * pad),
            min(page.height - max(0, whole.y - pad), whole.height + 2 * pad),
        )
        again = self._recognise(page, layout=6, letters=_MRZ_LETTERS, area=area)
        fresh = [_joined(line) for line in grouped(again)]
        fresh = [line for line in fresh if "<" in line[0].text and len(line[0].text) >= 20]
        if not fresh:
            return lines
        self._steps.append("mrz")
        return lines[:first] + fresh + lines[last + 1 :]

    def _line(self, page: PageImage, words: Sequence[RawWord]) -> Line:
        made = tuple(
            Word(
                word.text,
                page.delivered_box(word.box, self._width, self._height),
                word.confidence,
                self._second.get(word.box),
            )
            for word in words
        )
        box = made[0].box
        for word in made[1:]:
            box = box.union(word.box)
        return Line(made, box, _union(word.box for word in words), tuple(word.box for word in words))

    def _layer_reading(self, page: PageImage, codes: tuple[Barcode, ...]) -> PageReading:
        self._steps.append("pdf-text")
        lines = born_digital.lines_of(page, self._task.layer)
        reading = self._reading(lines, codes, blank=False, page=page)
        return dataclasses.replace(reading, engine="pdf-text")

    def _reading(
        self,
        lines: tuple[Line, ...],
        codes: tuple[Barcode, ...],
        *,
        blank: bool,
        page: PageImage | None = None,
    ) -> PageReading:
        words = [word for line in lines for word in line.words]
        return PageReading(
            number=self._task.number,
            width_px=self._width,
            height_px=self._height,
            dpi=self._dpi,
            rotation=self._rotation % 360,
            skew_deg=round(self._skew, 2),
            blank=blank,
            confidence=mean_confidence(words) if words else None,
            text="\n".join(line.text for line in lines),
            lines=lines,
            barcodes=codes,
            engine=engine().info(self._task.language),
            upright_width=page.width if page else self._width,
            upright_height=page.height if page else self._height,
            steps=tuple(self._steps),
            problems=tuple(self._problems),
        )


def _joined(line: Sequence[RawWord]) -> list[RawWord]:
    text = "".join(word.text for word in line)
    confidence = mean_confidence(line)
    return [RawWord(text, _union(word.box for word in line), confidence, line[0].line)]


def _union(boxes: "Iterator[Box] | Sequence[Box]") -> Box:
    every = list(boxes)
    box = every[0]
    for other in every[1:]:
        box = box.union(other)
    return box


def _worth(words: Sequence[RawWord]) -> float:
    """Letters that the engine is sure of; what an upside-down page has few of.

    The engine reads lines that run downwards too, so that words higher than wide say nothing for the page's turn.
    """
    return sum(
        len(word.text) * word.confidence
        for word in words
        if word.confidence > 0.6 and len(word.text) > 1 and (len(word.text) < 3 or word.box.width > word.box.height)
    )

"""A form in parts, each about one person and headed by who it is: «1. VỢ», «THÔNG TIN NGƯỜI CHỒNG», «Phần khai về mẹ».

The label of the name takes the person's role with it («Họ, chữ đệm, tên vợ»), as forms print it that have no heads.
"""

import dataclasses
import re
from collections.abc import Sequence

from ocr.text import fold
from ocr.types import Line, Word

_HEAD = re.compile(
    r"(?:[0-9ivx]{1,3} )?(?:(?:thong tin|phan khai|phan ghi|phan|ve|cua) ){0,3}"
    r"(?:(?:nguoi|ben) )?(vo|chong|nu|nam|me|cha)"
)
_ROLES = {"vo": "vợ", "nu": "vợ", "chong": "chồng", "nam": "chồng", "me": "mẹ", "cha": "cha"}
_NAME = re.compile(r"(?:[0-9]{1,2} )?(?:[0-9] )?ho (?:(?:chu )?dem |va )?(?:chu dem )?(?:va )?ten\b")
_REACH = 4
"""Lines below its head within which a person's name is asked."""


def named_parts(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with the role of each headed person behind the label of the name; as they were where none is."""
    heads = [(at, match.group(1)) for at, line in enumerate(lines) if (match := _HEAD.fullmatch(fold(line.text)))]
    told = list(lines)
    found = 0
    for at, role in heads:
        for below in range(at + 1, min(at + 1 + _REACH, len(lines))):
            place = _label_end(lines[below])
            if place is not None:
                told[below] = _with_role(lines[below], place, _ROLES[role], lines[at].words[-1])
                found += 1
                break
    return tuple(told) if found > 1 else tuple(lines)


def _label_end(line: Line) -> int | None:
    """Behind which word of a line the label of a name ends, when the line begins with one that has no role yet."""
    for count in range(2, min(7, len(line.words) + 1)):
        said = fold(" ".join(word.text for word in line.words[:count]))
        if _NAME.fullmatch(said):
            behind = fold(" ".join(word.text for word in line.words[count : count + 2]))
            return None if re.match(r"(?:nguoi |ben )?(?:vo|chong|me|cha|khai)\b", behind) else count
    return None


def _with_role(line: Line, place: int, role: str, head: Word) -> Line:
    """The line with a word for the role behind word number ``place``; the head's confidence goes with it."""
    last = line.words[place - 1]
    bare = last.text.rstrip(" .:;")
    label = [dataclasses.replace(word, text=word.text.rstrip(".:;") or word.text) for word in line.words[: place - 1]]
    words = (
        *label,
        dataclasses.replace(last, text=bare),
        dataclasses.replace(head, text=role + last.text[len(bare) :], box=last.box, second=None),
        *line.words[place:],
    )
    if len(line.word_uprights) != len(line.words):
        return dataclasses.replace(line, words=words)
    uprights = (*line.word_uprights[:place], line.word_uprights[place - 1], *line.word_uprights[place:])
    return dataclasses.replace(line, words=words, word_uprights=uprights)

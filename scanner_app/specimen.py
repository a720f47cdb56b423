"""The specimen dossier that ships with the program: its pages, its truth, and the people of the demo.

Everything in it is invented. Made by ``python -m specimens.make``; see ``docs/specimens.md``.
"""

import json
from pathlib import Path
from typing import Any

#: Transfer of land use right; the first dossier.
PROCEDURE = "1.013831"
#: The buyer, who files it; co-owner of the land before, sole owner after.
PERSON_ID = "022188604217"
PERSON_NAME = "Nguyễn Thị Diệu Hương"
#: Building permit, asked later by the same woman: the store holds her certificate by then.
SECOND_PROCEDURE = "1.013225"
SECOND_PERSON_ID = PERSON_ID


def specimen_folder() -> Path:
    """Where the pages lie; read only."""
    return Path(__file__).parent / "acquisition" / "specimen_pages"


def specimen_pages() -> tuple[Path, ...]:
    """The pages in the order of the feeder, both sides of a sheet one after the other."""
    return tuple(sorted(specimen_folder().glob("*.jpg")))


def truth() -> dict[str, Any]:
    """What is on the pages: ``documents`` with type, fields and pages, and ``blank_pages``."""
    # Any: the file's own form, described in docs/specimens.md.
    content: dict[str, Any] = json.loads((specimen_folder() / "truth.json").read_text(encoding="utf-8"))
    return content

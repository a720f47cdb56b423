"""Updates ui/i18n from the sources: lupdate, then lrelease. Run after changing a visible string.

New strings come out as ``unfinished``; write their Vietnamese into ``ui/i18n/sohoa_vi.ts`` and run it again.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "ui" / "i18n" / "sohoa_vi.ts"


def main() -> int:
    """Runs both tools; gives the number of strings without a translation, at most 1 as exit status."""
    tools = Path(sys.executable).parent
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "ui").rglob("*.py"))
    update = [str(tools / "pyside6-lupdate"), *sources, "-ts", str(CATALOGUE.relative_to(ROOT)), "-no-obsolete"]
    subprocess.run([*update, "-locations", "none"], cwd=ROOT, check=True)
    release = [str(tools / "pyside6-lrelease"), str(CATALOGUE), "-qm", str(CATALOGUE.with_suffix(".qm"))]
    subprocess.run(release, cwd=ROOT, check=True)
    return int('type="unfinished"' in CATALOGUE.read_text("utf-8"))


if __name__ == "__main__":
    sys.exit(main())

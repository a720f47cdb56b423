"""Seconds per document for a day's documents signed with one PIN on a software token (SoftHSM2).

python -m bench.sign [--documents 100]
"""

import argparse
import datetime as dt
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from PIL import Image

from scanner_app.export import ExportPage, Metadata, validate, write_pdf
from scanner_app.signing import check, open_token, sign_batch
from tests.support import signing as fake
from warehouse.records import SignatureState


def main() -> None:
    """Signs, checks with pyHanko, and samples with poppler."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100)
    count = parser.parse_args().documents
    module = fake.find_module()
    if module is None:
        raise SystemExit("SoftHSM2 is not installed (apt-get install softhsm2)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["SOFTHSM2_CONF"] = str(fake.write_config(folder / "hsm"))
        authority = fake.make_authority(folder)
        fake.make_token(folder / "hsm", fake.make_identity(folder, authority))
        papers = make_papers(folder, count)
        begun = time.perf_counter()
        with open_token(module, fake.PIN) as signer:
            for _ in sign_batch(signer, papers, lambda: fake.NOW):
                pass
        seconds = time.perf_counter() - begun
        print(f"{count} documents with one PIN: {seconds:.1f} s, {seconds / count:.3f} s per document")
        states = [check(paper, [authority.path]).state for paper in papers]
        print(f"valid for pyHanko: {states.count(SignatureState.VALID)} of {count}")
        told = [
            subprocess.run(["pdfsig", "-nocert", paper], capture_output=True, check=False).stdout for paper in papers
        ]
        print(f"valid for pdfsig: {sum(b'Signature is Valid.' in text for text in told)} of {count}")
        print(f"still PDF/A by our checks: {sum(not validate(paper) for paper in papers)} of {count}")


def make_papers(folder: Path, count: int) -> list[Path]:
    """Copies of one small paper."""
    image = folder / "page.png"
    Image.new("RGB", (1240, 1754), "white").save(image)
    created = fake.NOW - dt.timedelta(hours=1)
    first = write_pdf([ExportPage(image, None, 150)], Metadata("Thử", "", "", (), created), folder / "first.pdf").path
    return [Path(shutil.copy(first, folder / f"{index:04d}.pdf")) for index in range(count)]


if __name__ == "__main__":
    main()

"""Ready offices."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    place = Office(tmp_path / "tram")
    yield place
    place.close()

"""Ready offices."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import postgres
from tests.warehouse.office import Office
from tests.warehouse.restored_office import Story
from warehouse import admin

_NAMES = itertools.count(1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    place = Office(tmp_path / "tram")
    yield place
    place.close()


@pytest.fixture(scope="session")
def pg_cluster() -> Iterator[postgres.Cluster]:
    lacking = postgres.missing()
    if lacking:
        pytest.skip(f"missing: {lacking}")
    with postgres.cluster() as running:
        yield running


@pytest.fixture
def pg_url(pg_cluster: postgres.Cluster) -> str:
    url = pg_cluster.fresh(f"kho{next(_NAMES)}")
    admin.init(url)
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty shared store of each kind."""
    if request.param == "postgres":
        return str(request.getfixturevalue("pg_url"))
    return f"sqlite:///{(tmp_path / 'shared.sqlite').as_posix()}"


@pytest.fixture
def any_office(any_url: str, tmp_path: Path) -> Iterator[Office]:
    place = Office(tmp_path / "tram", any_url)
    yield place
    place.close()


@pytest.fixture
def story(any_url: str, tmp_path: Path) -> Iterator[Story]:
    told = Story(tmp_path, any_url)
    yield told
    told.office.close()


@pytest.fixture
def behind(story: Story) -> Story:
    """The story up to the restored station."""
    story.lose_days()
    story.restore()
    return story

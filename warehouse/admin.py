"""What the shared store's administrator alone does: create it, upgrade it, say how it stands."""

from sqlalchemy.engine import make_url

from warehouse.errors import DatabaseOlder
from warehouse.session import open_store


def init(url: str) -> str:
    """Creates the shared store's tables; nothing changes when they are there."""
    open_store(url, "shared", upgrade=True).close()
    return status(url)


def upgrade(url: str) -> str:
    """Brings the shared store to this program's schema."""
    return init(url)


def status(url: str) -> str:
    """``ready`` or ``not created / older``, with the address."""
    place = make_url(url).render_as_string(hide_password=True)
    try:
        open_store(url, "shared", upgrade=False).close()
    except DatabaseOlder as error:
        return f"{place}: {error.args[0] or 'empty'} → {error.args[1]}"
    return f"{place}: ready"

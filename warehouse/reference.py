"""Reference data that are edited in one place: published into the shared store, fetched by every station.

What a station has fetched lies as TOML files in its reference folder and stands before what ships with the
program; a file that cannot be read any more is passed over, because an old calendar beats none.
"""

import datetime as dt
import hashlib
import tomllib
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from warehouse.blobs import write_whole
from warehouse.catalogue import check_data
from warehouse.models.star import reference
from warehouse.session import Store

NAMES = ("procedures", "calendar")
"""What may be published: the catalogue of procedures and the calendar of working days."""


def publish(shared: Store, name: str, text: str, by: str, at: dt.datetime) -> int:
    """Puts a new version of a file into the shared store; gives its number, that of the last one if equal.

    Raises:
        ValueError: the text is no TOML of that file's form; the message says where.
    """
    if name not in NAMES:
        raise ValueError(name)
    check_data(name, tomllib.loads(text))
    digest = hashlib.sha256(text.encode()).hexdigest()
    with shared.write() as connection:
        query = select(reference.c.version, reference.c.sha256).where(reference.c.name == name)
        last = connection.execute(query.order_by(reference.c.version.desc()).limit(1)).first()
        if last is not None and last.sha256 == digest:
            return int(last.version)
        version = int(last.version) + 1 if last is not None else 1
        row = {"name": name, "version": version, "sha256": digest, "body": text, "by": by, "at": at}
        connection.execute(insert(reference).values(row))
    return version


def newest(connection: Connection, name: str) -> str | None:
    """The text of the newest version that was published here; None where nothing was."""
    query = select(reference.c.body).where(reference.c.name == name)
    return connection.execute(query.order_by(reference.c.version.desc()).limit(1)).scalar()


def fetch(shared: Store, folder: Path) -> tuple[str, ...]:
    """Writes the newest version of each file into the folder; gives the names of those that changed."""
    newest = select(reference.c.name, func.max(reference.c.version).label("version")).group_by(reference.c.name)
    newest_rows = newest.subquery()
    query = select(reference).join(
        newest_rows, (newest_rows.c.name == reference.c.name) & (newest_rows.c.version == reference.c.version)
    )
    with shared.read() as connection:
        rows = list(connection.execute(query))
    changed: list[str] = []
    for row in rows:
        path = folder / f"{row.name}.toml"
        content = row.body.encode()
        if row.name in NAMES and (not path.is_file() or path.read_bytes() != content):
            write_whole(path, content)
            changed.append(row.name)
    return tuple(changed)

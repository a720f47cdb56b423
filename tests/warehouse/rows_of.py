"""Everything that a shared store holds, to compare two of them row by row and blob by blob."""

import hashlib
from pathlib import Path

from sqlalchemy import select

from warehouse.models.star import metadata
from warehouse.session import Store


def everything(store: Store, blobs: Path) -> dict[str, list[tuple[object, ...]]]:
    """Rows of every table in order, and each blob's place with its content's hash."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with store.read() as connection:
        for table in metadata.sorted_tables:
            columns = [column for column in table.columns if column.name != "tsv"]
            rows = [tuple(row) for row in connection.execute(select(*columns))]
            found[table.name] = sorted(rows, key=repr)
    files = [path for path in blobs.rglob("*") if path.is_file()] if blobs.is_dir() else []
    found["blobs"] = sorted(
        (path.relative_to(blobs).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files
    )
    return found

"""A station that loses days: its way up to the backup, after it, and the restore."""

from pathlib import Path

from tests.warehouse.office import Office, event, value
from warehouse.backup import backup, restore
from warehouse.records import DocumentRow, LoadRefusal, SearchQuery


def code(number: int) -> str:
    return f"H49.16-261123-{number:04d}"


def changed(office: Office, row: DocumentRow, name: str) -> None:
    """A clerk writes another name into a paper and releases it again."""
    office.work.save_field(value(row.id, "ho_ten", name, by="can-bo"), event())
    office.release_again(office.work.document(row.id))


def pushed(office: Office) -> list[LoadRefusal]:
    return [refusal for report in office.syncer().push() for refusal in report.refused]


def found(office: Office, words: str) -> int:
    return office.shared().search(SearchQuery(words=words)).count


class Story:
    """A and B were sent; the backup was taken; then A was changed, C came, and that was sent too."""

    def __init__(self, home: Path, url: str) -> None:
        self.home, self.url, self.lives = home, url, 0
        self.office = Office(home / "tram", url)
        self.a, self.b = self.office.release(1), self.office.release(2)
        list(self.office.syncer().push())
        self.back_up()

    def back_up(self) -> None:
        backup(self.office.home, self.home / "sao.zip")

    def lose_days(self) -> None:
        changed(self.office, self.a, "Lê Văn Mới")
        self.c = self.office.release(3)
        assert pushed(self.office) == []

    def restore(self) -> Office:
        self.office.close()
        self.lives += 1
        restore(self.home / "sao.zip", self.home / f"moi{self.lives}")
        self.office = Office(self.home / f"moi{self.lives}", self.url)
        return self.office


class StopAt:
    """Ends at the named arrow."""

    def __init__(self, arrow: str) -> None:
        self.arrow = arrow

    def __call__(self, name: str) -> None:
        if name == self.arrow:
            raise KeyboardInterrupt

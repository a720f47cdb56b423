"""``sohoa demo``: the main job end to end on the specimen dossier, each step with its figures."""

import argparse
import dataclasses
import tempfile
import time
from pathlib import Path

from scanner_app import specimen
from scanner_app.acquisition import ScanOptions
from scanner_app.cli import Context
from scanner_app.cli.dossiers import confirm_field
from scanner_app.cli.store import attach
from scanner_app.events import DocumentRead, Event, Loaded, PageRead, PageScanned, Published
from scanner_app.messages import reason
from scanner_app.ports import App
from scanner_app.workflow import review
from scanner_app.workflow.capture import capture
from scanner_app.workflow.digitize import digitize_dossier
from scanner_app.workflow.intake import HANOI, open_dossier
from scanner_app.workflow.publish import release, sync
from warehouse.records import Answer, SearchQuery

BY = "demo"
SPECIMENS = "specimen"


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("demo", parents=[shared], help="the main job on the specimen dossier")
    parser.set_defaults(run=run)


def run(context: Context) -> int:
    """Runs the demonstration in ``--home``, else in a fresh folder of its own that it names and keeps."""
    from scanner_app.bootstrap import bootstrap

    chosen = context.args.home
    home = Path(chosen).absolute() if chosen else Path(tempfile.mkdtemp(prefix="sohoa-demo-"))
    settings = dataclasses.replace(context.settings, home=home, warehouse_url="")
    app = bootstrap(settings)
    try:
        return _Demo(context, app).run()
    finally:
        app.close()


class _Demo:
    """One run; every step prints what it did."""

    def __init__(self, context: Context, app: App) -> None:
        self._console = context.console
        self._app = app
        self._begun = time.perf_counter()

    def run(self) -> int:
        """All steps in order."""
        self._console.say(
            f"Hồ sơ mẫu (dữ liệu hư cấu). Thư mục: {self._app.settings.home}",
            f"Specimen dossier (invented data). Folder: {self._app.settings.home}",
        )
        dossier = open_dossier(
            self._app,
            procedure=specimen.PROCEDURE,
            person_id=specimen.PERSON_ID,
            person_name=specimen.PERSON_NAME,
            by=BY,
            is_demo=True,
        )
        self._step("Tiếp nhận", "Intake", dossier.code + (f", {dossier.due:%d/%m/%Y}" if dossier.due else ""))
        self._scan(dossier.code)
        self._digitize(dossier.code)
        self._confirm(dossier.code)
        self._release(dossier.code)
        self._load()
        self._find()
        self._reuse()
        self._console.say(
            f"Xong trong {time.perf_counter() - self._begun:.1f} giây.",
            f"Done in {time.perf_counter() - self._begun:.1f} seconds.",
        )
        return 0

    def _step(self, vi: str, en: str, figures: str) -> None:
        seconds = time.perf_counter() - self._begun
        self._console.say(f"[{seconds:5.1f} s] {vi}: {figures}", f"[{seconds:5.1f} s] {en}: {figures}")

    def _scan(self, code: str) -> None:
        # Why not all scanners: asking those of the network takes seconds.
        backend = self._app.scanners.backend_of(f"{SPECIMENS}:")
        assert backend is not None
        device = backend.devices()[0]
        count = sum(
            isinstance(event, PageScanned) for event in capture(self._app, code, ScanOptions(device=device.name), BY)
        )
        self._step("Sao chụp", "Scan", f"{count} trang / pages ({device.model})")

    def _digitize(self, code: str) -> None:
        events: list[Event] = list(digitize_dossier(self._app, code, BY))
        pages = [event.reading for event in events if isinstance(event, PageRead)]
        documents = [event for event in events if isinstance(event, DocumentRead)]
        blank = sum(page.blank for page in pages)
        sure = [page.confidence for page in pages if page.confidence is not None]
        mean = sum(sure) / len(sure) if sure else 0.0
        self._step("Nhận dạng", "Recognise", f"{len(pages)} trang / pages, {blank} trắng / blank, {mean:.0%}")
        rows = self._app.work.documents(code)
        self._step("Phân loại", "Classify", f"{len(documents)} giấy tờ / documents")
        for row in rows:
            label = self._app.doctypes.label(row.type, self._console.language)
            self._console.say(f"            {label}: {len(row.page_ids)} tr., {row.confidence:.0%}")
        fields = [field for row in rows for field in row.fields]
        waiting = sum(review.is_unresolved(field) for field in fields)
        self._step("Bóc tách", "Extract", f"{len(fields)} ô / fields, {waiting} cần xác nhận / to confirm")

    def _confirm(self, code: str) -> None:
        """Confirms as a clerk who trusts what was read; a value that fails its checks is marked as absent."""
        documents = self._app.work.documents(code)
        at = self._app.clock.now()
        confirmed = 0
        for document_id, name in review.unresolved(documents):
            document = next(row for row in documents if row.id == document_id)
            field = document.field(name)
            assert field is not None
            row, event = confirm_field(self._app, documents, field, field.value or "", BY, at)
            self._app.work.save_field(row, event)
            label = self._app.doctypes.field_label(document.type, name, self._console.language)
            self._console.say(f"            {label} = {row.value or '–'}")
            confirmed += 1
        self._step("Đối chiếu", "Verify", f"{confirmed} ô / fields ({BY})")

    def _release(self, code: str) -> None:
        published = [event for event in release(self._app, code, BY) if isinstance(event, Published)]
        size = sum(event.size_bytes for event in published)
        self._step("Lưu PDF/A", "Release as PDF/A", f"{len(published)} tệp / files, {size // 1024} KB")
        for event in published:
            self._console.say(f"            {event.code}  {event.path}")

    def _load(self) -> None:
        sent = sum(event.sent for event in sync(self._app) if isinstance(event, Loaded))
        self._step("Nạp kho dùng chung", "Load", f"{sent} bản ghi / records")

    def _find(self) -> None:
        words = specimen.PERSON_NAME.lower()
        page = self._app.shared.search(SearchQuery(words=words))
        first = f": {page.hits[0].title} {page.hits[0].number}" if page.hits else ""
        self._step("Tra cứu", "Search", f"“{words}” → {page.count}{first}")

    def _reuse(self) -> None:
        second = open_dossier(
            self._app,
            procedure=specimen.SECOND_PROCEDURE,
            person_id=specimen.SECOND_PERSON_ID,
            by=BY,
            is_demo=True,
        )
        day = self._app.clock.now().astimezone(HANOI).date()
        answers = self._app.shared.reuse(specimen.SECOND_PERSON_ID, specimen.SECOND_PROCEDURE, day)
        attach(self._app, second.code, answers, BY)
        saved = sum(item.answer in (Answer.IN_STORE, Answer.REPLACED_BY_DATA) for item in answers)
        self._step("Tái sử dụng", "Reuse", f"{second.code}: {saved}/{len(answers)} không phải nộp / not to bring")
        for item in answers:
            text = reason(item.reason, self._console.language, item.reason_data)
            self._console.say(f"            {item.answer.value:<17} {item.component.name} — {text}")

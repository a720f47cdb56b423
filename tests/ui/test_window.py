"""The window as a clerk uses it, driven with real widgets over a real store."""

import dataclasses
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scanner_app.ports import App
from scanner_app.workflow.holding import hold
from ui.app import load_language
from ui.main_window import HOME, SCAN, SEARCH, VERIFY, MainWindow
from ui.widgets.field_form import ValueEdit
from warehouse.records import DocumentState, FieldState, PageState

pytestmark = pytest.mark.ui
ROOT = Path(__file__).resolve().parent.parent.parent


def scan(window: MainWindow, qtbot: QtBot, device: str = "specimen:feeder") -> None:
    window.show_screen(SCAN)
    window.scan.device_row.choose(device)
    window.scan.scan()
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=60_000)


def edit_of(window: MainWindow, name: str) -> ValueEdit:
    edit = window.verify.form.findChild(ValueEdit, f"value_{name}")
    assert isinstance(edit, ValueEdit)
    return edit


def test_that_scanned_pages_appear_and_the_values_follow(window: MainWindow, qtbot: QtBot) -> None:
    scan(window, qtbot)

    assert window.scan.strip.count() == 10
    assert window.stack.currentIndex() == VERIFY
    assert window.verify.documents.count() == 1


def test_that_a_jam_keeps_the_pages_before_it_and_says_what_to_do(window: MainWindow, qtbot: QtBot) -> None:
    scan(window, qtbot, "specimen:jam-3")

    assert window.scan.strip.count() == 2
    assert "Kẹt giấy" in window.banner.text


def test_that_enter_confirms_and_goes_to_the_next_unresolved(
    window: MainWindow, app: App, dossier: str, qtbot: QtBot
) -> None:
    scan(window, qtbot)

    qtbot.keyClick(edit_of(window, "ho_ten"), Qt.Key.Key_Return)

    document = app.work.documents(dossier)[0]
    assert {field.name: field.state for field in document.fields} == {
        "ho_ten": FieldState.CONFIRMED,
        "so_giay_to": FieldState.AUTO,
        "thua_dat_so": FieldState.TO_CONFIRM,
    }
    assert edit_of(window, "thua_dat_so").selectedText() == "21A"
    assert window.verify.view.box_is_shown or window.verify.view.path


def test_that_a_wrong_value_is_refused_with_its_reason(
    window: MainWindow, app: App, dossier: str, qtbot: QtBot
) -> None:
    scan(window, qtbot)
    edit = edit_of(window, "so_giay_to")
    edit.setText("12")

    qtbot.keyClick(edit, Qt.Key.Key_Return)

    assert "không đúng dạng" in window.banner.text
    field = app.work.documents(dossier)[0].field("so_giay_to")
    assert field is not None
    assert field.value == "022188604217"


def test_that_long_candidates_do_not_push_the_values_out_of_sight(
    window: MainWindow, app: App, dossier: str, qtbot: QtBot
) -> None:
    scan(window, qtbot)
    document = app.work.documents(dossier)[0]
    field = dataclasses.replace(document.fields[0], candidates=("Nguyễn Thị Diệu Hương " * 3,) * 5)
    form = window.verify.form

    form.show_document(dataclasses.replace(document, fields=(field,)), {}, {}, {})
    qtbot.waitUntil(lambda: form.widget().isVisible())

    assert form.widget().minimumSizeHint().width() <= form.viewport().width()


def test_that_a_paper_that_a_colleague_holds_is_not_changed(
    window: MainWindow, app: App, dossier: str, qtbot: QtBot
) -> None:
    scan(window, qtbot)
    document = app.work.documents(dossier)[0]
    window.show_screen(SCAN)
    hold(app, document.id, "chị Tư")
    window.show_screen(VERIFY)

    qtbot.keyClick(edit_of(window, "ho_ten"), Qt.Key.Key_Return)

    assert "chị Tư" in window.banner.text
    assert app.work.documents(dossier) == (document,)


def test_that_the_shown_paper_is_held_while_it_is_looked_at(
    window: MainWindow, app: App, dossier: str, qtbot: QtBot
) -> None:
    scan(window, qtbot)
    document = app.work.documents(dossier)[0]
    shown = [lease.subject for lease in app.leases.held(app.clock.now())]

    window.show_screen(SCAN)

    assert shown == [document.id]
    assert app.leases.held(app.clock.now()) == ()


def test_that_f7_marks_a_value_as_absent(window: MainWindow, app: App, dossier: str, qtbot: QtBot) -> None:
    scan(window, qtbot)

    qtbot.keyClick(edit_of(window, "thua_dat_so"), Qt.Key.Key_F7)

    field = app.work.documents(dossier)[0].field("thua_dat_so")
    assert field is not None
    assert field.state is FieldState.ABSENT


def test_that_release_waits_for_every_value_and_reaches_the_store(
    window: MainWindow, app: App, dossier: str, qtbot: QtBot
) -> None:
    scan(window, qtbot)
    assert not window.verify.release_button.isEnabled()

    for name in ("ho_ten", "thua_dat_so"):
        qtbot.keyClick(edit_of(window, name), Qt.Key.Key_Return)
    assert window.verify.release_button.isEnabled()
    window.verify.release_button.click()
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=60_000)

    assert app.work.documents(dossier)[0].state is DocumentState.SYNCED
    window.show_screen(SEARCH)
    window.search.words.setText("tran thi mau")
    window.search.search()
    qtbot.waitUntil(lambda: window.search.results.rowCount() == 1, timeout=30_000)


def test_that_a_found_paper_is_shown_with_its_words_framed(
    window: MainWindow, app: App, dossier: str, qtbot: QtBot
) -> None:
    scan(window, qtbot)
    for name in ("ho_ten", "thua_dat_so"):
        qtbot.keyClick(edit_of(window, name), Qt.Key.Key_Return)
    window.verify.release()
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=60_000)
    window.show_screen(SEARCH)
    window.search.words.setText("giay")
    window.search.search()
    qtbot.waitUntil(lambda: window.search.results.rowCount() == 1, timeout=30_000)

    window.search.open_current()
    qtbot.waitUntil(lambda: window.search.viewer.view.box_is_shown, timeout=60_000)
    qtbot.keyClick(window.search.viewer, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: "2" in window.search.viewer.place.text().split("/")[0], timeout=60_000)
    qtbot.keyClick(window.search.viewer, Qt.Key.Key_Escape)

    assert window.search.pages.currentIndex() == 0
    assert window.search.results.currentRow() == 0


def test_that_a_removed_page_comes_back(window: MainWindow, app: App, dossier: str, qtbot: QtBot) -> None:
    scan(window, qtbot)
    window.show_screen(SCAN)
    window.scan.strip.setCurrentRow(1)

    window.scan.remove_selected()
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=60_000)
    removed = window.scan.strip.count()
    window.scan.undo_remove()
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=60_000)

    assert removed == 9
    assert window.scan.strip.count() == 10
    assert all(page.state is not PageState.REMOVED for page in app.work.pages(dossier))


def test_that_a_wrong_personal_number_is_explained(window: MainWindow, qtbot: QtBot) -> None:
    window.show_screen(SCAN)
    window.scan.ask_dossier()
    window.scan.intake.person.setText("12345")

    window.scan.intake.open_button.click()

    assert "không phải số định danh" in window.banner.text


def test_that_closing_during_work_keeps_what_came(window: MainWindow, app: App, dossier: str, qtbot: QtBot) -> None:
    window.show_screen(SCAN)
    window.scan.device_row.choose("specimen:feeder")
    window.scan.scan()
    qtbot.waitUntil(lambda: window.scan.strip.count() >= 2, timeout=60_000)

    window.close()

    kept = app.work.pages(dossier)
    assert len(kept) >= 2
    assert all(app.pagestore.verify(page.path, page.sha256) for page in kept)


def test_that_reuse_lists_every_component(window: MainWindow, qtbot: QtBot) -> None:
    window.show_screen(SEARCH)
    window.search.person.setText("022188604217")

    window.search.show_reuse()

    assert window.search.answers.rowCount() >= 3


def test_that_the_home_screen_lists_the_open_dossier(window: MainWindow, dossier: str) -> None:
    window.show_screen(HOME)

    assert dossier in window.home.queue.item(0).text()


def test_that_vietnamese_is_loaded(qapp: QApplication, app: App, qtbot: QtBot) -> None:
    translator = load_language(qapp, "vi")
    try:
        assert translator is not None
        assert translator.translate("MainWindow", "Scan") == "Sao chụp"
    finally:
        qapp.removeTranslator(translator)


def test_that_every_visible_string_has_its_vietnamese() -> None:
    root = ET.parse(ROOT / "ui" / "i18n" / "sohoa_vi.ts").getroot()

    unfinished = [
        message.findtext("source")
        for message in root.iter("message")
        for translation in message.iter("translation")
        if translation.get("type") or not "".join(translation.itertext()).strip()
    ]

    assert unfinished == []

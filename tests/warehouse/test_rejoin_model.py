"""Stations that do anything in any order before and after a restore, held against what has to come of it."""

import contextlib
import hashlib
import os
import random
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.warehouse.office import Office, event, value
from warehouse import audit, rows
from warehouse.backup import backup, restore
from warehouse.errors import StationBehind
from warehouse.models.work import outbox as outbox_table
from warehouse.outbox import dossier_body
from warehouse.reconcile import held, sent
from warehouse.records import DocumentState, DossierState

Hashes = dict[tuple[str, str], str]
_STEPS = 14


def _act(office: Office, chance: random.Random, names: list[int], times: int) -> None:
    """So many things in any order; a load may be refused."""
    for _ in range(times):
        with contextlib.suppress(StationBehind):
            _act_once(office, chance, names)


def _act_once(office: Office, chance: random.Random, names: list[int]) -> None:
    """One thing that a clerk does, or a load."""
    documents = [row for item in office.work.dossiers() for row in office.work.documents(item.code)]
    steps = {"release": 3, "load": 3, "change": 6, "dossier": 4, "withdraw": 1}
    step = chance.choices(list(steps), list(steps.values()))[0]
    names[0] += 1
    if step == "release" or not documents:
        office.release(names[0])
    elif step == "load":
        list(office.syncer().push())
    elif step == "dossier":
        row = chance.choice(office.work.dossiers())
        following = DossierState.OPEN if row.state is DossierState.PAUSED else DossierState.PAUSED
        office.work.save_dossier(replace(row, state=following, person_name=f"Tên {names[0]}"), event())
    else:
        paper = chance.choice(documents)
        if step == "withdraw" and paper.state is DocumentState.SYNCED:
            office.work.withdraw(paper.id, event("document-withdrawn", paper.id, reason=f"nhầm {names[0]}"))
            return
        office.work.save_field(value(paper.id, "ho_ten", f"Tên {names[0]}", by="can-bo"), event())
        office.release_again(office.work.document(paper.id))


def _last_said(office: Office) -> Hashes:
    """What the station said last of each thing."""
    said: Hashes = {}
    with office.store.read() as connection:
        for row in connection.execute(select(outbox_table).order_by(outbox_table.c.seq)):
            kind = "document" if row.kind == "tombstone" else row.kind
            said[kind, row.key] = hashlib.sha256(row.body.encode()).hexdigest()
    return said


def _base(office: Office) -> Hashes:
    with office.store.read() as connection:
        return {thing: state.row_hash for thing, state in sent(connection, office.station).items()}


def _held(office: Office) -> Hashes:
    with office.shared_store().read() as connection:
        return {thing: state.row_hash for thing, state in held(connection, office.station).items()}


def _hash_of(office: Office, code: str) -> str:
    """That of the record which the station would send of a dossier."""
    body = rows.canonical_json({"dossier": dossier_body(office.work.dossier(code))})
    return hashlib.sha256(body.encode()).hexdigest()


@pytest.mark.parametrize("seed", range(int(os.environ.get("SOHOA_REJOIN_SEEDS", "6"))))
def test_that_nothing_newer_is_overwritten_and_nothing_is_lost(tmp_path: Path, seed: int) -> None:
    chance, names = random.Random(seed), [0]
    url = f"sqlite:///{(tmp_path / 'kho.sqlite').as_posix()}"
    office = Office(tmp_path / "cũ", url, per_package=3)
    _act(office, chance, names, _STEPS)
    backup(office.home, tmp_path / "sao.zip")
    known, at_backup = _base(office), _last_said(office)
    _act(office, chance, names, _STEPS)
    list(office.syncer().push())
    office.release(names[0] + 1)  # never sent
    lost = _held(office)
    moved = {thing for thing in lost if lost[thing] not in (known.get(thing), at_backup.get(thing))}
    office.close()
    restore(tmp_path / "sao.zip", tmp_path / "mới")
    office = Office(tmp_path / "mới", url, per_package=3)
    names[0] += 1000
    before = _last_said(office)
    _act(office, chance, names, _STEPS // 2)
    said = _last_said(office)

    done = office.syncer().rejoin()
    refused = [refusal for report in office.syncer().push() for refusal in report.refused]

    now = _held(office)
    assert done.is_changed
    assert refused == []
    assert {thing: now[thing] for thing in moved} == {thing: lost[thing] for thing in moved}
    mine = said.keys() - moved
    assert {thing: now.get(thing) for thing in mine} == {thing: said[thing] for thing in mine}
    assert set(lost) <= set(now)
    worked_on = {thing for thing in said if said[thing] != before.get(thing)}
    assert {item.record for item in done.kept} == {
        key for kind, key in moved if (kind == "document" and (kind, key) in before) or (kind, key) in worked_on
    }
    dossiers = {thing for thing in moved - worked_on if thing[0] == "dossier"}
    assert {thing: _hash_of(office, thing[1]) for thing in dossiers} == {thing: now[thing] for thing in dossiers}
    assert office.syncer().reconcile() == ()
    assert office.syncer().status().waiting == 0
    with office.store.read() as connection:
        assert list(audit.verify(connection)) == []
    office.close()

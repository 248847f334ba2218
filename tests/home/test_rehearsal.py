import json
import sqlite3
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from lxml.html import fragment_fromstring

from home.rehearsal import server
from home.rehearsal.figures import Figures
from home.rehearsal.management.commands.rehearse import DATABASE_IN, Command
from home.rehearsal.run import Rehearsal
from home.rehearsal.server import Site
from home.rehearsal.visitor import Unexpected, filled

FORM = """
<form method="post">
  <input type="hidden" name="key" value="1">
  <input name="title" value="제목"><input name="off" value="x" disabled>
  <textarea name="text">
첫 줄</textarea>
  <input type="radio" name="track" value="a"><input type="radio" name="track" value="b" checked>
  <input type="checkbox" name="kind" value="web" checked>
  <input type="checkbox" name="kind" value="ios" checked>
  <input type="checkbox" name="none" value="1">
  <select name="one"><option value="">–</option><option value="1">하나</option></select>
  <select name="two"><option value="1">하나</option><option value="2" selected>둘</option></select>
  <select name="many" multiple><option value="1">하나</option></select>
  <input type="file" name="file">
  <button name="act" value="keep">임시 저장</button><button name="act" value="send">보내기</button>
</form>
"""


def test_a_form_that_nobody_touched_is_sent_as_a_browser_sends_it():
    form = fragment_fromstring(FORM)
    sent = {
        "key": "1",
        "title": "제목",
        "text": "첫 줄",
        "track": "b",
        "kind": ["web", "ios"],
        "one": "",
        "two": "2",
    }
    assert filled(form) == sent
    assert filled(form, "act") == sent | {"act": "keep"}
    assert filled(form, "act", "send") == sent | {"act": "send"}


def test_figures_are_told_by_step():
    figures = Figures()
    for place in range(1, 101):
        figures.note("vote", place / 1000)
    figures.note("sign in", 0.2)
    assert figures.requests == 101
    assert figures.steps() == {
        "vote": {"count": 100, "errors": 0, "p50_ms": 50.0, "p95_ms": 95.0},
        "sign in": {"count": 1, "errors": 0, "p50_ms": 200.0, "p95_ms": 200.0},
    }


def test_an_error_is_counted_in_the_step_in_which_it_came():
    figures = Figures()
    figures.complain(RuntimeError("no mail"))
    with pytest.raises(OSError, match="no answer"), figures.timed("vote"):
        raise OSError("no answer")
    figures.complain(OSError("no answer"))
    counted = {step: (row["count"], row["errors"]) for step, row in figures.steps().items()}
    assert counted == {"begin": (0, 1), "vote": (1, 1)}
    assert figures.errors == [("begin", "RuntimeError: no mail"), ("vote", "OSError: no answer")]


WHOLE = {
    "entries_submitted": 20,
    "entries_received": 20,
    "entries_exported": 20,
    "ballots_cast": 30,
    "ballots_counted": 30,
    "awards": 14,
    "prize_sum": 18_000_000,
    "apps_on_show": 14,
}


@pytest.fixture
def rehearsal(tmp_path) -> Rehearsal:
    """A rehearsal of which nothing was lost."""
    site = Site("http://127.0.0.1:1", tmp_path, {})
    same = {"The receipts are not those of the export.": True}
    return Rehearsal(site, "", 20, 30, 4, say=print, conserved=dict(WHOLE), same=same)


def told(rehearsal: Rehearsal, file: Path) -> tuple[int, str, str]:
    """With what a rehearsal ends, what it prints, and what of that as an error."""
    command = Command(stdout=StringIO(), stderr=StringIO(), no_color=True)
    try:
        command.report(rehearsal, 1.0, file)
        status = 0
    except SystemExit as end:
        status = end.code
    return status, command.stdout._out.getvalue(), command.stderr._out.getvalue()


def test_a_rehearsal_of_which_nothing_was_lost_ends_well(rehearsal, tmp_path):
    rehearsal.figures.note("vote: cast", 0.1)
    status, said, wrong = told(rehearsal, tmp_path / "figures.json")
    assert (status, wrong) == (0, "")
    assert said.splitlines()[-1] == "Nothing was lost."
    written = json.loads((tmp_path / "figures.json").read_text())
    assert (written["conserved"], written["errors"]) == (WHOLE, 0)


@pytest.mark.parametrize(("name", "number"), [(name, WHOLE[name] - 1) for name in WHOLE])
def test_each_figure_that_is_not_conserved_is_named_and_fails(rehearsal, tmp_path, name, number):
    rehearsal.conserved[name] = number
    sentence = f"{name}: {number:,} and not {WHOLE[name]:,}."
    assert rehearsal.lost() == [sentence]
    status, said, wrong = told(rehearsal, tmp_path / "figures.json")
    assert (status, wrong.splitlines()) == (1, [sentence])
    assert f"{number:,}" in said


def test_two_sides_that_differ_fail_though_their_numbers_are_the_same(rehearsal, tmp_path):
    (sentence,) = rehearsal.same
    rehearsal.same[sentence] = False
    assert told(rehearsal, tmp_path / "f.json")[::2] == (1, f"{sentence}\n")


def test_a_rehearsal_that_breaks_off_prints_its_table_and_fails(rehearsal, tmp_path):
    rehearsal.same = {}  # as where the list of ballots was not to be had
    with rehearsal.figures.timed("read ballots"):
        pass
    rehearsal.figures.complain(Unexpected("404"))
    status, said, wrong = told(rehearsal, tmp_path / "figures.json")
    assert status == 1
    assert ["read", "ballots", "1", "1"] in [line.split()[:4] for line in said.splitlines()]
    assert ["in", "all", "1", "1"] in [line.split() for line in said.splitlines()]
    assert wrong.splitlines() == [
        "read ballots: Unexpected: 404",
        "Receipts and codes of ballots were not compared.",
    ]
    assert json.loads((tmp_path / "figures.json").read_text())["errors"] == 1
    rehearsal.conserved = {}
    assert rehearsal.lost() == ["The rehearsal did not come to its end."]


def test_the_site_of_a_rehearsal_learns_nothing_of_the_one_beside_it(monkeypatch, tmp_path):
    real = {"S3_BUCKET": "real", "EMAIL_URL": "smtp://real", "VAULT_ROOT": "/real"}
    for name, value in real.items():
        monkeypatch.setenv(name, value)
    known = server.environment_of(tmp_path, "http://127.0.0.1:1", "", "secret")
    assert not real.keys() & known.keys()
    assert not any("real" in value for name, value in known.items() if name not in server.KEPT)


@pytest.mark.django_db
def test_a_database_that_is_in_use_is_not_rehearsed_on(monkeypatch, tmp_path):
    with sqlite3.connect(tmp_path / "live.sqlite3") as live:
        live.execute("CREATE TABLE people (name text)")
    monkeypatch.setenv(DATABASE_IN, f"sqlite:///{tmp_path / 'live.sqlite3'}")
    with pytest.raises(CommandError, match="people"):
        call_command("rehearse")


def test_staff_of_a_rehearsal_are_made_on_no_other_site():
    with pytest.raises(CommandError, match="no other"):
        call_command("rehearsal_staff")


def test_a_contest_too_small_for_its_prizes_is_not_rehearsed():
    with pytest.raises(CommandError, match="14 entries"):
        call_command("rehearse", entries=13)

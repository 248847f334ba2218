import pytest
from django.core.management import CommandError, call_command
from lxml.html import fragment_fromstring

from home.rehearsal.figures import Figures
from home.rehearsal.visitor import filled

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
        "vote": {"count": 100, "p50_ms": 50.0, "p95_ms": 95.0},
        "sign in": {"count": 1, "p50_ms": 200.0, "p95_ms": 200.0},
    }


def test_staff_of_a_rehearsal_are_made_on_no_other_site():
    with pytest.raises(CommandError, match="no other"):
        call_command("rehearsal_staff")


def test_a_contest_too_small_for_its_prizes_is_not_rehearsed():
    with pytest.raises(CommandError, match="14 entries"):
        call_command("rehearse", entries=13)

import os
from pathlib import Path

import pytest
from babel.messages import Catalog
from django.apps import apps
from django.utils.translation.trans_real import DjangoTranslation

from cms import catalogues
from cms.catalogues import Room


@pytest.fixture
def room(tmp_path) -> Room:
    """An app with nothing in it but its folder of templates."""
    (tmp_path / "templates").mkdir()
    return Room("yard", tmp_path)


def messages(catalogue: Catalog) -> list[tuple]:
    """List (context, id) of a catalogue, sorted by id."""
    return sorted(((m.context, m.id) for m in catalogue if m.id), key=lambda pair: str(pair[1]))


def test_every_way_to_say_something_in_python_is_extracted(room):
    (room.path / "acts.py").write_text(
        """
from django.utils.translation import gettext as _, ngettext_lazy, pgettext_lazy

title = _("Long" " title")
count = ngettext_lazy("%(n)s entry", "%(n)s entries", "n")
may = pgettext_lazy("month", "May")
not_said = "Not said"
"""
    )
    assert messages(catalogues.extracted(room)) == [
        (None, ("%(n)s entry", "%(n)s entries")),
        (None, "Long title"),
        ("month", "May"),
    ]


def test_every_way_to_say_something_in_a_template_is_extracted(room):
    (room.path / "templates" / "page.html").write_text(
        """{# a comment #}{% load i18n %}
  <p>It's {% translate "Plain" %} {% translate "Kept" as kept %}{% translate "May" context "month" %}
      {% include "ui/card.html" with title=_("Argument") only %}
   {% blocktranslate trimmed with who=user.name %}
      Welcome,
      {{ who }}: 100% yours.
    {% endblocktranslate %}
  {% blocktranslate count n=number trimmed %}{{ n }} entry{% plural %}{{ n }} entries{% endblocktranslate %}
</p>
"""
    )
    assert messages(catalogues.extracted(room)) == [
        (None, ("%(n)s entry", "%(n)s entries")),
        (None, "Argument"),
        (None, "Kept"),
        ("month", "May"),
        (None, "Plain"),
        (None, "Welcome, %(who)s: 100%% yours."),
    ]


def test_an_inner_app_keeps_its_messages_to_itself(tmp_path):
    inner = tmp_path / "entries"
    inner.mkdir()
    (tmp_path / "models.py").write_text('_("Contest")')
    (inner / "models.py").write_text('_("Entry")')
    assert messages(catalogues.extracted(Room("outer", tmp_path, inner=(inner,)))) == [
        (None, "Contest")
    ]
    assert messages(catalogues.extracted(Room("inner", inner))) == [(None, "Entry")]


def test_extracting_keeps_translations_drops_what_is_gone_and_changes_nothing_twice(room):
    source = room.path / "models.py"
    source.write_text('_("Contest"); _("Entry")')
    catalogues.write(room)
    translated = room.po.read_text().replace(
        'msgid "Contest"\nmsgstr ""', 'msgid "Contest"\nmsgstr "공모전"'
    )
    room.po.write_text(translated)
    source.write_text('_("Contest"); _("Prize")')
    catalogues.write(room)
    once = room.po.read_text()
    catalogues.write(room)
    assert room.po.read_text() == once
    assert {m.id: m.string for m in catalogues.read(room.po) if m.id} == {
        "Contest": "공모전",
        "Prize": "",
    }


def test_what_is_not_complete_is_named(room):
    (room.path / "models.py").write_text('_("New"); _("Empty"); _("Guess"); _("%(n)s left")')
    room.po.parent.mkdir(parents=True)
    room.po.write_text(
        catalogues.HEADER
        + """
msgid "Empty"
msgstr ""

#, fuzzy
msgid "Guess"
msgstr "추측"

#, python-format
msgid "%(n)s left"
msgstr "%(count)s개 남음"

msgid "Gone"
msgstr "사라짐"
"""
    )
    found = catalogues.problems(catalogues.read(room.po), catalogues.extracted(room))
    assert [line for line in found if "left" not in line] == [
        "fuzzy: 'Guess'",
        "missing: 'New'",
        "stale: 'Gone'",
        "untranslated: 'Empty'",
    ]
    assert [line for line in found if line.endswith("'%(n)s left'")]


def test_only_an_older_compiled_catalogue_is_written_again(room):
    room.po.parent.mkdir(parents=True)
    room.po.write_text(catalogues.HEADER + 'msgid "Contest"\nmsgstr "공모전"\n')
    assert catalogues.compile_po(room.po)
    assert not catalogues.compile_po(room.po)
    later = room.po.with_suffix(".mo").stat().st_mtime + 5
    os.utime(room.po, (later, later))
    assert catalogues.compile_po(room.po)


def test_all_apps_of_the_project_are_known_and_none_of_others():
    names = {room.name for room in catalogues.rooms()}
    assert {"media", "cms", "cms.accounts", "contest_pages.entries", "home"} <= names
    assert not {name for name in names if name.startswith(("wagtail", "django", "allauth"))}


def test_one_message_has_one_translation_in_all_apps(tmp_path):
    pos = []
    for app, korean in (("first", "접수"), ("second", "출품작")):
        po = catalogues.po_under(tmp_path / app / "locale")
        po.parent.mkdir(parents=True)
        po.write_text(f'{catalogues.HEADER}msgid "Entries"\nmsgstr "{korean}"\n')
        pos.append(po)
    assert catalogues.clashes(pos) == [
        "'Entries' has 2 translations: 접수 (first), 출품작 (second)"
    ]
    assert catalogues.clashes(pos[:1]) == []


#: Packages whose words staff read, and citizens where they sign in.
PACKAGES = ("wagtail", "wagtail_localize", "wagtail_modeladmin", "taggit", "allauth")


def said_by_packages() -> list:
    """Return the English catalogues of the installed apps of other people."""
    return [
        pytest.param(Path(config.path), domain, id=f"{config.name}-{domain}")
        for config in apps.get_app_configs()
        for domain in ("django", "djangojs")
        if config.name.partition(".")[0] in PACKAGES
        and (Path(config.path) / f"locale/en/LC_MESSAGES/{domain}.po").exists()
    ]


@pytest.mark.parametrize(("folder", "domain"), said_by_packages())
def test_what_packages_say_is_korean_too(folder, domain):
    """Their own catalogues leave out what is not translated, and so look complete."""
    english = catalogues.read(folder / f"locale/en/LC_MESSAGES/{domain}.po")
    # As the admin's script asks for it: of one app, and of the project itself.
    places = None if domain == "django" else [str(folder / "locale")]
    korean = DjangoTranslation("ko", domain=domain, localedirs=places)
    missing = []
    for message in english:
        text = message.id[0] if message.pluralizable else message.id
        key = f"{message.context}\x04{text}" if message.context else text
        found = korean._catalog.get((key, 0) if message.pluralizable else key)
        if text and not found:
            missing.append(text)
    assert missing == []

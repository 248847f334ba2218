"""An app's Korean page is translated; what is the same in both languages follows it."""

import pytest
from wagtail_localize.models import Translation, TranslationSource

from showcase.models import AppPage, AppTopic
from tests.factories import accepted_entry
from tests.pages import app_page, home_page, topic

pytestmark = pytest.mark.django_db


def translated(app: AppPage) -> AppPage:
    source, _made = TranslationSource.update_or_create_from_instance(app)
    english = home_page("en").locale
    Translation.objects.get_or_create(source=source, target_locale=english)[0].save_target()
    return AppPage.objects.get(translation_key=app.translation_key, locale=english)


def test_facts_pictures_and_topics_follow_the_korean_page():
    entry = accepted_entry()
    app = app_page(entry=entry, pictures=2, topics=[topic()])
    english = translated(app)
    assert english.entry == entry
    assert english.url == app.url.replace("/showcase/", "/en/showcase/")
    assert {shot.locale.language_code for shot in english.screenshots.all()} == {"en"}
    app.source_url, app.licence, app.is_web = "https://code.example.org/new", "MPL-2.0", True
    app.topic_links = [AppTopic(topic=topic("safety", "안전"))]
    app.save_revision().publish()
    english = translated(AppPage.objects.get(pk=app.pk))
    assert (english.source_url, english.licence) == (app.source_url, "MPL-2.0")
    assert english.platforms == ["android", "web"]
    assert [link.topic.slug for link in english.topic_links.all()] == ["safety"]
    assert english.screenshots.count() == 2


def test_a_copy_of_a_page_does_not_come_from_the_entry():
    app = app_page(entry=accepted_entry())
    assert app.copy(update_attrs={"slug": "copy", "title": "사본"}).entry is None

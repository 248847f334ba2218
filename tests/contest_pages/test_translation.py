import pytest
from wagtail.models import Locale
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import Translation, TranslationSource

from contest_pages.models import ContestPage
from tests.factories import announced, open_contest

pytestmark = pytest.mark.django_db


def test_contest_and_address_are_not_for_translators():
    fields = {field.field_name: field for field in get_translatable_fields(ContestPage)}
    for name in ("contest", "slug"):
        assert isinstance(fields[name], SynchronizedField)
        assert fields[name].overridable is False
    assert not isinstance(fields["tagline"], SynchronizedField)


def test_a_translation_announces_the_same_contest_at_the_same_address(client):
    page = announced(open_contest(slug="app-2030"), tagline="시민이 만드는 앱")
    english = Locale.objects.get(language_code="en")
    source, _made = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.create(source=source, target_locale=english).save_target()
    translated = page.get_translation(english)
    assert (translated.contest, translated.slug) == (page.contest, "app-2030")
    translated.save_revision().publish()
    assert client.get("/en/contests/app-2030/").status_code == 200

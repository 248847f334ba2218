"""What the demonstration's pages share: pictures, translations, and the site's own pages."""

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from cms.models import SiteSettings
from home.demo.standard_pages import STANDARD_PAGES
from home.models import HomePage, Notice, StandardPage
from media.models import SiteDocument, SiteImage

FOOTER_KO = "시연을 위한 사이트입니다. 출품작과 앱은 지어낸 견본입니다."
FOOTER_EN = "A demonstration: entries and apps on this site are invented samples."


def site_image(file: ContentFile, *, title: str) -> SiteImage:
    """Keep a drawn picture as an image of the site; one of a title is kept once."""
    if kept := SiteImage.objects.filter(title=title).first():
        return kept
    return SiteImage.objects.create(
        title=title, description=title, file=file, credit="Madang", licence="CC0-1.0"
    )


def site_document(file: ContentFile, *, title: str) -> SiteDocument:
    """Keep a file as a document of the site; one of a title is kept once."""
    kept = SiteDocument.objects.filter(title=title).first()
    return kept or SiteDocument.objects.create(title=title, file=file)


def translate(page: Page, *, by, **fields) -> Page:
    """Publish the English page of a Korean one, with the fields that differ."""
    english = Locale.objects.get(language_code="en")
    page = page.specific
    translated = page.get_translation_or_none(english)
    if translated is None:
        translated = page.copy_for_translation(english, copy_parents=True)
    translated = translated.specific
    translated.alias_of = None
    for name, value in fields.items():
        setattr(translated, name, value)
    translated.save(update_fields=["alias_of", "title"])  # the rest is published
    translated.save_revision(user=by).publish(user=by)
    return translated


#: Value, unit, what was counted, and where it was read.
HISTORY = {
    "ko": [
        (208, "건", "앱 공모전 출품작", "2016년, 사업 예산서"),
        (1390, "명", "참여한 시민", "2016년, 사업 예산서"),
        (53, "개", "소스를 공개한 수상작", "2015~2016년 수상작, 언론 보도"),
    ],
    "en": [
        (208, "entries", "App contest entries", "2016, budget sheet"),
        (1390, "people", "Citizens taking part", "2016, budget sheet"),
        (53, "apps", "Winners with open source", "Winners of 2015–2016, press"),
    ],
}


def make_site_pages(*, by) -> None:
    """Make the standard pages, the site's settings, a notice and the home page's figures."""
    site = Site.objects.get(is_default_site=True)
    home = HomePage.objects.get(pk=site.root_page_id)
    pages = {slug: _standard_page(home, slug, ko, en, by) for slug, ko, en in STANDARD_PAGES}
    for home_page in home.get_translations(inclusive=True):
        _history(home_page, by)
    chosen = SiteSettings.load()
    chosen.organisation_ko, chosen.organisation_en = "서울특별시 (시연)", "Seoul (demonstration)"
    chosen.address_ko, chosen.address_en = (
        "서울특별시 중구 세종대로 110",
        "110 Sejong-daero, Jung-gu, Seoul",
    )
    chosen.phone, chosen.email = "02-0000-0000", "contest@example.org"
    chosen.footer_ko, chosen.footer_en = FOOTER_KO, FOOTER_EN
    chosen.privacy_page, chosen.terms_page = pages["privacy"], pages["terms"]
    chosen.save()
    Notice.objects.get_or_create(
        title_ko="시민 공공앱 공모전 접수를 시작했습니다",
        defaults={
            "title_en": "The Citizens’ Public App Contest is open for entries",
            "text_ko": "혼자서도, 팀으로도 참여할 수 있습니다.",
            "text_en": "Enter alone or as a team.",
            "page": Page.objects.filter(slug="app-open", locale=home.locale).first(),
            "shown_from": timezone.now(),
        },
    )


def _history(home: HomePage, by) -> None:
    """Say what was counted before there was this site, with its source."""
    if not home.history:
        home.history = [
            ("figure", {"value": value, "unit": unit, "label": label, "source": source})
            for value, unit, label, source in HISTORY[home.locale.language_code]
        ]
        home.save_revision(user=by).publish(user=by)


def _standard_page(home: HomePage, slug: str, korean, english, by) -> Page:
    if made := StandardPage.objects.child_of(home).filter(slug=slug).first():
        return made
    title, lead, body = korean
    page = StandardPage(
        title=title,
        slug=slug,
        lead=lead,
        body=body,
        show_in_menus=slug == "about",
        locale=home.locale,
    )
    home.add_child(instance=page)
    page.save_revision(user=by).publish(user=by)
    title, lead, body = english
    translate(page, by=by, title=title, lead=lead, body=body)
    return page

"""Pages for tests: apps in the showcase and standard pages, with pictures drawn on the spot."""

import io
from datetime import date

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Page

from contest_pages.models import Prize
from contest_pages.results.models import Award
from home.models import HomePage, StandardPage
from media.models import SiteImage
from showcase.models import AppIndexPage, AppPage, AppScreenshot, AppTopic, Topic


def home_page(language: str = "ko") -> HomePage:
    """The home page in a language, as the first migrations made it."""
    return HomePage.objects.get(locale__language_code=language)


def showcase_page(language: str = "ko") -> AppIndexPage:
    """The showcase in a language, as the first migrations made it."""
    return AppIndexPage.objects.get(locale__language_code=language)


def png(width: int = 90, height: int = 160, colour: str = "navy") -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def picture(title: str = "화면", **size) -> SiteImage:
    """An image that pages can show."""
    image = SiteImage(title=title, file=ContentFile(png(**size), name="screen.png"))
    image._set_image_file_metadata()
    image.save()
    return image


def app_page(
    title: str = "따릉이 길잡이", *, pictures=0, image=None, topics=(), language="ko", **fields
) -> AppPage:
    """A published app with screenshots (of one image, where it is given) and topics."""
    values = {
        "summary": "가까운 대여소를 알려 줍니다.",
        "maker": "달리는 사람들",
        "source_url": "https://code.example.org/bike",
        "licence": "MIT",
        "is_android": True,
        "released_on": date(2018, 11, 30),
    } | fields
    app = AppPage(title=title, **values)
    app.screenshots = [
        AppScreenshot(image=image or picture(f"{title} {n}"), alt=f"화면 {n}")
        for n in range(pictures)
    ]
    app.topic_links = [AppTopic(topic=topic) for topic in topics]
    return showcase_page(language).add_child(instance=app)


def topic(slug: str = "traffic", title_ko: str = "교통", title_en: str = "Traffic") -> Topic:
    """Something that apps are about."""
    return Topic.objects.get_or_create(
        slug=slug, defaults={"title_ko": title_ko, "title_en": title_en}
    )[0]


def award(
    entry, title_ko: str = "으뜸상", *, year: int = 2018, title_en: str = "Grand prize"
) -> Award:
    """A prize that an entry was given."""
    prize = Prize.objects.create(contest=entry.contest, title_ko=title_ko, title_en=title_en)
    return Award.objects.create(entry=entry, prize=prize, year=year)


def standard_page(title: str = "운영 안내", *, below: Page | None = None, **fields) -> StandardPage:
    """A published page of text."""
    parent = below or home_page()
    return parent.add_child(instance=StandardPage(title=title, **fields))

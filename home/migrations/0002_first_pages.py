"""Replace Wagtail's welcome page by a home page in each language, with its two lists.

A site whose root is any other page is left alone.
"""

import json
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations
from django.utils import timezone

from home import first_pages

LANGUAGES = ("ko", "en")


def _steps(language):
    return json.dumps(
        [
            {"type": "step", "value": {"title": title, "text": text}, "id": str(uuid.uuid4())}
            for title, text in first_pages.STEPS[language]
        ]
    )


def _make(apps, model, *, path, url_path, slug, key, locale, numchild=0, pk=None, **fields):
    """Write a page as the tree wants it: a migration's models know no tree."""
    app_label, name = model.split(".")
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=name.lower()
    )
    now = timezone.now()
    page = apps.get_model(model)(
        pk=pk,
        path=path,
        depth=len(path) // 4,
        numchild=numchild,
        url_path=url_path,
        slug=slug,
        translation_key=key,
        locale=locale,
        content_type=content_type,
        draft_title=fields["title"],
        live=True,
        first_published_at=now,
        last_published_at=now,
        **fields,
    )
    page.save()
    return page


def make_pages(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None or site.root_page.title != first_pages.WELCOME or site.root_page.numchild:
        return
    welcome = site.root_page
    root = Page.objects.get(path=welcome.path[:-4])
    if Page.objects.filter(depth=2).count() != 1:
        return
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
    keys = [uuid.uuid4() for _each in range(3)]
    for number, language in enumerate(LANGUAGES, 1):
        path = f"{root.path}{number:04}"
        slug = "home" if language == "ko" else f"home-{language}"
        common = {"locale": locales[language]}
        _make(
            apps,
            "home.HomePage",
            pk=welcome.pk if language == "ko" else None,
            path=path,
            url_path=f"/{slug}/",
            slug=slug,
            key=keys[0],
            numchild=2,
            steps=_steps(language),
            **first_pages.HOME[language],
            **common,
        )
        lists = [
            ("contest_pages.ContestIndexPage", "contests", first_pages.CONTESTS),
            ("showcase.AppIndexPage", "showcase", first_pages.SHOWCASE),
        ]
        for place, (model, name, words) in enumerate(lists, 1):
            _make(
                apps,
                model,
                path=f"{path}{place:04}",
                url_path=f"/{slug}/{name}/",
                slug=name,
                key=keys[place],
                show_in_menus=True,
                **words[language],
                **common,
            )
    Page.objects.filter(pk=root.pk).update(numchild=2)
    # Wagtail's own migration says "localhost"; full addresses have to lead here.
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.filter(pk=site.pk).update(hostname=address.hostname, port=port)
    # What editors add in Korean stands in English too, as it is, until they translate it.
    apps.get_model("wagtail_localize", "LocaleSynchronization").objects.get_or_create(
        locale=locales["en"], defaults={"sync_from": locales["ko"]}
    )


def remove_pages(apps, schema_editor):
    """Put the welcome page back where nothing was added to the pages since; else refuse."""
    Page = apps.get_model("wagtailcore", "Page")
    HomePage = apps.get_model("home", "HomePage")
    homes = list(HomePage.objects.filter(depth=2).order_by("path"))
    if not homes:
        return
    lists = Page.objects.filter(depth=3, slug__in=["contests", "showcase"])
    if Page.objects.filter(depth__gte=3).exclude(pk__in=lists.values("pk")).exists() or (
        lists.filter(numchild__gt=0).exists()
    ):
        raise RuntimeError("Delete the pages below the home pages first.")
    apps.get_model("contest_pages", "ContestIndexPage").objects.filter(depth=3).delete()
    apps.get_model("showcase", "AppIndexPage").objects.filter(depth=3).delete()
    lists.delete()
    first, *others = [home.pk for home in homes]
    HomePage.objects.filter(pk__in=others).delete()
    Page.objects.filter(pk__in=others).delete()
    schema_editor.execute("DELETE FROM home_homepage")
    content_type = apps.get_model("contenttypes", "ContentType").objects.get(
        app_label="wagtailcore", model="page"
    )
    Page.objects.filter(pk=first).update(
        title=first_pages.WELCOME,
        draft_title=first_pages.WELCOME,
        slug="home",
        url_path="/home/",
        content_type=content_type,
        numchild=0,
    )
    Page.objects.filter(depth=1).update(numchild=1)
    apps.get_model("wagtailcore", "Site").objects.update(hostname="localhost", port=80)
    apps.get_model("wagtail_localize", "LocaleSynchronization").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("contest_pages", "0001_initial"),
        ("showcase", "0001_initial"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(make_pages, remove_pages)]

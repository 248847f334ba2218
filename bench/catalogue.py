"""What the catalogue costs with 100 and with 10,000 apps: `python -m bench.catalogue`.

On a throw-away SQLite file and on a PostgreSQL of its own: apps in the showcase, with topics,
awards, facets and an index. Prints for each way of asking the number of SQL statements and the
milliseconds (the least of five requests) at both sizes; exit status 1 where the larger one takes
more statements, or a page takes longer than a person notices.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import date, timedelta

FEW, MANY, TIMES = 100, 10_000, 5
#: Of so many apps one has an award.
EACH = 5
#: So long a page may take with MANY apps, in milliseconds; people take less for at once.
MOST = 1_000
WAYS = {
    "all": "/showcase/",
    "one facet": "/showcase/?platform=android",
    "three facets": "/showcase/?platform=android&platform=web&licence=MIT&year=2018",
    "by title": "/showcase/?sort=title",
    "by year": "/showcase/?sort=year",
    "searched, rare": "/showcase/?q=보름달",
    "searched, frequent": "/showcase/?q=서울",
    "searched and narrowed": "/showcase/?q=지도를&platform=ios",
    "last page": "/showcase/?page=900",
    "suggestions": "/showcase/suggest/?q=따릉",
    "the site's search": "/search/?q=따릉이&in=apps",
    "one app": "/showcase/app-7/",
}
FIRST = ("따릉이", "서울", "골목", "한강", "어린이", "어르신", "우리동네", "그늘", "시장", "도서관")
LAST = ("길잡이", "지도", "알리미", "나눔터", "도우미", "산책", "신고", "예약", "공유", "일기")
LICENCES = ("MIT", "Apache-2.0", "GPL-3.0-only", "AGPL-3.0-only", "MPL-2.0", "")


def measure() -> Iterator[tuple[str, tuple[int, float], tuple[int, float]]]:
    """Yield each way with its statements and milliseconds at both sizes."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import override_settings

    call_command("migrate", verbosity=0)
    with override_settings(ALLOWED_HOSTS=["*"], DEBUG=False):
        build(FEW)
        few = {name: cost_of(address) for name, address in WAYS.items()}
        build(MANY)
        for name, address in WAYS.items():
            yield name, few[name], cost_of(address)


def cost_of(address: str) -> tuple[int, float]:
    """Return the statements of a page, and the fewest milliseconds that it takes."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, took = Client(), []
    client.get(address)
    with CaptureQueriesContext(connection) as made:
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}")
    statements = len(made)  # the next request forgets them
    for _time in range(TIMES):
        begun = time.perf_counter()
        client.get(address)
        took.append((time.perf_counter() - begun) * 1000)
    return statements, min(took)


def build(size: int) -> None:
    """Bring the showcase to so many apps."""
    from django.db import connection
    from wagtail.models import Page
    from wagtail.search.backends import get_search_backend

    from showcase.models import (
        AppAudience,
        AppCategory,
        AppIndexPage,
        AppLanguage,
        AppPage,
        AppTopic,
        Topic,
    )
    from showcase.publiccode import vocabulary

    categories, scopes = list(vocabulary.CATEGORIES), list(vocabulary.SCOPES)
    statuses = list(vocabulary.DEVELOPMENT_STATUSES)

    index = AppIndexPage.objects.get(locale__language_code="ko")
    draw, there = random.Random(size), index.numchild  # noqa: S311  (samples, not secrets)
    topics = [
        Topic.objects.get_or_create(slug=f"topic-{n}", defaults={"title_ko": f"주제 {n}"})[0]
        for n in range(12)
    ]
    winners = make_entries(size // EACH)
    made = []
    for n in range(there, size):
        # Found by every way of asking at either size, with an award: as much is read for both.
        asked_for = n % 100 == 0
        title = f"{'따릉이 서울 지도' if asked_for else f'{draw.choice(FIRST)} {draw.choice(LAST)}'} {n}"
        app = AppPage(
            title=title + (" 보름달" if n % 500 == 0 else ""),
            draft_title=title,
            slug=f"app-{n}",
            summary=f"{draw.choice(FIRST)}에서 {draw.choice(LAST)}를 찾는 시민에게 알려 줍니다.",
            maker=f"모임 {n % 400}",
            path=AppPage._get_path(index.path, index.depth + 1, n + 1),
            depth=index.depth + 1,
            url_path=f"{index.url_path}app-{n}/",
            locale=index.locale,
            translation_key=uuid.uuid4(),
            first_published_at=index.first_published_at,
            is_android=asked_for or draw.random() < 0.6,
            is_ios=asked_for or draw.random() < 0.4,
            is_web=asked_for or draw.random() < 0.5,
            category_links=[AppCategory(code=code) for code in draw.sample(categories, 2)],
            audience_links=[AppAudience(code=draw.choice(scopes))],
            language_links=[AppLanguage(code=draw.choice(("ko", "en")))],
            development_status=draw.choice(statuses),
            licence="MIT" if asked_for else draw.choice(LICENCES),
            released_on=date(2013, 1, 1)
            + timedelta(days=2_000 if asked_for else draw.randrange(5_000)),
            entry=winners[(n - there) // EACH] if n % EACH == 0 else None,
        )
        app.content_type = app.cached_content_type
        made.append(app)
    insert(made)
    AppTopic.objects.bulk_create(
        AppTopic(page=app, topic=topic) for app in made for topic in draw.sample(topics, 2)
    )
    Page.objects.filter(pk=index.pk).update(numchild=size)
    for start in range(0, len(made), 1_000):
        get_search_backend().add_bulk(AppPage, made[start : start + 1_000])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def insert(apps: list) -> None:
    """Insert apps and their facets; what listens to single saves is not asked."""
    from django.db import transaction
    from django.db.models.signals import post_save, pre_save
    from factory.django import mute_signals
    from wagtail.models import Page

    from showcase.facets import ROWS
    from showcase.models import AppFacet

    columns = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    bases = Page.objects.bulk_create(
        (Page(**{name: getattr(app, name) for name in columns}) for app in apps),
        batch_size=500,
    )
    with transaction.atomic(), mute_signals(pre_save, post_save):
        for app, base in zip(apps, bases, strict=True):
            app.pk = app.id = base.pk
            app.save_base(raw=True, force_insert=True)
    AppFacet.objects.bulk_create(
        (
            AppFacet(page=app, kind=facet.name, value=value)
            for app in apps
            for facet in ROWS
            for value in facet.values_of(app)
        ),
        batch_size=1_000,
    )


def make_entries(number: int) -> list:
    """Bring the awarded entries to so many; return the new ones."""
    from django.utils import timezone

    from contest_pages.entries.models import Entry
    from contest_pages.models import Contest, Prize
    from contest_pages.results.models import Award

    contest = Contest.objects.get_or_create(
        slug="bench", defaults={"title_ko": "시험", "kind": "app"}
    )[0]
    prize = Prize.objects.get_or_create(contest=contest, title_ko="으뜸상")[0]
    had = Entry.objects.count()
    entries = Entry.objects.bulk_create(
        Entry(
            contest=contest,
            slug=f"entry-{n}",
            receipt=f"M-{n}",
            state="accepted",
            live=True,
            start_key=uuid.uuid4(),
            title=f"출품작 {n}",
            submitted_at=timezone.now(),
        )
        for n in range(had, number)
    )
    Award.objects.bulk_create(
        Award(entry=entry, prize=prize, year=2018, place=had + place)
        for place, entry in enumerate(entries, 1)
    )
    return entries


def show(database: str) -> bool:
    """Print a table as it is measured; return whether all is as it should be."""
    print(f"\n{database}: {FEW:,} and {MANY:,} apps")
    print(f"{'':24}{'statements':>14}{'ms':>18}", flush=True)
    well = True
    for name, (few, fast), (many, slow) in measure():
        well = well and many <= few and slow <= MOST
        print(f"{name:24}{few:7}{many:7}{fast:9.0f}{slow:9.0f}", flush=True)
    return well


def main() -> int:
    """Measure on the database that is named, else on both."""
    if os.environ.get("BENCH_CATALOGUE"):
        return int(not show(os.environ["BENCH_CATALOGUE"]))
    from tests.services.servers import postgresql

    def again(database: str, **known: str) -> int:
        environment = os.environ | known | {"BENCH_CATALOGUE": database}
        environment["DJANGO_SETTINGS_MODULE"] = "settings.test"
        command = [sys.executable, "-m", "bench.catalogue"]
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603

    with tempfile.TemporaryDirectory() as folder:
        failed = again("SQLite", VAR_DIR=folder, DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3")
        with postgresql() as url:
            failed += again("PostgreSQL", VAR_DIR=folder, DATABASE_URL=url)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())

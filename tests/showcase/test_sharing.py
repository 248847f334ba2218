"""What others are told of an app: schema.org, cards, pictures in the sitemap."""

import io
import json
import re

import pytest
from PIL import Image

from cms.cards.lettering import Lettering
from contest_pages.models import ContestPage
from tests.factories import accepted_entry, announced, open_contest
from tests.pages import app_page, award

pytestmark = pytest.mark.django_db


def card_in(text: str) -> str:
    """The address of the card that a page names."""
    return re.search(r'property="og:image" content="http://testserver([^"]+)"', text)[1]


def test_an_app_is_described_as_schema_org_does_whatever_its_title_says(client):
    entry = accepted_entry()
    award(entry, "으뜸상", year=2018)
    app = app_page(
        "</script><script>alert(1)</script>", entry=entry, slug="app", is_ios=True, pictures=1
    )
    text = client.get(app.get_url()).text
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    application, source = json.loads(data)["@graph"]
    assert application["@type"] == "SoftwareApplication"
    assert application["name"] == app.title
    assert application["operatingSystem"] == "Android, iOS"
    assert application["award"] == ["으뜸상 (2018)"]
    assert source["@type"] == "SoftwareSourceCode"
    assert source["codeRepository"] == app.source_url
    assert source["license"] == "https://spdx.org/licenses/MIT.html"
    assert application["screenshot"][0].startswith("http://testserver/media/")
    assert "alert(1)" not in text.replace(data, "").replace("alert(1)&lt;", "")


def test_a_card_is_drawn_once_for_what_it_says_and_anew_when_that_changes(
    client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    app = app_page("따릉이 길잡이", slug="app", pictures=1)
    address = card_in(client.get(app.get_url()).text)
    answer = client.get(address)
    picture = Image.open(io.BytesIO(answer.getvalue()))
    assert (picture.size, picture.format) == ((1200, 630), "PNG")
    assert "immutable" in answer["Cache-Control"]
    client.get(address)
    assert [path.suffix for path in (tmp_path / "cards").iterdir()] == [".png"]
    app.title = "새 이름"
    app.save_revision().publish()
    newer = card_in(client.get(app.get_url()).text)
    assert newer != address
    assert client.get(address).url == newer


def test_a_contest_has_a_card_and_what_is_not_announced_has_none(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    contest = open_contest(slug="app-open")
    announced(contest)
    address = card_in(client.get("/contests/app-open/").text)
    assert Image.open(io.BytesIO(client.get(address).getvalue())).size == (1200, 630)
    ContestPage.objects.get(contest=contest).unpublish()
    assert client.get(address).status_code == 404


def test_lines_of_a_card_break_between_words_and_fit():
    letters = Lettering(50, 800)
    words = letters.lines("시민이 함께 만드는 우리 동네 공공앱", 400)
    assert " ".join(words) == "시민이 함께 만드는 우리 동네 공공앱"
    assert max(letters.length(line) for line in words) <= 400
    unbroken = letters.lines("가나다라마바사아자차카타파하" * 3, 400)
    assert max(letters.length(line) for line in unbroken) <= 400
    assert letters.clipped("길고 긴 이름입니다 " * 20, 400, 2)[-1].endswith("…")
    assert len(letters.clipped("길고 긴 이름입니다 " * 20, 400, 2)) == 2


def test_the_sitemap_names_screenshots_that_were_made(client):
    app = app_page("앱", slug="app", pictures=1)
    client.get(app.get_url())  # makes them
    app_page("초안", slug="draft", live=False, pictures=1)
    text = client.get("/sitemap.xml").text
    assert text.count("<image:image>") == 1
    assert "<image:loc>http://testserver/media/" in text

"""The page of the API: in both languages, without another host, from the document alone."""

import re

import pytest

from settings.api import api
from tests.pages import app_page

pytestmark = pytest.mark.django_db


def test_the_page_names_every_address_and_parameter_in_korean_and_english(client):
    korean = client.get("/api/v1/docs")
    english = client.get("/en/api/v1/docs")
    assert (korean.status_code, english.status_code) == (200, 200)
    for page in (korean.content.decode(), english.content.decode()):
        for path, methods in api.document("en")["paths"].items():
            assert f">{path}<" in page
            for parameter in methods["get"]["parameters"]:
                assert f"<code>{parameter['name']}</code>" in page
    assert "공고된 모든 공모전" in korean.content.decode()
    assert "All announced contests" in english.content.decode()
    assert 'href="/en/api/v1/docs"' in korean.content.decode()


def test_the_page_names_the_showcases_files_feed_and_metadata(client):
    app = app_page("따릉이 길잡이")
    index = app.get_parent()
    for prefix, said in (("", "공공앱 전시관의 모든 앱"), ("/en", "All apps of the showcase")):
        text = client.get(f"{prefix}/api/v1/docs").content.decode()
        for name in ("export.csv", "export.xlsx", "export.json", "feed/"):
            assert f'href="{prefix}/showcase/{name}"' in text
        assert said in text
    korean = client.get("/api/v1/docs").content.decode()
    assert "publiccode.yml" in korean
    assert f'href="{index.get_url()}"' in korean
    for address in (f"{index.get_url()}export.json", f"{app.get_url()}publiccode.yml"):
        assert client.get(address).status_code == 200


def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(client):
    page = client.get("/api/v1/docs")
    text = page.content.decode()
    assert "script-src" not in page["Content-Security-Policy"]  # so that default-src holds
    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert not re.search(r'<(?:script|link|img)[^>]+(?:src|href)="(?:https?:)?//', text)
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", text)


def test_the_document_is_whole_in_both_languages(client):
    for language, said in (("ko", "공고된 모든 공모전"), ("en", "All announced contests")):
        document = client.get(f"/api/v1/openapi.json?lang={language}").json()
        assert document["openapi"].startswith("3.")
        assert document["paths"]["/api/v1/contests"]["get"]["summary"] == said
        refused = document["paths"]["/api/v1/contests"]["get"]["responses"]["422"]["$ref"]
        assert refused.rpartition("/")[2] in document["components"]["responses"]


def test_nothing_of_the_document_is_left_untranslated():
    def texts(part) -> list[str]:
        if isinstance(part, list):
            return [text for each in part for text in texts(each)]
        if not isinstance(part, dict):
            return []
        own = [v for k, v in part.items() if k in ("summary", "description") and isinstance(v, str)]
        return own + [text for each in part.values() for text in texts(each)]

    told = set(texts(api.document("ko"))) - {"OK", ""}
    assert len(told) > 100
    assert {text for text in told if not re.search("[가-힣]", text)} == set()

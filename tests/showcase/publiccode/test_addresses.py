"""Addresses of source code, in their spellings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showcase.publiccode.addresses import document_at, is_repository, key_of_address, picture_at

SAME = [
    "https://github.com/Seoul/Bike",
    "http://www.github.com/seoul/bike.git",
    "https://github.com/seoul/bike/",
    "git://github.com/seoul/bike.git/",
    "ssh://git@github.com:22/seoul/bike",
    "  https://token@github.com/seoul/bike ",
]


def test_spellings_of_one_repository_are_the_same():
    assert {key_of_address(address) for address in SAME} == {"github.com/seoul/bike"}


@pytest.mark.parametrize(
    "address",
    [
        "https://git.example.org/Seoul/Bike",  # such a host may tell letters apart
        "https://github.com/seoul/bike2",
        "https://github.com/seoul",
        "https://github.com:8443/seoul/bike",
        "https://github.com/seoul/bike?branch=2",
    ],
)
def test_others_are_not(address):
    known = {key_of_address(each) for each in [*SAME, "https://git.example.org/seoul/bike"]}
    assert key_of_address(address) not in known


@settings(max_examples=30, deadline=None)
@given(st.text("[]:/@?#.a가 \t0", max_size=12))
def test_any_text_is_an_address_or_none_without_failing(text):
    for address in (f"https://{text}", text):
        assert isinstance(key_of_address(address), str)
        assert isinstance(document_at(address), str)
        assert is_repository(address) in (True, False)
        for source in ("https://x.example.org/a.yml", text):
            assert isinstance(picture_at(address, source=source, repository=text), str)


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://github.com/seoul/bike", True),
        ("https://GitHub.com/seoul/bike/", True),
        ("https://gitlab.com/seoul/apps/bike.js", True),
        ("https://git.example.org:8443/~seoul/bike", True),
        ("https://code.example.org/bike.git", True),
        ("https://code.example.org/seoul/bike", False),
        ("https://github.com/seoul", False),
        ("https://github.com/seoul/bike/tree/main", False),
        ("https://gitlab.com/seoul/bike/-/tree/main", False),
        ("https://git.example.org/seoul/bike/src/branch/main", False),
        ("https://github.com/seoul/bike?tab=readme", False),
        ("https://github.com/seoul/bike;reboot", False),
        ("https://github.com/seoul/$(reboot).git", False),
        ("https://github.com/seoul/bike.git#`reboot`", False),
        ("https://github.com/seoul/bike.git\nreboot", False),
        ("https://key@github.com/seoul/bike.git", False),
    ],
)
def test_only_what_git_clones_and_no_shell_understands_is_a_repository(address, is_one):
    assert is_repository(address) is is_one


RAW = "https://raw.githubusercontent.com/seoul/bike"


@pytest.mark.parametrize(
    ("address", "document"),
    [
        ("https://github.com/seoul/bike", f"{RAW}/HEAD/publiccode.yml"),
        ("https://github.com/seoul/bike.git", f"{RAW}/HEAD/publiccode.yml"),
        ("https://github.com/seoul/bike/blob/main/publiccode.yml", f"{RAW}/main/publiccode.yml"),
        (
            "https://gitlab.example.org/a/b/c",
            "https://gitlab.example.org/a/b/c/-/raw/HEAD/publiccode.yml",
        ),
        (
            "https://git.example.org/a/-/blob/main/publiccode.yml",
            "https://git.example.org/a/-/raw/main/publiccode.yml",
        ),
        ("https://example.org/publiccode.yml", "https://example.org/publiccode.yml"),
    ],
)
def test_the_page_that_people_look_at_leads_to_the_document(address, document):
    assert document_at(address) == document


@pytest.mark.parametrize(
    ("name", "source", "where"),
    [
        ("https://x.example.org/a.png", "", "https://x.example.org/a.png"),
        (
            "img/a.png",
            "https://x.example.org/raw/publiccode.yml",
            "https://x.example.org/raw/img/a.png",
        ),
        ("img/a.png", "publiccode.yml", f"{RAW}/HEAD/img/a.png"),
        ("https://github.com/seoul/bike/blob/main/a.png", "", f"{RAW}/main/a.png"),
    ],
)
def test_a_picture_is_found_beside_the_document(name, source, where):
    assert picture_at(name, source=source, repository="https://github.com/seoul/bike") == where


def test_a_picture_that_nobody_can_find_has_no_address():
    assert picture_at("a.png", source="a.yml", repository="https://git.example.org/x") == ""

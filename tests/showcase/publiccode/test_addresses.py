"""Addresses of source code, in their spellings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showcase.publiccode.addresses import document_at, key_of_address, picture_at

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


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=50))
def test_any_text_has_a_key(text):
    assert isinstance(key_of_address(f"https://{text}"), str)


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

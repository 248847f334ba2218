"""Which documents are valid, and what is said of those that are not."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from showcase.publiccode.reading import read
from showcase.publiccode.vocabulary import CATEGORIES, SCOPES
from showcase.publiccode.writing import write
from tests.showcase.publiccode.documents import LONG_KO, MINIMAL, WHOLE, changed, yaml_of


def keys(data: bytes) -> list[str]:
    """Which keys are named as wrong."""
    reading = read(data)
    assert all(reason for _key, reason in reading.faults)
    return [key for key, _reason in reading.faults]


@pytest.mark.parametrize("document", [MINIMAL, WHOLE], ids=["minimal", "whole"])
def test_a_document_of_the_standard_is_valid_and_read_as_it_stands(document):
    reading = read(yaml_of(document))
    assert (reading.faults, reading.content) == ([], document)


@pytest.mark.parametrize(
    "version",
    [
        "0",
        "0.2",
        "0.2.0",
        "0.2.1",
        "0.2.2",
        "0.3",
        "0.3.0",
        "0.4",
        "0.4.0",
        "0.5",
        "0.5.0",
        "0.6",
        "0.6.0",
        "0.7",
        "0.7.0",
    ],
)
def test_each_version_since_0_2_is_read(version):
    assert keys(changed("publiccodeYmlVersion", version)) == []


@pytest.mark.parametrize("version", ["0.1", "0.8", "1", "1.0.0", "latest", "", ["0.7"]])
def test_another_version_is_not(version):
    assert keys(changed("publiccodeYmlVersion", version)) == ["publiccodeYmlVersion"]


MANDATORY = [
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "description.ko.shortDescription",
    "description.ko.longDescription",
    "description.ko.features",
    "legal",
    "legal.license",
    "maintenance",
    "maintenance.type",
    "maintenance.contacts",
    "localisation",
    "localisation.localisationReady",
    "localisation.availableLanguages",
]


@pytest.mark.parametrize("key", MANDATORY)
def test_what_is_mandatory_is_missed_by_name(key):
    assert keys(changed(key)) == [key]


VALID = [
    ("categories", sorted(CATEGORIES)),
    ("categories", []),
    ("intendedAudience", {"scope": sorted(SCOPES)}),
    ("platforms", "web"),
    ("isBasedOn", ["https://a.example.org/x", "git://b.example.org/y"]),
    ("url", "ssh://git@code.example.org/bike.git"),
    ("softwareVersion", "dev"),
    ("logo", "https://code.example.org/logo"),
    ("logo", "logo.SVGZ"),
    ("description.ko.screenshots", ["a.png", "b.JPG", "c.jpeg"]),
    ("description.ko.videos", ["https://vimeo.com/1234567", "https://youtube.com/xxxxxxxx"]),
    ("description.ko.videos", ["https://tube.example.org/w/vGC8rdoFUKGBi5qXn5xhMT"]),
    ("description.ko.shortDescription", "가" * 150),
    ("description.ko.longDescription", "가" * 150),
    ("description.ko.longDescription", "나" * 10_000),
    ("description.ko.genericName", "다" * 35),
    ("description.ko.features", ["하나" * 200]),
    ("description.sl-IT-nedis", {"shortDescription": "Kolo"}),
    ("legal.license", "AGPL-3.0-or-later"),
    ("legal.license", "GPL-3.0"),
    ("legal.license", "(MIT OR Apache-2.0) AND LicenseRef-city"),
    ("maintenance", {"type": "none"}),
    ("localisation.availableLanguages", ["en-x-abcdefgh-abcdefgh-abcdefgh"]),
    ("maintenance", {"type": "none", "contacts": [{"name": "김한강", "email": ""}]}),
    ("maintenance", {"type": "contract", "contractors": [{"name": "가", "until": "2027-01-31"}]}),
    ("localisation.availableLanguages", ["en", "pt-BR", "zh-Hant-TW", "es-419"]),
    ("organisation", {"uri": "urn:x-italian-pa:c_h501"}),
    ("fundedBy", [{"uri": "https://example.org"}]),
    ("supports", []),
    ("it", {"countryExtensionVersion": "0.2"}),
    ("FR", {"anything": [1]}),
]


@pytest.mark.parametrize(("path", "value"), VALID)
def test_what_the_standard_allows_is_accepted(path, value):
    assert keys(changed(path, value)) == []


#: No mail server takes it, and no column has room for it.
LONG_EMAIL = f"a@{'.'.join(['b' * 61] * 4)}.example"
WRONG = [
    ("name", "  ", "name"),
    ("name", ["가"], "name"),
    ("url", "code.example.org/bike", "url"),
    ("url", "https:///bike", "url"),
    ("url", "https://code.example.org/a b", "url"),
    ("url", "git@code.example.org:bike.git", "url"),
    ("landingURL", "ftp://example.org", "landingURL"),
    ("landingUrl", "https://example.org", "landingUrl"),
    ("roadmap", "???", "roadmap"),
    ("isBasedOn", ["https://a.example.org/x", "y"], "isBasedOn[1]"),
    ("isBasedOn", {"url": "https://a.example.org/x"}, "isBasedOn"),
    ("releaseDate", "", "releaseDate"),
    ("releaseDate", "30-04-2026", "releaseDate"),
    ("releaseDate", "20260430", "releaseDate"),
    ("releaseDate", "2026-02-30", "releaseDate"),
    ("releaseDate", "2026-04-30T10:00:00", "releaseDate"),
    ("logo", "/img/logo.svg", "logo"),
    ("logo", "file:///logo.svg", "logo"),
    ("logo", "logo.jpg", "logo"),
    ("logo", "https://code.example.org/logo.gif?raw=true", "logo"),
    ("monochromeLogo", "logo", "monochromeLogo"),
    ("inputTypes", ["text"], "inputTypes[0]"),
    ("platforms", [], "platforms"),
    ("platforms", "Haiku", "platforms"),
    ("categories", ["office", "games"], "categories[1]"),
    ("categories", "office", "categories"),
    ("usedBy", "서울특별시", "usedBy"),
    ("developmentStatus", "alpha", "developmentStatus"),
    ("softwareType", "standalone", "softwareType"),
    ("softwareType", "softwareAddon", "softwareType"),
    ("intendedAudience", {"scope": ["everyone"]}, "intendedAudience.scope[0]"),
    ("intendedAudience", {"countries": ["Kr"]}, "intendedAudience.countries[0]"),
    ("intendedAudience", {"countries": ["EU"]}, "intendedAudience.countries[0]"),
    ("intendedAudience", {"onlyFor": ["x"]}, "intendedAudience.onlyFor"),
    ("description", {"ko_KR": MINIMAL["description"]["ko"]}, "description.ko_KR"),
    ("description.kor", {"shortDescription": "가"}, "description.kor"),
    ("description.ko.shortDescription", "가" * 151, "description.ko.shortDescription"),
    ("description.ko.longDescription", "가" * 149, "description.ko.longDescription"),
    ("description.ko.longDescription", "가" * 10_001, "description.ko.longDescription"),
    ("description.ko.genericName", "가" * 36, "description.ko.genericName"),
    ("description.ko.features", [], "description.ko.features"),
    ("description.ko.documentation", "help", "description.ko.documentation"),
    ("description.ko.screenshots", ["a.gif"], "description.ko.screenshots[0]"),
    ("description.ko.videos", ["https://example.org/v"], "description.ko.videos[0]"),
    ("legal.license", "MIT License", "legal.license"),
    ("legal.license", "MIT OR", "legal.license"),
    ("legal.license", "(" * 500, "legal.license"),
    ("legal.authorsFile", "/AUTHORS", "legal.authorsFile"),
    ("maintenance", {"type": "internal"}, "maintenance.contacts"),
    ("maintenance", {"type": "community", "contacts": []}, "maintenance.contacts"),
    ("maintenance", {"type": "contract"}, "maintenance.contractors"),
    ("maintenance", {"type": "none", "contractors": []}, "maintenance.contractors"),
    ("maintenance.contacts", [{"email": "a@example.org"}], "maintenance.contacts[0].name"),
    ("maintenance.contacts", [{"name": "가", "email": "a@"}], "maintenance.contacts[0].email"),
    (
        "maintenance.contacts",
        [{"name": "가", "email": LONG_EMAIL}],
        "maintenance.contacts[0].email",
    ),
    ("localisation.localisationReady", "yes", "localisation.localisationReady"),
    ("localisation.availableLanguages", [], "localisation.availableLanguages"),
    ("localisation.availableLanguages", ["Korean"], "localisation.availableLanguages[0]"),
    ("localisation.availableLanguages", ["xxx"], "localisation.availableLanguages[0]"),
    ("localisation.availableLanguages", ["ko", "en-XY"], "localisation.availableLanguages[1]"),
    (
        "localisation.availableLanguages",
        [f"en-x{'-privates' * 4}"],
        "localisation.availableLanguages[0]",
    ),
    ("dependsOn", {"open": [{"version": "1"}]}, "dependsOn.open[0].name"),
    ("dependsOn", {"open": [{"name": "a", "optional": "true"}]}, "dependsOn.open[0].optional"),
    ("organisation", {"name": "서울특별시"}, "organisation.uri"),
    ("fundedBy", [{"uri": "1"}], "fundedBy[0].uri"),
    ("supports", [{"id": "alias:dsgvo"}], "supports[0].id"),
    ("supports", [{"id": "WCAG"}], "supports[0].id"),
    ("IT", {"countryExtensionVersion": "2.0"}, "IT.countryExtensionVersion"),
    ("IT", {"conforme": {"privacy": True}}, "IT.conforme.privacy"),
    ("It", {"conforme": {}}, "It"),
    ("DE", "leika", "DE"),
    ("tags", ["office"], "tags"),
    ("x-own", 1, "x-own"),
]


@pytest.mark.parametrize(("path", "value", "key"), WRONG)
def test_what_the_standard_does_not_allow_is_named_by_its_key(path, value, key):
    assert keys(changed(path, value)) == [key]


def test_italy_may_stand_once():
    document = {**MINIMAL, "IT": {"countryExtensionVersion": "1.0"}, "it": {}}
    assert keys(yaml_of(document)) == ["it"]


def test_a_renamed_key_is_told_its_new_name():
    assert "categories" in read(changed("tags", ["office"])).faults[0].reason
    assert "landingURL" in read(changed("landingUrl", "https://example.org")).faults[0].reason


def test_version_0_2_wrote_yes_for_true():
    old = yaml_of({**MINIMAL, "publiccodeYmlVersion": "0.2"})
    reading = read(old.replace(b"localisationReady: true", b"localisationReady: yes"))
    assert reading.is_valid
    assert reading.content["localisation"]["localisationReady"] is True


def test_a_key_without_a_value_is_as_good_as_none():
    assert keys(yaml_of(MINIMAL) + b"categories:\nlogo: ~\n") == []


def test_texts_stay_as_they_are_written():
    text = yaml_of(MINIMAL) + b"softwareVersion: 1.10\nreleaseDate: 2026-04-30\n"
    content = read(text).content
    assert (content["softwareVersion"], content["releaseDate"]) == ("1.10", "2026-04-30")


def test_a_version_that_is_a_number_is_no_text():
    data = yaml_of(MINIMAL).replace(b"'0.7'", b"0.7")
    assert keys(data) == ["publiccodeYmlVersion"]


UNREADABLE = {
    "empty": b"",
    "only a comment": b"# nothing\n",
    "a list": b"- name: x\n",
    "a text": b"hello",
    "not YAML": b"name: [",
    "several documents": yaml_of(MINIMAL) + b"---\n" + yaml_of(MINIMAL),
    "latin 1": "name: Gefährt".encode("latin-1"),
    "python": b"name: !!python/object/apply:os.system ['true']\n",
    "too large": b"#" * 400_001,
    "too deep": b"a: " + b"[" * 200 + b"]" * 200,
    "brackets": b"[" * 200_000,
    "a key that is a list": b"? [a]\n: b\n",
    "an alias of itself": b"a: &a [*a]\n",
    "NUL": b'name: "\\0"',
    "half a character": b'name: "\\ud800"',
    "a character that nobody sees": b'name: "\\x07"',
    "a long text many times": b"a: &a " + b"x" * 300_000 + b"\nb: [*a, *a]\n",
    "too many values": b"a: [" + b"x," * 5_000 + b"]\n",
    "bomb": b"a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    + b"".join(
        b"a%d: &a%d [%s]\n" % (n, n, b",".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 9)
    ),
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_no_document_is_one_fault(data):
    reading = read(data)
    assert (len(reading.faults), reading.faults[0].key, reading.content) == (1, "", {})


def test_a_key_that_stands_twice_is_named_with_its_line():
    reading = read(b"name: a\nurl: b\nname: c\n")
    assert reading.faults[0].key == "name"
    assert "3" in reading.faults[0].reason


def test_a_document_in_as_many_languages_as_europe_has_is_not_too_large():
    said = {**MINIMAL["description"]["ko"], "longDescription": "아" * 4_000, "features": ["가"] * 9}
    said_in = {f"ko-x-{n}": said for n in range(24)}  # the file holds it once, and aliases
    assert keys(yaml_of({**MINIMAL, "description": said_in})) == []


def test_aliases_and_merges_are_followed():
    text = (
        yaml_of(MINIMAL).decode() + "usedBy: &who [서울특별시]\ndependsOn: {open: [{name: *n}]}\n"
    )
    text = text.replace("name: 따릉이 길잡이", "name: &n 따릉이 길잡이")
    content = read(text.encode()).content
    assert content["dependsOn"]["open"] == [{"name": "따릉이 길잡이"}]


def test_all_faults_are_listed_and_what_is_right_remains():
    document = {
        **WHOLE,
        "url": "bike",
        "categories": ["office", "games", "other"],
        "maintenance": {"type": "community", "contacts": [{"name": "가"}, {"phone": "1"}]},
        "surprise": 1,
    }
    reading = read(yaml_of(document))
    assert {key for key, _reason in reading.faults} == {
        *("url", "categories[1]", "maintenance.contacts[1].name", "surprise"),
    }
    assert "url" not in reading.content
    assert reading.content["categories"] == ["office", "other"]
    assert reading.content["maintenance"]["contacts"] == [{"name": "가"}]
    assert reading.content["description"] == WHOLE["description"]


def test_length_is_counted_as_people_see_it():
    family = "👨‍👩‍👧‍👦🇰🇷é각".replace("é", "e\u0301").replace("각", "\u1100\u1161\u11a8")
    assert keys(changed("description.ko.genericName", family * 8)) == []
    assert keys(changed("description.ko.genericName", family * 9)) != []


def test_what_is_written_reads_back_alike_in_both_versions_of_yaml():
    data = write(WHOLE)
    assert read(data).content == yaml.safe_load(data) == WHOLE


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)
TREES = st.recursive(
    st.none() | st.booleans() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(TEXTS | st.sampled_from(sorted(WHOLE)), TREES, max_size=6))
def test_any_mapping_is_judged_without_failing(document):
    reading = read(yaml_of(document))
    assert reading.faults
    assert read(write(reading.content) if reading.content else b"{}").faults


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode(errors="ignore")))
def test_any_bytes_are_judged_without_failing(data):
    assert read(data).faults


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(TEXTS.filter(bool), TEXTS | st.lists(TEXTS), max_size=5))
def test_what_is_written_is_what_is_read(document):
    from showcase.publiccode.yaml12 import load

    assert load(write(document)) == document


def test_the_long_description_counts_in_any_language():
    document = {
        **MINIMAL,
        "description": {
            "de": {"shortDescription": "Rad"},
            "ko": {"shortDescription": "자전거", "longDescription": LONG_KO, "features": ["길"]},
        },
    }
    assert keys(yaml_of(document)) == []

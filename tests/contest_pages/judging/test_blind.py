"""A blind stage: nothing that a judge can get says who entered."""

import io
import zipfile
from copy import deepcopy
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from contest_pages.entries.actions import attach
from contest_pages.entries.models import (
    ConsentGiven,
    Entry,
    EntryFile,
    GuardianConsent,
    Invitation,
    Membership,
)
from contest_pages.judging import actions, urls
from contest_pages.judging.blind import MARK, Redaction
from contest_pages.judging.cleaning import CLEANERS, Uncleanable, clean
from contest_pages.judging.models import Review
from contest_pages.models import Consent, Stage
from media.models import PrivateFile
from tests.contest_pages.judging.people import PLEDGE, give, judge_of, judging_stage, typed
from tests.factories import (
    QuestionFactory,
    UserFactory,
    accepted_entry,
    announced,
    confirmed,
    draft_entry,
    leader_of,
    open_contest,
)
from tests.media import corpus

pytestmark = pytest.mark.django_db

TEAM, LEADER, MEMBER = "번개 돌고래", "박하나", "Minsu Kim"
FORMER, GUARDIAN, SCHOOL = "오세찬", "나옥자", "한빛고등학교"
#: What must be found nowhere, in lower case: names in the ways people write them, addresses.
HIDDEN = (
    "번개 돌고래",
    "번개돌고래",
    "박하나",
    "박 하나",
    "minsu kim",
    "minsukim",
    "kim minsu",
    "hana.park",
    "오세찬",
    "나옥자",
    "한빛고등학교",
    "nikname7",
    "@univ.example",
    "code.example",
    "store.example",
    "비밀이력서",
    "secret-artist",
    "secret-camera",
    "secret-comment",
)
#: Stands in every planted text, and must be found: what is hidden is not the whole text.
SEEN = "지하철"
NAMES = f"{SEEN} 앱. {TEAM} 팀의 {LEADER}, 박 하나, 번개돌고래, MINSU KIM과 kim minsu(minsukim)"
NAMES += f", {FORMER}, nikname7, {SCHOOL} {GUARDIAN}"
WHOLE = f"{NAMES} hana.park, hana.park@univ.example.org https://code.example.org/hana code.example.org/hana"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>박하나</dc:creator>'
    "<cp:lastModifiedBy>Minsu Kim</cp:lastModifiedBy></cp:coreProperties>"
)
COMMENTS = '<w:comments><w:comment w:id="0" w:author="박하나" w:initials="박하나"/></w:comments>'
ODF_META = "<office:document-meta><dc:creator>박하나</dc:creator></office:document-meta>"
HPF = (
    '<opf:package><opf:metadata><opf:meta name="creator" content="text">박하나</opf:meta>'
    "</opf:metadata><opf:manifest/></opf:package>"
)


def pdf() -> bytes:
    """A page, and all that says who made it."""
    writer, out = PdfWriter(), io.BytesIO()
    photo = io.BytesIO(corpus.photo_with_gps())
    Image.open(photo).save(out, "PDF")
    writer.append(io.BytesIO(out.getvalue()))
    out = io.BytesIO()
    writer.add_metadata({"/Author": "Minsu Kim", "/Title": "minsukim", "/Creator": "hana.park"})
    writer.xmp_metadata = (
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>Minsu Kim'
        b"</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    writer.add_attachment("minsukim.txt", b"Minsu Kim")
    writer.write(out)
    return out.getvalue()


def documents() -> dict[str, bytes]:
    """Files of every kind that can be freed of names, each with names in its metadata."""
    office = {
        "docProps/core.xml": CORE,
        "word/comments.xml": COMMENTS,
        "word/media/image1.jpeg": corpus.photo_with_gps(),
    }
    return {
        "비밀이력서.pdf": pdf(),
        "비밀이력서.docx": corpus.ooxml("wordprocessingml.document", **office),
        "비밀이력서.pptx": corpus.ooxml("presentationml.presentation", **office),
        "비밀이력서.xlsx": corpus.ooxml("spreadsheetml.sheet", **office),
        "비밀이력서.odt": corpus.zipped({"mimetype": corpus.ODT, "meta.xml": ODF_META}),
        "비밀이력서.hwpx": corpus.zipped(
            {"mimetype": "application/hwp+zip", "Contents/content.hpf": HPF}
        ),
        "비밀이력서.txt": WHOLE.encode(),
        "비밀이력서.md": WHOLE.encode("cp949"),
        "비밀이력서.hwp": corpus.hwp(),
        "비밀이력서.zip": corpus.zipped({"박하나.txt": "박하나"}),
    }


def receive(entry: Entry, name: str, content: bytes, key: str) -> str:
    """The uuid of a file of the entry."""
    leader = leader_of(entry)
    file = PrivateFile.objects.receive(corpus.upload(name, content), by=leader)
    attach(entry, file, key=key, by=leader)
    return str(file.uuid)


def planted_entry(contest) -> Entry:
    """An accepted entry whose every text and file names its team."""
    leader = UserFactory(name=LEADER, email="hana.park@univ.example.org", organisation=SCHOOL)
    leader = confirmed(leader)
    draft = draft_entry(contest, by=leader)
    member = UserFactory(name=MEMBER, email="minsukim@mail.example.org")
    Membership.objects.create(entry=draft, user=member)
    consent = Consent.objects.create(contest=contest, key="a", title_ko="동의", is_required=False)
    agreed = {"consent": consent, "version": 1, "title": consent.title_ko, "language": "ko"}
    ConsentGiven.objects.create(entry=draft, user=UserFactory(name=FORMER), **agreed)
    links = {"created_at": timezone.now(), "expires_at": timezone.now()}
    GuardianConsent.objects.create(
        entry=draft, user=member, guardian_name=GUARDIAN, token_hash="1", **links
    )
    Invitation.objects.create(
        entry=draft, email="nikname7@mail.example.org", invited_by=leader, token_hash="2", **links
    )
    uuids = [receive(draft, name, data, "manual") for name, data in documents().items()]
    picture = receive(draft, "비밀이력서.jpg", corpus.photo_with_gps(), EntryFile.IMAGES)
    entry = accepted_entry(contest, title="따로 지은 작품")
    texts = dict.fromkeys(("summary", "description"), WHOLE[:200])
    links = {
        "source_url": "https://code.example.org/hana",
        "web_url": "https://hana.example.org/",
        "android_url": "https://store.example.org/minsukim",
    }
    answer = {"label_ko": "질문", "label_en": ""}
    Entry.objects.filter(pk=draft.pk).update(
        **{name: getattr(entry, name) for name in ("state", "submitted_at", "live")},
        slug="번개-돌고래-지하철",
        receipt="M-SECRET-7",
        title=f"{SEEN} {TEAM} {LEADER}"[:100],
        team_name=TEAM,
        **texts,
        **links,
        images=[{"file": picture, "alt": f"{LEADER}의 화면"}],
        answers=[
            {"key": "story", "kind": "long_text", "value": WHOLE, **answer},
            {"key": "short", "kind": "short_text", "value": NAMES, **answer},
            {"key": "site", "kind": "url", "value": "https://code.example.org/hana", **answer},
            {"key": "manual", "kind": "file", "value": uuids, **answer},
        ],
    )
    return Entry.objects.get(pk=draft.pk)


@pytest.fixture(scope="module")
def made_review(made_once) -> Review:
    contest = open_contest(pledge_ko=PLEDGE)
    announced(contest, first_published_at=timezone.now())
    QuestionFactory(contest=contest, key="manual", kind="file", max_files=10)
    stage = judging_stage(contest, is_blind=True, others_scores=Stage.OthersScores.AFTER_OWN)
    return give(judge_of(stage), planted_entry(contest))


@pytest.fixture
def review(made_review, db, files_made_once) -> Review:
    return deepcopy(made_review)


@pytest.fixture
def contest(stage):
    return stage.contest


def unpacked(content: bytes) -> bytes:
    """The content with all that is packed in it laid open: a zip's members, a PDF's objects."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inner = b"".join(
                archive.read(each) + each.filename.encode() for each in archive.infolist()
            )
        return content + inner
    if content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        streams = [each.get_object() for each in reader.xref_objStm] if reader.xref_objStm else []
        said = f"{reader.metadata} {reader.xmp_metadata} {reader.attachments} {streams}"
        return content + said.encode()
    return content


def said(response) -> str:
    """All that a response says, headers included, in lower case."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return (headers + unpacked(body).decode("utf-8", "replace")).lower()


def leaks(response, entry: Entry) -> list[str]:
    """What of the hidden words a response says."""
    everything = said(response)
    own = (entry.receipt.lower(), entry.slug)
    return [word for word in (*HIDDEN, *own) if word.lower() in everything]


def addresses_of(review) -> dict[str, str]:
    """Every address of judging for the judge of a review, by name; files one by one."""
    found = {}
    for each in urls.urlpatterns:
        keys = set(each.pattern.converters)
        if keys == {"pk"}:
            pk = review.pk if "review" in each.name else review.judge_id
            found[each.name] = reverse(each.name, args=[pk])
        elif keys == {"pk", "number"}:
            for number in range(14):
                url = reverse(each.name, args=[review.pk, number])
                found |= {
                    f"{each.name} {number}": url,
                    f"{each.name} {number} small": f"{url}?small",
                }
        elif keys == {"token"}:
            found[each.name] = reverse(each.name, args=["nonsense"])
        else:
            found[each.name] = reverse(each.name)
    return found


def test_nothing_that_a_judge_can_get_names_who_entered(desk, review):
    entry, answers = review.entry, {}
    for name, url in addresses_of(review).items():
        answers[name] = desk.get(url)
    for query in ("?state=assigned", "?track=1", "?stage=x"):
        answers[query] = desk.get(f"{reverse('judging_desk')}{query}")
    page = reverse("judging_review", args=[review.pk])
    for name, sent in (
        ("invalid", typed(review, 99, 99)),
        ("incomplete", typed(review, 1, "", submit="yes")),
        ("saved", typed(review, 5, 5, save="yes")),
        ("conflict", typed(review, 1, 1, version=99)),
        ("no reason", {"act": "recuse"}),
        ("no text", {"act": "report"}),
        ("nonsense", {"act": "x"}),
    ):
        answers[name] = desk.post(page, sent, follow=True)
        answers[f"{name}, by script"] = desk.post(
            page, sent, headers={"Accept": "application/json"}
        )
    answers["submitted"] = desk.post(page, typed(review, 5, 5, submit="yes"), follow=True)
    answers["submitted page"] = desk.get(page)
    answers["signed off"] = desk.get(reverse("judging_sign_off", args=[review.judge_id]))
    answers["reopened"] = desk.post(page, {"act": "reopen"}, follow=True)
    answers["reported"] = desk.post(page, {"act": "report", "text": "안 열림"}, follow=True)
    answers["recused"] = desk.post(page, {"act": "recuse", "reason": "앎"}, follow=True)
    answers["after recusing"] = desk.get(page)
    found = {name: leaks(answer, entry) for name, answer in answers.items()}
    assert {name: words for name, words in found.items() if words} == {}
    for name in ("judging_desk", "judging_review", "judging_packet", "judging_scores"):
        assert answers[name].status_code == 200 and SEEN in said(answers[name]), name
    assert MARK in said(answers["judging_review"])
    assert answers["after recusing"].status_code == 403


def test_the_rest_of_the_site_does_not_undo_it(desk, review):
    entry, contest = review.entry, review.entry.contest
    for url in (
        reverse("entry_detail", args=[contest.slug, entry.slug]),
        reverse("entry_gallery", args=[contest.slug]),
        reverse("my_entry", args=[entry.pk]),
        f"{reverse('search')}?q={SEEN}",
        reverse("sitemap"),
        *(each.file.get_absolute_url() for each in entry.files.select_related("file")),
        *(reverse("private_thumbnail", args=[each.file.uuid]) for each in entry.files.all()),
    ):
        answer = desk.get(url)
        # what one asked for in the address is repeated to them, no more
        words = [word for word in leaks(answer, entry) if word not in (entry.slug,)]
        assert words == [], url
    for each in entry.files.select_related("file"):
        assert desk.get(each.file.get_absolute_url()).status_code == 404


def test_files_come_under_a_number_and_what_cannot_be_freed_does_not_come(desk, review):
    names = ["jpg", *(name.rpartition(".")[2] for name in documents())]
    for number, extension in enumerate(names, start=1):
        answer = desk.get(reverse("judging_file", args=[review.pk, number]))
        if extension in ("hwp", "zip"):
            assert answer.status_code == 404
        else:
            assert answer.status_code == 200, extension
            assert answer["Content-Disposition"].endswith(f'filename="file-{number}.{extension}"')
            assert answer["Cache-Control"] == "private, no-store"
            assert "ETag" not in answer
    page = desk.get(reverse("judging_review", args=[review.pk]))
    assert page.context["sight"].kept_back == 2
    other = judge_of(review.judge.stage)
    desk.force_login(other.user)
    assert desk.get(reverse("judging_file", args=[review.pk, 1])).status_code == 404


def test_a_stage_that_has_closed_names_nobody_while_a_later_one_is_blind(desk, review):
    entry, stage = review.entry, review.judge.stage
    later = judging_stage(stage.contest, is_blind=True)
    now = timezone.now()
    Stage.objects.filter(pk=stage.pk).update(
        opens_at=now - timedelta(days=3), closes_at=now - timedelta(days=1)
    )
    answers = {name: desk.get(url) for name, url in addresses_of(review).items()}
    found = {name: leaks(answer, entry) for name, answer in answers.items()}
    assert {name: words for name, words in found.items() if words} == {}
    assert SEEN in said(answers["judging_review"])
    Stage.objects.filter(pk=later.pk).update(closes_at=now)
    assert TEAM in said(desk.get(reverse("judging_review", args=[review.pk])))


def test_what_hung_on_a_page_is_in_its_cleaned_file_no_more():
    writer, out = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(100, 100)
    window = DictionaryObject({NameObject("/Type"): NameObject("/Annot")})
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/T"): TextStringObject("Minsu Kim"),
            NameObject("/Popup"): writer._add_object(window),
        }
    )
    window[NameObject("/Parent")] = writer._add_object(note)
    page[NameObject("/Annots")] = ArrayObject([note.indirect_reference])
    about = StreamObject()
    about._data = b"<dc:creator>Minsu Kim</dc:creator>"
    page[NameObject("/Metadata")] = writer._add_object(about)
    writer.write(out)
    assert out.getvalue().count(b"Minsu Kim") == 2
    assert b"Minsu Kim" not in clean(io.BytesIO(out.getvalue()), "pdf", Redaction(set()))


def test_what_is_cleaned_still_opens(review):
    for name, content in documents().items():
        extension = name.rpartition(".")[2]
        if extension not in CLEANERS:
            continue
        cleaned = clean(io.BytesIO(content), extension, Redaction({TEAM}))
        if extension == "pdf":
            assert len(PdfReader(io.BytesIO(cleaned)).pages) == 1
        elif content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(cleaned)) as archive:
                assert archive.testzip() is None
                for each in archive.namelist():
                    if each.endswith(".jpeg"):
                        Image.open(archive.open(each)).load()
                assert archive.namelist() == zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_what_is_broken_or_locked_is_kept_back():
    writer, locked = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    writer.write(locked)
    embedded = corpus.ooxml("wordprocessingml.document", **{"word/embeddings/a.bin": b"x"})
    for extension, content in (
        ("pdf", corpus.PDF[:20]),
        ("pdf", locked.getvalue()),
        ("docx", b"PK\x03\x04 no zip"),
        ("docx", embedded),
        ("hwp", corpus.hwp()),
    ):
        with pytest.raises(Uncleanable):
            clean(io.BytesIO(content), extension, Redaction(set()))


def test_once_the_stage_has_closed_judges_see_who_entered(desk, review):
    Stage.objects.filter(pk=review.judge.stage_id).update(closes_at=timezone.now())
    page = desk.get(reverse("judging_review", args=[review.pk])).content.decode()
    assert TEAM in page and "비밀이력서.docx" in page
    file = review.entry.files.first().file
    assert desk.get(file.get_absolute_url()).status_code == 200


def test_at_an_open_stage_judges_read_files_under_their_names(desk, review):
    Stage.objects.filter(pk=review.judge.stage_id).update(is_blind=False)
    page = desk.get(reverse("judging_review", args=[review.pk])).content.decode()
    assert TEAM in page and "비밀이력서.hwp" in page
    url = review.entry.files.first().file.get_absolute_url()
    assert desk.get(url).status_code == 200
    actions.recuse(review, reason="지도한 팀", by=review.judge.user)
    assert desk.get(url).status_code == 404


def test_who_judges_an_entry_in_a_blind_and_in_an_open_stage_reads_no_file_by_name(desk, review):
    other = judging_stage(review.judge.stage.contest)
    give(judge_of(other, review.judge.user), review.entry)
    assert desk.get(review.entry.files.first().file.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("번개돌고래가 만든", f"{MARK}가 만든"),
        ("번개  돌고래", f"{MARK}"),
        ("Team Annex", "Team Annex"),
        ("ANN의 앱", f"{MARK}의 앱"),
        ("하나·둘", "하나·둘"),
        ("문의: a.b@c.org", f"문의: {MARK}"),
        ("버전 2.0, 3.5점", "버전 2.0, 3.5점"),
        ("\u1107\u1165\u11ab\u1100\u1162\u1103\u1169\u11af\u1100\u1169\u1105\u1162", MARK),
    ],
)
def test_names_are_found_however_they_are_written(text, expected):
    found = Redaction({"번개 돌고래", "Ann"}).text(text)
    assert found.replace(f"{MARK} {MARK}", MARK) == expected

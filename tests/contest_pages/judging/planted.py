"""An entry whose every text and file names its team: what must be found nowhere."""

import io

from django.utils import timezone
from PIL import Image
from pypdf import PdfWriter

from contest_pages.entries.actions import attach
from contest_pages.entries.models import (
    ConsentGiven,
    Entry,
    EntryFile,
    GuardianConsent,
    Invitation,
    Membership,
)
from contest_pages.judging.models import Review
from contest_pages.models import Consent, Stage
from media.models import PrivateFile
from tests.contest_pages.judging.people import PLEDGE, give, judge_of, judging_stage
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
#: PowerPoint's comments of today.
AUTHORS = (
    '<p188:authorLst><p188:author id="{1}" name="박하나" initials="박하나" userId="hana.park"/>'
    "</p188:authorLst>"
)
#: As Inkscape saves a drawing.
DRAWING = (
    '\ufeff\n<!DOCTYPE svg><!-- Minsu Kim --><svg inkscape:export-filename="/home/minsukim/a.png" '
    'sodipodi:docname="박하나.svg"><metadata><rdf:RDF><cc:Work><dc:creator><cc:Agent><dc:title>'
    "Minsu Kim</dc:title></cc:Agent></dc:creator></cc:Work></rdf:RDF></metadata>"
    f'<image href="C:\\Users\\Minsu Kim\\a.png"/><text>{SEEN}</text></svg>'
)
#: What SharePoint keeps beside a document.
BESIDE = (
    "<p:properties><documentManagement><UserInfo><DisplayName>박하나</DisplayName></UserInfo>"
    "</documentManagement><CoverPageProperties><CompanyEmail>hana.park@univ.example.org"
    "</CompanyEmail></CoverPageProperties></p:properties>"
)
TRACKED = '<hh:head><hh:trackChangeAuthor name="박하나" mark="1"/></hh:head>'
MEMO = (
    '<hs:sec><hp:parameters><hp:stringParam name="Author">박하나</hp:stringParam></hp:parameters>'
    f"<hp:t>{SEEN}</hp:t></hs:sec>"
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
        "word/media/image2.svg": DRAWING,
        "ppt/authors.xml": AUTHORS,
        "package/services/metadata/core-properties/1.psmdcp": CORE,
        "customXml/item1.xml": BESIDE,
    }
    office["ppt/embeddings/chart.xlsx"] = corpus.ooxml("spreadsheetml.sheet", **office)
    return {
        "비밀이력서.pdf": pdf(),
        "비밀이력서.docx": corpus.ooxml("wordprocessingml.document", **office),
        "비밀이력서.pptx": corpus.ooxml("presentationml.presentation", **office),
        "비밀이력서.xlsx": corpus.ooxml("spreadsheetml.sheet", **office),
        "비밀이력서.odt": corpus.zipped({"mimetype": corpus.ODT, "meta.xml": ODF_META}),
        "비밀이력서.hwpx": corpus.zipped(
            {
                "mimetype": "application/hwp+zip",
                "Contents/content.hpf": HPF,
                "Contents/header.xml": TRACKED,
                "Contents/section0.xml": MEMO,
            }
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


def planted_review() -> Review:
    """That entry, given to the judge of a blind stage."""
    contest = open_contest(pledge_ko=PLEDGE)
    announced(contest, first_published_at=timezone.now())
    QuestionFactory(contest=contest, key="manual", kind="file", max_files=10)
    stage = judging_stage(contest, is_blind=True, others_scores=Stage.OthersScores.AFTER_OWN)
    return give(judge_of(stage), planted_entry(contest))

"""The demonstration's entries, entered and reviewed by the acts that people use."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from contest_pages.entries import actions
from contest_pages.entries.models import Entry, EntryFile
from contest_pages.models import Contest, Question
from home.demo import drawings
from home.demo.samples import SAMPLE_NOTE_KO, Sample
from home.demo.teams import make_team
from media.models import PrivateFile

State = Entry.State
LICENCES = ("MIT", "Apache-2.0", "GPL-3.0-or-later", "AGPL-3.0-or-later", "MPL-2.0")
ASK = "첫 화면의 그림만으로는 기능을 알기 어렵습니다. 주요 기능 화면을 한 장 더 붙여 주세요."


@dataclass(frozen=True)
class Moments:
    """When an entry was begun, submitted and decided about."""

    begun: datetime
    submitted: datetime
    decided: datetime


def make_entry(
    contest: Contest,
    sample: Sample,
    *,
    moments: Moments,
    moderator,
    leader=None,
    state: str = State.ACCEPTED,
) -> Entry:
    """Enter a sample and bring it into a state; one of that title is made once."""
    leader = leader or make_leader(sample)
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"{contest.slug}/{sample.title_en}")
    if made := Entry.objects.filter(start_key=key).first():
        return made
    entry = actions.start(contest, by=leader, start_key=key, now=moments.begun)
    content = _content(entry, sample, leader, moments.begun)
    if state == State.DRAFT:
        data = content | {"answers": {each["key"]: each["value"] for each in content["answers"]}}
        data["track"] = content["track"] and content["track"].pk
        actions.save_draft(entry, data, by=leader, version=1, now=moments.begun)
        return entry
    make_team(entry, sample, leader, moments.begun)
    entry = actions.submit(entry, content=content, by=leader, now=moments.submitted)
    revision = entry.review.revision
    if state == State.ACCEPTED:
        found = {item.pk: ("ok", "") for item in contest.checks.all()}
        actions.check(entry, revision=revision, found=found, by=moderator, now=moments.decided)
        return actions.accept(entry, revision=revision, by=moderator, now=moments.decided)
    if state == State.NEEDS_CHANGES:
        return actions.request_changes(
            entry, revision=revision, reason=ASK, by=moderator, now=moments.decided
        )
    if state == State.WITHDRAWN:
        return actions.withdraw(entry, by=leader, now=moments.decided)
    return entry


def make_leader(sample: Sample):
    """Return the account that leads a sample's team; nobody can sign in with it."""
    users = get_user_model().objects
    name = re.sub(r"[^a-z]+", "-", sample.title_en.lower()).strip("-")
    email = f"team-{name}@example.org"
    return users.filter(email=email).first() or users.create_user(email, name=sample.team)


def _content(entry: Entry, sample: Sample, leader, now: datetime) -> dict:
    """Return what the entry form would give."""
    contest, number = entry.contest, sum(map(ord, sample.title))
    tracks = list(contest.tracks.all())
    is_idea = contest.kind == Contest.Kind.IDEA
    slug = re.sub(r"[^a-z]+", "-", sample.title_en.lower()).strip("-")
    return {
        "title": sample.title,
        "summary": sample.summary,
        "description": describe(sample),
        "track": tracks[number % len(tracks)] if tracks else None,
        "team_name": sample.team,
        "source_url": "" if is_idea else f"https://git.example.org/madang-samples/{slug}",
        "licence": "" if is_idea else LICENCES[number % len(LICENCES)],
        "web_url": f"https://{slug}.example.org/" if "web" in sample.platforms else "",
        "android_url": "",
        "ios_url": "",
        "images": [] if is_idea else _pictures(entry, sample, leader, now),
        "answers": [
            {
                "key": question.key,
                "kind": question.kind,
                "label_ko": question.label_ko,
                "label_en": question.label_en,
                "value": _answer(entry, question, sample, leader, now),
            }
            for question in contest.questions.all()
            if not question.is_retired
        ],
    }


def describe(sample: Sample) -> str:
    """Return a sample's description in Korean, plainly marked."""
    return (
        f"{sample.team} 팀이 동네에서 겪은 불편에서 시작한 작품입니다. "
        "가입하지 않아도 첫 화면에서 바로 쓸 수 있고, 큰 글씨와 화면낭독기를 지원합니다.\n\n"
        "서울시가 여는 공공데이터를 쓰며, 개인정보는 기기 밖으로 내보내지 않습니다.\n\n"
        f"{SAMPLE_NOTE_KO}"
    )


def _pictures(entry: Entry, sample: Sample, leader, now: datetime) -> list[dict]:
    scenes = [sample.scene, *(scene for scene in ("list", "map") if scene != sample.scene)][:2]
    pictures = []
    for place, scene in enumerate(scenes):
        drawn = drawings.screenshot(sample.title, scene)
        file = _receive(entry, EntryFile.IMAGES, drawn.name, drawn.read(), leader, now)
        alt = f"“{sample.title}” {'첫 화면' if place == 0 else '두 번째 화면'} (견본 그림)"
        pictures.append({"file": str(file.uuid), "alt": alt})
    return pictures


def _receive(entry: Entry, key: str, name: str, content: bytes, leader, now) -> PrivateFile:
    upload = SimpleUploadedFile(name, content)
    file = PrivateFile.objects.receive(upload, by=leader)
    actions.attach(entry, file, key=key, by=leader, now=now)
    return file


def _answer(entry: Entry, question: Question, sample: Sample, leader, now: datetime):
    """Answer a question as its kind is kept; optional texts, files and links are left out."""
    if question.kind == Question.Kind.SHORT_TEXT and not question.is_required:
        return ""
    if question.kind == Question.Kind.FILE:
        if not question.is_required:
            return []
        buffer = BytesIO()
        Image.open(drawings.screenshot(sample.title, sample.scene)).save(buffer, "PDF")
        name = f"{sample.title_en}.pdf"
        return [str(_receive(entry, question.key, name, buffer.getvalue(), leader, now).uuid)]
    return {
        Question.Kind.SHORT_TEXT: "서울에 살거나 서울을 찾는 모든 시민",
        Question.Kind.LONG_TEXT: f"{sample.summary} 동네에서 직접 물어보고 불편한 점을 모았습니다.",
        Question.Kind.CHOICE: next((korean for korean, _english in question.choices), None),
        Question.Kind.CHOICES: [korean for korean, _english in question.choices[:2]],
        Question.Kind.NUMBER: 4,
        Question.Kind.URL: None,
        Question.Kind.DATE: now.date().isoformat(),
        Question.Kind.YES_NO: False,
    }[question.kind]

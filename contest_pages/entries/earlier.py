"""What an earlier entry of one's team lends to a new one: what both contests ask, nothing else.

Nobody's consent, membership or receipt goes with it. Its files stay its own: the new entry gets
copies, so that neither team's coming and going, nor the end of one entry, touches the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cms.formats import file_size
from contest_pages.entries.models import Entry, EntryFile
from contest_pages.entries.places import NOT_ASKED, TEXTS, asked, file_places
from contest_pages.entries.queries import attached_files, field_label, label_of
from contest_pages.models import Contest, Question, Track
from contest_pages.questions import Files, kind_of
from media.models import PrivateFile


@dataclass
class Loan:
    """What a new draft begins with: nothing, unless an earlier entry lends it."""

    #: In the shape of `EntryDraft.data`; files under the uuids of the earlier entry.
    data: dict = field(default_factory=dict)
    #: The files to copy, by place.
    files: dict[str, list[PrivateFile]] = field(default_factory=dict)
    #: What the earlier entry says and the new one does not, in words.
    left_out: list[str] = field(default_factory=list)

    def data_with(self, copies: Mapping[str, PrivateFile]) -> dict:
        """Return the data with each file's copy in its place, without those not copied."""
        images = [
            {"file": str(copies[image["file"]].uuid), "alt": image["alt"]}
            for image in self.data.get("images", [])
            if image["file"] in copies
        ]
        answers = dict(self.data.get("answers", {}))
        for place, files in self.files.items():
            if place != EntryFile.IMAGES:
                uuids = [str(each.uuid) for each in files]
                answers[place] = [str(copies[uuid].uuid) for uuid in uuids if uuid in copies]
        return self.data | {"images": images, "answers": answers} if self.data else {}


def loan_of(earlier: Entry, contest: Contest) -> Loan:
    """Return what an entry's last submission lends to a new entry of a contest."""
    revision = earlier.latest_revision
    said = earlier.as_submitted(revision) if revision else earlier
    loan = Loan()
    for name in TEXTS:
        if not (value := getattr(said, name)):
            continue
        if name in NOT_ASKED.get(contest.kind, ()):
            loan.left_out.append(field_label(name))
        else:
            loan.data[name] = value
    track = _track(said.track, contest)
    loan.data["track"] = track.pk if track else None
    if said.track and not track:
        loan.left_out.append(field_label("track"))
    attached = {uuid: each.file for uuid, each in attached_files(earlier).items()}
    _lend_answers(loan, said.answers, contest, attached)
    alts = {image["file"]: image["alt"] for image in said.images}
    _lend_files(loan, EntryFile.IMAGES, alts, contest, attached)
    lent = {str(each.uuid) for each in loan.files.get(EntryFile.IMAGES, [])}
    loan.data["images"] = [image for image in said.images if image["file"] in lent]
    return loan


def _track(track: Track | None, contest: Contest) -> Track | None:
    """Return the contest's own track, or the one that bears the same title."""
    tracks = contest.tracks.all() if track else ()
    same = [each for each in tracks if each == track or each.title_ko == track.title_ko]
    return next(iter(same), None)


def _lend_answers(
    loan: Loan, answers: list[dict], contest: Contest, attached: Mapping[str, PrivateFile]
) -> None:
    """Lend the answers to questions that are asked again: the same key, the same kind."""
    questions: dict[str, Question] = {each.key: each for each in asked(contest)}
    lent = loan.data["answers"] = {}
    for answer in answers:
        question, value = questions.get(answer["key"]), answer["value"]
        if question is None or question.kind != answer["kind"]:
            loan.left_out.append(label_of(answer))
        elif isinstance(kind := kind_of(question), Files):
            _lend_files(loan, question.key, value or (), contest, attached)
        else:
            lent[question.key] = kind.still_answers(question, value)
            if lent[question.key] != value:
                loan.left_out.append(label_of(answer))


def _lend_files(
    loan: Loan, place: str, uuids, contest: Contest, attached: Mapping[str, PrivateFile]
) -> None:
    """Lend the files that the place takes in this contest: its limits hold."""
    takes, lent = file_places(contest)[place], loan.files.setdefault(place, [])
    for file in (attached[uuid] for uuid in uuids if uuid in attached):
        if file.kind not in takes.kinds or file.size > takes.max_bytes:
            size, limit = file_size(file.size), file_size(takes.max_bytes)
            why = _("%(size)s; at most %(limit)s is accepted") % {"size": size, "limit": limit}
            loan.left_out.append(not_copied(file, why))
        elif len(lent) >= takes.most:
            why = _("at most %(limit)s files fit there") % {"limit": takes.most}
            loan.left_out.append(not_copied(file, why))
        else:
            lent.append(file)


def not_copied(file: PrivateFile, why: str) -> str:
    """Name a file that stays behind, and why."""
    return _("“%(name)s” (%(why)s)") % {"name": file.original_name, "why": why}

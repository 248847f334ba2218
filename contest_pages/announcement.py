"""What an announcement shows of its contest at one moment, in one language."""

from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import urljoin

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import formats
from contest_pages.calls import Call, calls_for, next_instant, situation
from contest_pages.models import Contest, ContestPage, Extension, Stage
from contest_pages.queries import State, state_of

STATE_TONES = {
    State.OPEN: "solid",
    State.JUDGING: "info",
    State.COMING: "accent",
    State.CANCELLED: "danger",
}


class Announcement:
    """A contest as its page shows it; everything asks the same `now`."""

    def __init__(self, request: HttpRequest, page: ContestPage, now: datetime, language: str):
        self.request, self.page, self.now, self.language = request, page, now, language
        self.contest: Contest = page.contest
        self.state = State(state_of(self.contest, now))
        self.tone = STATE_TONES.get(self.state, "")

    @cached_property
    def calls(self) -> list[Call]:
        """What can be done today, the most important first; at most two are buttons."""
        return calls_for(self.request, self.contest, self.now) or [self._nothing_but_to_read()]

    def _nothing_but_to_read(self) -> Call:
        """Lead to the schedule of what goes on, to the other contests from what does not."""
        if self.stages and self.state != State.CLOSED:
            return Call(_("See the schedule"), "#schedule")
        return Call(_("See other contests"), urljoin(self.page.get_url(self.request) or "", "../"))

    @property
    def call(self) -> Call:
        """The one thing to do today."""
        return self.calls[0]

    @property
    def second_call(self) -> Call | None:
        """The next best thing to do."""
        return self.calls[1] if len(self.calls) > 1 else None

    @property
    def note(self) -> str:
        """A sentence below the button, or in its place."""
        return self.call.note or situation(self.contest, self.now)

    @cached_property
    def extension(self) -> Extension | None:
        """The latest extension of the submission, while it still matters to somebody."""
        latest = self.contest.extensions.first()
        if latest is None or self.contest.cancelled_at or self.state == State.CLOSED:
            return None
        return latest

    @cached_property
    def stages(self) -> list[dict]:
        """The schedule, as ui/timeline.html wants it; "now" lies on what is open."""
        return [
            {
                "title": stage.title,
                "opens": stage.opens_at,
                "closes": None if self._is_moment(stage) else stage.closes_at,
                "state": self._state_of_stage(stage),
                "note": self._note_of(stage),
            }
            for stage in self.contest.schedule
        ]

    def _is_moment(self, stage: Stage) -> bool:
        """Whether only a stage’s beginning is told: a ceremony, not weeks of recruiting."""
        return stage.is_milestone and stage.closes_at - stage.opens_at <= timedelta(days=1)

    def _state_of_stage(self, stage: Stage) -> str:
        if stage.is_open(self.now) and not self.contest.cancelled_at:
            return "now"
        return "done" if stage.has_closed(self.now) else "coming"

    def _note_of(self, stage: Stage) -> str:
        if stage.changes_until:
            return _("Changes are accepted until %(moment)s.") % {
                "moment": self._moment(stage.changes_until)
            }
        return _("%(weight)s%% of the score") % {"weight": stage.weight} if stage.weight else ""

    @cached_property
    def facts(self) -> list[dict]:
        """What everybody wants to know, as ui/hero.html wants it."""
        facts = [self._open_fact(), self._time_fact(), self._prize_fact(), self._team_fact()]
        return [fact for fact in facts if fact]

    def _moment(self, instant: datetime, *, closing: bool = True) -> str:
        """Write an instant for a sentence."""
        return formats.unbroken(formats.moment(instant, self.language, closing=closing))

    def _open_fact(self) -> dict | None:
        found = next_instant(self.contest, self.now)
        if found is None:
            return {"label": _("Now"), "value": self.state.label, "note": self._ended()}
        stage, instant, closing = found
        moment = self._moment(instant, closing=closing)
        if closing:
            return {
                "label": _("Open now"),
                "value": stage.title,
                "note": _("until %(moment)s") % {"moment": moment},
            }
        return {
            "label": _("Coming next"),
            "value": stage.title,
            "note": _("from %(moment)s") % {"moment": moment},
        }

    def _ended(self) -> str:
        """Say on which day all was over."""
        if self.state != State.CLOSED:
            return ""
        last = max(stage.closes_at for stage in self.contest.schedule)
        day = formats.day(timezone.localtime(last - timedelta(seconds=1)).date(), self.language)
        return _("ended on %(day)s") % {"day": formats.unbroken(day)}

    def _time_fact(self) -> dict | None:
        found = next_instant(self.contest, self.now)
        if found is None:
            return None
        _stage, instant, closing = found
        label = _("Until it closes") if closing else _("Until it begins")
        return {
            "label": label,
            "value": formats.d_day(instant, self.now, self.language),
            "strong": True,
            "closes": instant if closing else None,
        }

    @cached_property
    def prizes(self) -> list:
        """The prizes in the editor's order."""
        return list(self.contest.prizes.all())

    @cached_property
    def tracks(self) -> list:
        """The tracks in the editor's order."""
        return list(self.contest.tracks.all())

    @cached_property
    def places(self) -> int:
        """How many awards there are."""
        return sum(prize.places for prize in self.prizes)

    @cached_property
    def prize_sum(self) -> int:
        """What all prizes cost together."""
        return sum(prize.places * prize.amount for prize in self.prizes)

    def _prize_fact(self) -> dict | None:
        if not self.places:
            return None
        if not self.prize_sum:
            return {"label": _("Prizes"), "value": self._awards()}
        return {
            "label": _("Prizes"),
            "value": formats.won(self.prize_sum, self.language),
            "note": self._awards(),
        }

    def _awards(self) -> str:
        awards = ngettext("%(count)s award", "%(count)s awards", self.places)
        return awards % {"count": self.places}

    @property
    def prize_sentence(self) -> str:
        """What is given in all."""
        if not self.prize_sum:
            return self._awards()
        return _("%(sum)s in all, %(awards)s") % {
            "sum": formats.won(self.prize_sum, self.language),
            "awards": self._awards(),
        }

    def _team_fact(self) -> dict:
        return {"label": _("Who may enter"), "value": self.team}

    @property
    def team(self) -> str:
        """Who may enter: alone, or in teams of what size."""
        smallest, largest = self.contest.team_min, self.contest.team_max
        if largest == 1:
            return _("Individuals")
        if smallest == 1:
            return _("Alone or in teams of up to %(largest)s") % {"largest": largest}
        if smallest == largest:
            return _("Teams of %(largest)s") % {"largest": largest}
        return _("Teams of %(smallest)s to %(largest)s") % {
            "smallest": smallest,
            "largest": largest,
        }

    @cached_property
    def how_to_enter(self) -> list[dict]:
        """The way from here to an award, in the steps that this contest has, while it is open."""
        submission, screening = self.contest.submission, self.contest.screening
        if submission is None or submission.has_closed(self.now) or self.contest.cancelled_at:
            return []
        closes = self._moment(submission.closes_at)
        steps = [
            {
                "title": _("Sign up"),
                "text": _("An e-mail address is enough. Your team can join later."),
            },
            {
                "title": _("Write your entry"),
                "text": _("It is kept as a draft: come back to it whenever you like."),
            },
            {
                "title": _("Submit"),
                "text": _("By %(moment)s. Until then you can change it.") % {"moment": closes},
            },
        ]
        if screening:
            until = self._moment(screening.answers_close_at)
            steps.append(
                {
                    "title": _("Answer questions"),
                    "text": _(
                        "If something is missing, we will write to you. Answer by %(moment)s."
                    )
                    % {"moment": until},
                }
            )
        if any(stage.kind in Stage.SCORING for stage in self.contest.schedule):
            steps.append(
                {
                    "title": _("Judging and results"),
                    "text": _("Experts and citizens score the entries; results are published."),
                }
            )
        return steps

    @property
    def contact(self) -> list[dict]:
        """Whom to ask, as ui/dl.html wants it."""
        page = self.page
        rows = [
            (_("Organiser"), page.organiser, ""),
            (_("E-mail"), page.contact_email, f"mailto:{page.contact_email}"),
            (_("Telephone"), page.contact_phone, "tel:" + _digits(page.contact_phone)),
        ]
        return [{"label": label, "value": value, "url": url} for label, value, url in rows if value]


def _digits(phone: str) -> str:
    """Keep of a telephone number what can be dialled."""
    return "".join(character for character in phone if character in "+0123456789")

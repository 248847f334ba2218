"""What staff do in a rehearsal: make the contest, move its dates, decide about entries."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from cms.accounts import groups
from home.rehearsal.visitor import Page, Unexpected, Visitor, filled

#: In this variable of the environment stands the password of all staff.
PASSWORD_IN = "REHEARSAL_PASSWORD"  # noqa: S105  (a name)
MANAGER, SECOND_MANAGER = "manager@rehearsal.example", "second@rehearsal.example"
MODERATORS = ("moderator1@rehearsal.example", "moderator2@rehearsal.example")
STAFF = {
    MANAGER: ("김관리", groups.PROGRAMME_MANAGERS),
    SECOND_MANAGER: ("이관리", groups.PROGRAMME_MANAGERS),
    MODERATORS[0]: ("박운영", groups.MODERATORS),
    MODERATORS[1]: ("최운영", groups.MODERATORS),
}
CONTESTS = "/admin/contests/"
ENTRIES = "/admin/snippets/contest_entries/entry/"
SLUG = "rehearsal"
#: The stage of the preset in which teams answer requests for changes.
SCREENING = "1차 적격심사"
DAY = timedelta(days=1)


def sign_in(visitor: Visitor, address: str, password: str) -> Visitor:
    """Sign in with a password."""
    page = visitor.open("/accounts/login/", "sign in")
    page = visitor.submit(page, "login", "sign in", {"login": address, "password": password})
    if "/accounts/login/" in page.url:
        raise Unexpected(f"{address} cannot sign in: {page.said}")
    return visitor


class Manager:
    """A programme manager at the contest's form."""

    def __init__(self, visitor: Visitor):
        self.visitor = visitor
        self.form_at = ""
        self.form: Page | None = None

    def make_contest(self) -> None:
        """Make a contest from the preset, and announce it."""
        page = self.visitor.open(f"{CONTESTS}add/", "make contest")
        values = {"kind": "app", "title_ko": "리허설 앱 공모전", "slug": SLUG}
        values["opens_on"] = f"{timezone.localdate() - DAY:%Y-%m-%d}"
        page = self.visitor.submit(page, "title_ko", "make contest", values)
        self.form_at = page.url
        # The English page follows the Korean one until it is translated: it has no such button.
        for url in page.links("/admin/pages/"):
            editor = self.visitor.open(url, "announce")
            if editor.has("action-publish"):
                # The body is drawn by a script; without one it has no block.
                self.visitor.submit(editor, "action-publish", "announce", {"body-count": "0"})

    def open_form(self) -> Page:
        """Return the contest's form as it was saved last; open it the first time."""
        self.form = self.form or self.visitor.open(self.form_at, "move dates")
        return self.form

    def change(self, fields: dict) -> None:
        """Save the contest's form with other values; the answer is the form again."""
        page = self.visitor.submit(self.open_form(), "title_ko", "move dates", fields)
        if page.tree.find_class("error") or page.tree.find_class("error-message"):
            raise Unexpected(page.said)
        self.form = page

    def stages(self, page: Page) -> dict[str, str]:
        """Return the prefix of each stage's row in the form, by its title."""
        return {
            field.get("value"): found[1]
            for field in page.fields("stages-")
            if (found := re.fullmatch(r"(stages-\d+)-title_ko", field.name))
        }

    def move(self, dates: Mapping[str, tuple[datetime, datetime]]) -> None:
        """Give stages, by title, another opening and closing."""
        prefixes, fields = self.stages(self.open_form()), {}
        for title, (opens, closes) in dates.items():
            fields[f"{prefixes[title]}-opens_at"] = _typed(opens)
            fields[f"{prefixes[title]}-closes_at"] = _typed(closes)
            if title == SCREENING:  # what is asked for can be answered until the last
                fields[f"{prefixes[title]}-changes_until"] = _typed(closes)
        self.change(fields)

    def have_all_judge(self, title: str, judges: int) -> None:
        """Have every judge score every entry in a stage."""
        page = self.open_form()
        self.change({f"{self.stages(page)[title]}-reviews_per_entry": str(judges)})

    # --- Judges -------------------------------------------------------------------------

    def judging(self, title: str) -> str:
        """Return the address of a judging stage in the admin."""
        page = self.visitor.open("/admin/judging/", "appoint")
        links = page.tree.xpath(".//a[contains(., $title)]/@href", title=title)
        if not links:
            raise Unexpected(f"No judging stage is called {title}: {page.said}")
        return links[0]

    def appoint(self, stage_at: str, jurors: list[tuple[str, str]]) -> None:
        """Appoint judges, given as address and name; the first is the chair."""
        for place, (address, name) in enumerate(jurors):
            page = self.visitor.open(f"{stage_at}appoint/", "appoint")
            fields = {"email": address, "name": name, "is_chair": None if place else "on"}
            self.visitor.submit(page, "email", "appoint", fields)

    def assign(self, stage_at: str) -> None:
        """Share the entries out among the judges, as the site proposes."""
        page = self.visitor.open(f"{stage_at}assign/", "assign")
        self.visitor.submit(page, "seen", "assign")

    # --- The citizen panel --------------------------------------------------------------

    @property
    def contest(self) -> str:
        """The contest's key in the admin."""
        return re.search(r"/(\d+)/", self.form_at)[1]

    def set_up_panel(self) -> None:
        """Say when citizens apply, and that everybody who does is on the panel."""
        page = self.visitor.open(f"/admin/panels/add/?contest={self.contest}", "set up panel")
        (stage,) = page.tree.xpath(".//option[contains(., '시민평가단 모집')]/@value")
        fields = {"recruitment": stage, "selection": "all", "contest": self.contest}
        fields["conditions_ko"] = "만 14세 이상 시민이면 누구나 신청할 수 있습니다."
        self.visitor.submit(page, "conditions_ko", "set up panel", fields)

    def choose_panel(self) -> None:
        """Put everybody who applied on the panel."""
        page = self.visitor.open(f"{CONTESTS}{self.contest}/panel/", "choose panel")
        self.visitor.submit(page, "act", "choose panel", value="select")

    def send_ballots(self) -> None:
        """Mail each member a link to the ballot."""
        page = self.visitor.open(f"{CONTESTS}{self.contest}/panel/", "send ballots")
        self.visitor.submit(page, "act", "send ballots", value="send")

    # --- Results ------------------------------------------------------------------------

    @property
    def results_at(self) -> str:
        """Where the contest's results are made."""
        return f"{CONTESTS}{self.contest}/results/"

    def freeze(self, number: int) -> None:
        """Freeze the result of a round; where scores are equal the chair decides first."""
        page = self.visitor.open(f"{self.results_at}?round={number}", "freeze")
        while page.has("act", "tie"):
            order = self._order(page) | {"reason": "위원장이 심사평을 보고 정했습니다."}
            page = self.visitor.submit(page, "act", "freeze", order, value="tie")
        reason = {"despite": "불참한 심사위원이 있습니다."} if page.has("despite") else {}
        self.visitor.submit(page, "act", "freeze", reason, value="freeze")

    def _order(self, page: Page) -> dict[str, str]:
        """Give entries of equal scores the places in which the page names them."""
        fields = page.fields("place-")
        return {field.name: str(place) for place, field in enumerate(fields, 1)}

    def countersign(self, number: int, publish_at: datetime | None = None) -> None:
        """Countersign the result of a round; it is published at once where no instant is given."""
        page = self.visitor.open(f"{self.results_at}?round={number}", "countersign")
        at = f"{timezone.localtime(publish_at):%Y-%m-%d %H:%M:%S}" if publish_at else ""
        self.visitor.submit(page, "act", "countersign", {"publish_at": at}, value="countersign")

    def publish_winners(self) -> None:
        """Draft an app page from every entry that won, and publish all in the showcase."""
        page = self.visitor.open(f"{self.results_at}?round=2", "draft apps")
        page = self.visitor.open(page.links("/draft-winners/")[0], "draft apps")
        page = self.visitor.submit(page, "", "draft apps")
        if not (showcase := re.search(r"/admin/pages/(\d+)/", page.url)):
            raise Unexpected(page.said)
        all_in_it = f"id=all&childOf={showcase[1]}&next={showcase[0]}"
        url = f"/admin/bulk/wagtailcore/page/publish/?{all_in_it}"
        page = self.visitor.open(url, "publish apps")
        self.visitor.submit(page, "", "publish apps")

    def document(self, number: int) -> dict:
        """Return the latest sheet of a round."""
        page = self.visitor.open(f"{self.results_at}?round={number}", "read result")
        return self.visitor.open(page.link("/document.json"), "read result").answer.json()


def _typed(moment: datetime) -> str:
    """Write an instant as the admin's form takes it: site time, whole minutes."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


class Moderator:
    """A moderator at the queue."""

    def __init__(self, visitor: Visitor):
        self.visitor = visitor

    def queue(self, page: int = 1) -> list[str]:
        """Return the review pages of what waits, as one page of the list has them."""
        found = self.visitor.open(f"{ENTRIES}?waiting=yes&p={page}", "moderate: queue")
        return [href for href in found.links("/review/") if "in=" in href]

    def accept(self, review_url: str) -> None:
        """Read a submission, find everything on the checklist fulfilled, and accept it."""
        page = self.visitor.open(review_url, "moderate: read")
        if found := {box.name: "ok" for box in page.fields("verdict-") if box.get("value") == "ok"}:
            page = self.visitor.submit(page, next(iter(found)), "moderate: check", found)
        self.visitor.submit(page, "act", "moderate: accept", value="accept")

    def ask(self, review_url: str, reason: str) -> None:
        """Ask the team for changes."""
        page = self.visitor.open(review_url, "moderate: read")
        fields = {"reason": reason}
        self.visitor.submit(page, "act", "moderate: ask", fields, value="request_changes")

    def accept_all(self) -> int:
        """Accept everything that waits, by the list's own bulk action; return how many that were."""
        url = "/admin/bulk/contest_entries/entry/accept/?id=all&waiting=yes"
        page = self.visitor.open(url, "moderate: bulk")
        if not page.has("seen"):
            return 0
        seen = filled(page.form("seen"))["seen"].split()
        because = {"because": "접수 서류를 확인했습니다."}
        self.visitor.submit(page, "seen", "moderate: bulk", because)
        return len(seen)

    def count_accepted(self) -> int:
        """Count the accepted entries page by page of the list."""
        found: set[str] = set()
        for number in range(1, 1000):
            page = self.visitor.open(f"{ENTRIES}?state=accepted&p={number}", "count")
            links = {urlsplit(link).path for link in page.links("/review/")}
            if not links - found:
                break
            found |= links
        return len(found)

    def export(self) -> set[str]:
        """Return the receipt numbers in the export of all accepted entries."""
        page = self.visitor.open(f"{ENTRIES}?state=accepted&export=csv", "export")
        return set(re.findall(r"M-[0-9A-Z]+", page.answer.content.decode("utf-8-sig")))

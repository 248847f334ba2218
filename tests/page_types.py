"""Every type of page that the site has, once: what is counted, weighed, looked at and drawn.

The addresses are those of the demonstration; `tests.crowd` makes the same, smaller and larger.
"""

from dataclasses import dataclass
from functools import partial

#: Who visits; each has an account of the demonstration but the first.
ANYONE, CITIZEN, BEGINNER, MODERATOR = "anyone", "citizen", "panel9", "moderator"
PUBLIC = (ANYONE, CITIZEN)
#: How many SQL statements a page may make, and what Wagtail's own frame of the admin adds.
OF_A_LIST, OF_A_DETAIL, OF_THE_ADMIN = 15, 12, 8
#: The review page: submissions, files, talk, checks, notes, history, and what resembles the entry.
OF_A_DOSSIER = 32


@dataclass(frozen=True)
class PageType:
    """A page, who visits it, and how many statements it may make.

    `where` is its address in Korean; in braces stand the keys of entries: `{draft}`,
    `{needs_changes}` and `{accepted}` are the citizen's in `app-open`, `{begun}` is empty and the
    beginner's, `{waiting}` waits for the moderators. What `is_alike` is drawn as another page is:
    it is counted as each is, and looked at for a report alone.
    """

    name: str
    where: str
    most: int = OF_A_DETAIL
    visitors: tuple[str, ...] = PUBLIC
    status: int = 200
    is_alike: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_one_language(self) -> bool:
        """Whether the address says nothing about the language."""
        return self.where.startswith("/admin/")

    def address(self, keys: dict[str, int], language: str = "ko") -> str:
        """Return the page's address in a language, given the keys of entries."""
        prefix = "" if language == "ko" else f"/{language}"
        return prefix + self.where.format(**keys)


FINISHED, OPEN = "/contests/app-2018/", "/contests/app-open/"
PUBLIC_PAGES = (
    PageType("home", "/", OF_A_LIST),
    PageType("contests", "/contests/", OF_A_LIST),
    PageType(
        "contests, narrowed", "/contests/?kind=app&state=closed&q=앱", OF_A_LIST, is_alike=True
    ),
    PageType("announcement", OPEN),
    PageType("announcement, finished", FINISHED),
    PageType("gallery", f"{FINISHED}entries/", OF_A_LIST),
    PageType("gallery, searched", f"{FINISHED}entries/?q=따릉이", OF_A_LIST, is_alike=True),
    PageType("gallery, not open yet", f"{OPEN}entries/", is_alike=True),
    PageType("entry", f"{FINISHED}entries/따릉이-길잡이/"),
    PageType("showcase", "/showcase/", OF_A_LIST),
    PageType(
        "showcase, narrowed", "/showcase/?q=따릉이&platform=android", OF_A_LIST, is_alike=True
    ),
    PageType(
        "showcase, nothing found", "/showcase/?q=없는말&platform=ios", OF_A_LIST, is_alike=True
    ),
    PageType("app", "/showcase/따릉이-길잡이/"),
    PageType("report a problem", "/showcase/따릉이-길잡이/report/"),
    PageType("search", "/search/", OF_A_LIST),
    PageType("search, found", "/search/?q=앱", OF_A_LIST, is_alike=True),
    PageType("search, nothing found", "/search/?q=없는말", OF_A_LIST),
    PageType("standard page", "/about/"),
    PageType("sign-in", "/accounts/login/", visitors=(ANYONE,)),
    PageType("sign-up", "/accounts/signup/", visitors=(ANYONE,)),
    PageType("password reset", "/accounts/password/reset/"),
    PageType("open data", "/api/v1/docs"),
    PageType("not found", "/no/such/page/", status=404),
    PageType("style guide", "/styleguide/"),
)
of_citizen = partial(PageType, visitors=(CITIZEN,))
OWN_PAGES = (
    of_citizen("profile", "/accounts/profile/"),
    of_citizen("second factor", "/accounts/2fa/"),
    of_citizen("entry, start", f"{OPEN}enter/"),
    of_citizen("entry form", "/my/entries/{draft}/edit/"),
    PageType("entry form, with errors", "/my/entries/{begun}/edit/?check=1", visitors=(BEGINNER,)),
    of_citizen("entry, check and submit", "/my/entries/{draft}/submit/"),
    of_citizen("own entries", "/my/entries/", OF_A_LIST),
    of_citizen("own entry, returned", "/my/entries/{needs_changes}/", is_alike=True),
    of_citizen("own entry, accepted", "/my/entries/{accepted}/"),
    of_citizen("team", "/my/entries/{draft}/team/"),
    of_citizen("consents", "/my/entries/{draft}/consents/"),
    of_citizen("receipt", "/my/entries/{accepted}/receipts/1/"),
    of_citizen("mails", "/my/notices/"),
    of_citizen("access tokens", "/my/tokens/"),
    of_citizen("own source", "/my/entries/{accepted}/source/", OF_A_LIST),
    of_citizen("judging, nothing to judge", "/judging/", is_alike=True),
    of_citizen("refused", "/admin/", status=403),
)
ENTRIES = "/admin/snippets/contest_entries/entry/"
for_staff = partial(PageType, visitors=(MODERATOR,), most=OF_A_DETAIL + OF_THE_ADMIN)
STAFF_PAGES = (
    for_staff("staff: entries", ENTRIES),
    for_staff("staff: review", f"{ENTRIES}review/{{waiting}}/?in=waiting%3Dyes", most=OF_A_DOSSIER),
    for_staff("staff: share out", f"{ENTRIES}share/?waiting=yes"),
    for_staff("staff: bulk", "/admin/bulk/contest_entries/entry/accept/?id=all&waiting=yes"),
    for_staff("staff: what judges cannot open", "/admin/judging/troubles/"),
    for_staff("staff: repositories", "/admin/vault/"),
    for_staff(
        "staff: review, accepted",
        f"{ENTRIES}review/{{accepted}}/",
        most=OF_A_DOSSIER,
        is_alike=True,
    ),
)
PAGE_TYPES = PUBLIC_PAGES + OWN_PAGES + STAFF_PAGES
#: Data for programs, counted as pages are; nobody looks at them. A page of 20 has its own limit.
data = partial(PageType, visitors=(ANYONE,), most=8)
DATA = (
    data("data: contests", "/api/v1/contests"),
    data("data: contest", "/api/v1/contests/app-2018"),
    data("data: contests, narrowed", "/api/v1/contests?kind=app&state=closed&q=앱&order=-opens"),
    data("data: entries", "/api/v1/entries"),
    data("data: entries, searched", "/api/v1/entries?q=따릉이&contest=app-2018&lang=en"),
    data("data: entry", "/api/v1/entries/app-2018/따릉이-길잡이"),
    data("data: results", "/api/v1/results"),
    data("data: result", "/api/v1/results/app-2018"),
    data("data: apps", "/api/v1/apps"),
    data("data: apps, narrowed", "/api/v1/apps?q=따릉이&platform=android&topic=traffic&year=2018"),
    data("data: app", "/api/v1/apps/따릉이-길잡이"),
    data("data: statistics", "/api/v1/statistics"),
    data("calendar", "/contests/calendar.ics"),
    data("feed", "/contests/feed/"),
)
#: What only the demonstration has; what they ask of the database is counted in their rooms' tests.
DECIDED_PAGES = (
    PageType("results", f"{FINISHED}results/"),
    PageType("results, first round", f"{FINISHED}results/?round=1", is_alike=True),
    PageType("results, an entry's way", f"{FINISHED}results/2/entries/{{won}}/"),
    PageType("results, not yet", f"{OPEN}results/", is_alike=True),
    PageType("panel", f"{FINISHED}panel/"),
    PageType("ballot", "/contests/app-now/vote/", visitors=("panel8",)),
    PageType("ballot, received", "/contests/app-now/vote/receipt/", visitors=("panel1",)),
    PageType("ballots, published", f"{FINISHED}vote/ballots/"),
    PageType("judge's desk", "/judging/", visitors=("judge1",)),
    PageType("judge's review", "/judging/reviews/{review}/", visitors=("judge1",)),
    PageType("judge's scores", "/judging/{judge}/scores/", visitors=("judge1",)),
    PageType("judge's packet", "/judging/{judge}/packet/", visitors=("judge1",)),
    PageType("chair's view of agreement", "/judging/{chair}/agreement/", visitors=("judge1",)),
    PageType("staff: judging", "/admin/judging/", visitors=("manager",)),
    PageType("staff: results", "/admin/results/", visitors=("manager",)),
)

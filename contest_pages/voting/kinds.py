"""What can be written to applicants and members of a panel: the mails as delivered."""

from django.utils.translation import gettext_lazy

from cms.notices.kinds import NoticeGroup, NoticeKind, Placeholder

PANEL = NoticeGroup(
    "panel",
    gettext_lazy("Citizen panel"),
    gettext_lazy("What becomes of my application, and my ballots."),
    can_refuse=False,
    concerns=lambda user: user.panel_memberships.exists(),
)
CONTEST = Placeholder(
    "contest", gettext_lazy("The contest’s title."), gettext_lazy("Seoul App Contest")
)
LINK = Placeholder(
    "link",
    gettext_lazy("The address of the page to go on with."),
    "https://madang.example.org/contests/app-2018/panel/",
)
UNTIL = Placeholder("until", gettext_lazy("Until when it can be done."), "2018. 9. 30.(일) 24:00")
OPENS = Placeholder("opens", gettext_lazy("From when ballots are cast."), "2018. 9. 20.(목) 00:00")
PERSON = Placeholder("person", gettext_lazy("The applicant’s name."), gettext_lazy("Kim Haneul"))
NUMBER = Placeholder("number", gettext_lazy("The application number."), "1390")
CODE = Placeholder("code", gettext_lazy("The ballot’s receipt code."), "7K2P-XW4C-M8QT")
ABOUT_PANEL = (CONTEST, LINK, PERSON)

CONFIRM = NoticeKind(
    "panel_confirm",
    PANEL,
    gettext_lazy("Panel: confirm the address"),
    gettext_lazy("Confirm your application to the citizen panel of {contest}"),
    gettext_lazy(
        "Hello {person},\n\n"
        "somebody has given this address to apply to the citizen panel of {contest}. Was it you? "
        "Then confirm it here, at the latest {until}:\n{link}\n\n"
        "If it was not you, do nothing: nobody has applied, and we forget the address."
    ),
    (*ABOUT_PANEL, UNTIL),
    is_secret=True,
)
APPLIED_ALREADY = NoticeKind(
    "panel_applied_already",
    PANEL,
    gettext_lazy("Panel: has applied already"),
    gettext_lazy("You have applied to the citizen panel of {contest} already"),
    gettext_lazy(
        "Hello {person},\n\n"
        "somebody has given your address to apply to the citizen panel of {contest}. You have "
        "applied already, and nothing has changed. How things stand:\n{link}\n\n"
        "If it was not you, you need do nothing."
    ),
    ABOUT_PANEL,
    is_secret=True,
)
RECEIVED = NoticeKind(
    "panel_received",
    PANEL,
    gettext_lazy("Panel: application received"),
    gettext_lazy("Received: your application to the citizen panel of {contest}"),
    gettext_lazy(
        "Hello {person},\n\n"
        "we have received your application to the citizen panel of {contest}.\n\n"
        "Application number: {number}\n"
        "Applications close: {until}\n\n"
        "Afterwards we write to you whether you are on the panel.\n{link}"
    ),
    (*ABOUT_PANEL, NUMBER, UNTIL),
)
SELECTED = NoticeKind(
    "panel_selected",
    PANEL,
    gettext_lazy("Panel: selected"),
    gettext_lazy("You are on the citizen panel of {contest}"),
    gettext_lazy(
        "Hello {person},\n\n"
        "you are on the citizen panel of {contest} (application number {number}). When voting "
        "opens we send you a link to your ballot; with an account you can sign in instead.\n\n{link}"
    ),
    (*ABOUT_PANEL, NUMBER),
)
NOT_SELECTED = NoticeKind(
    "panel_not_selected",
    PANEL,
    gettext_lazy("Panel: not selected"),
    gettext_lazy("The citizen panel of {contest}: not selected this time"),
    gettext_lazy(
        "Hello {person},\n\n"
        "thank you for applying to the citizen panel of {contest} (application number {number}). "
        "You were not selected this time. How the members were chosen stands here:\n{link}"
    ),
    (*ABOUT_PANEL, NUMBER),
)
BALLOT_LINK = NoticeKind(
    "panel_ballot_link",
    PANEL,
    gettext_lazy("Panel: link to the ballot"),
    gettext_lazy("Your ballot: {contest}"),
    gettext_lazy(
        "Hello {person},\n\n"
        "this is your personal link to the ballot of {contest}. You need not sign in:\n{link}\n\n"
        "Voting opens: {opens}\n"
        "Voting closes: {until}\n\n"
        "It opens once; the browser in which you open it goes on with it, and you can change your "
        "vote there until then. Keep the link to yourself: whoever has it votes for you."
    ),
    (*ABOUT_PANEL, OPENS, UNTIL),
    is_secret=True,
)
REMINDER = NoticeKind(
    "panel_reminder",
    PANEL,
    gettext_lazy("Panel: reminder to vote"),
    gettext_lazy("Your vote is still missing: {contest}"),
    gettext_lazy(
        "Hello {person},\n\n"
        "you have not voted yet in {contest}. Voting closes: {until}\n\n"
        "This is a new personal link; the one before no longer counts:\n{link}"
    ),
    (*ABOUT_PANEL, UNTIL),
    is_secret=True,
)
BALLOT_RECEIVED = NoticeKind(
    "panel_ballot_received",
    PANEL,
    gettext_lazy("Panel: ballot received"),
    gettext_lazy("Received: your ballot in {contest}"),
    gettext_lazy(
        "Hello {person},\n\n"
        "we have received your ballot in {contest}.\n\n"
        "Receipt code: {code}\n\n"
        "You can change your vote until {until}; the code stays the same. When the results are "
        "out you find your ballot with this code on the list of all ballots, which names nobody:\n"
        "{link}"
    ),
    (*ABOUT_PANEL, CODE, UNTIL),
    is_secret=True,
)
KINDS = (
    CONFIRM,
    APPLIED_ALREADY,
    RECEIVED,
    SELECTED,
    NOT_SELECTED,
    BALLOT_LINK,
    REMINDER,
    BALLOT_RECEIVED,
)

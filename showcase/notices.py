"""What editors are written about: reports of people who use the apps."""

from django.utils.translation import gettext_lazy

from cms.accounts.groups import EDITORS, PROGRAMME_MANAGERS
from cms.accounts.models import User
from cms.notices.actions import notify
from cms.notices.kinds import NoticeGroup, NoticeKind, Placeholder
from cms.notices.texts import link
from showcase import rules
from showcase.models import AppProblem

PROBLEMS = NoticeGroup(
    "app_problems",
    gettext_lazy("Reports about apps"),
    gettext_lazy("When somebody reports a problem with an app of the showcase."),
    concerns=rules.sees_problems,
)
REPORTED = NoticeKind(
    "app_problem",
    PROBLEMS,
    gettext_lazy("Problem with an app"),
    gettext_lazy("Problem with {title}: {kind}"),
    # Without the words and the address of whoever wrote: mails are kept longer than those.
    gettext_lazy(
        "Hello {name},\n\n"
        "somebody reported about the app “{title}”: {kind}\n\n"
        "Read it, see to it and say that it is handled:\n{link}"
    ),
    (
        Placeholder("title", gettext_lazy("The name of the app."), gettext_lazy("Bike finder")),
        Placeholder(
            "kind", gettext_lazy("What was reported."), gettext_lazy("A link leads nowhere")
        ),
        Placeholder(
            "link",
            gettext_lazy("The page to go to."),
            "https://madang.example.org/admin/showcase/problems/inspect/7/",
        ),
    ),
)
KINDS = (REPORTED,)


def tell_of(problem: AppProblem) -> None:
    """Write to all who see to reports."""
    editors = User.objects.filter(
        groups__name__in=[EDITORS, PROGRAMME_MANAGERS], is_active=True
    ).distinct()
    notify(
        REPORTED,
        to=[user for user in editors if rules.sees_problems(user)],
        about=problem,
        values=lambda: {
            "title": problem.page.title,
            "kind": problem.get_kind_display(),
            "link": link("showcase_problems_modeladmin_inspect", problem.pk),
        },
    )

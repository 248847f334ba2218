"""The accounts of the demonstration. Their password is known to all: never in production."""

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from cms.accounts.groups import EDITORS, JUDGES, MODERATORS, PROGRAMME_MANAGERS

PASSWORD = "demo-password-2018"

#: (part of the address before the @, name, groups)
STAFF = [
    ("editor", "편집자", (EDITORS,)),
    ("moderator", "운영자", (MODERATORS,)),
    ("manager", "사업 담당자", (PROGRAMME_MANAGERS,)),
    *((f"judge{number}", f"심사위원 {number}", (JUDGES,)) for number in range(1, 6)),
]
CITIZENS = [
    ("citizen", "김시민"),
    ("newcomer", "이새롬"),
    *((f"panel{number}", f"평가단 {number}") for number in range(1, 10)),
]


@transaction.atomic
def make_account(local: str, name: str, groups: tuple[str, ...] = (), *, superuser: bool = False):
    """Make an account with a confirmed address, or return the one that is there."""
    users = get_user_model().objects
    email = f"{local}@example.org"
    if user := users.filter(email=email).first():
        return user
    make = users.create_superuser if superuser else users.create_user
    user = make(email, PASSWORD, name=name)
    user.groups.set(Group.objects.filter(name__in=groups))
    if groups and JUDGES not in groups:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def make_accounts() -> dict[str, object]:
    """Make all accounts; return them by the part of the address before the @."""
    made = {"admin": make_account("admin", "관리자", superuser=True)}
    made |= {local: make_account(local, name, groups) for local, name, groups in STAFF}
    return made | {local: make_account(local, name) for local, name in CITIZENS}

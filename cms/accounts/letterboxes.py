"""Whose a letter box is: the table of them follows each account's addresses."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from cms.accounts.models import Letterbox, User, mailbox_of


@dataclass(frozen=True)
class People:
    """One person or many: the keys of their accounts, and their letter boxes."""

    accounts: frozenset[int]
    mailboxes: frozenset[str]

    def meet(self, others: "People") -> bool:
        """Return whether they have an account or a letter box in common with others."""
        is_account = not self.accounts.isdisjoint(others.accounts)
        return is_account or not self.mailboxes.isdisjoint(others.mailboxes)


def person_of(mailbox: str | None = None, account: int | None = None) -> People:
    """Return the person to whom a letter box belongs, or an account, with all that is theirs."""
    return with_all_theirs(People(frozenset({account} - {None}), frozenset({mailbox} - {None})))


def with_all_theirs(people: People) -> People:
    """Return people with every account and letter box that is theirs besides.

    Accounts that share a box are one person's; one statement where nothing more is found.
    """
    while (wider := _widened(people)) != people:
        people = wider
    return people


def _widened(people: People) -> People:
    by_box = Q(user__letterboxes__mailbox__in=people.mailboxes)
    by_account = Q(user__letterboxes__user__in=people.accounts)
    rows = list(Letterbox.objects.filter(by_box | by_account).values_list("user", "mailbox"))
    return People(
        people.accounts | {user for user, _mailbox in rows},
        people.mailboxes | {mailbox for _user, mailbox in rows},
    )


@receiver(post_save, sender=User)
def follow_account(sender, instance: User, **kwargs) -> None:
    """Keep the boxes of an account whose own address was written."""
    written = kwargs["update_fields"]
    if not kwargs["raw"] and (written is None or "email" in written):
        _keep(instance)


@receiver(post_save, sender=EmailAddress)
def follow_address(sender, instance: EmailAddress, **kwargs) -> None:
    """Keep the boxes of an account that has named or confirmed an address."""
    if not kwargs["raw"]:
        _keep(instance.user)


@receiver(post_delete, sender=EmailAddress)
def forget_address(sender, instance: EmailAddress, **kwargs) -> None:
    """Drop the box of an address that was taken away; its account may be going too."""
    account = User.objects.filter(pk=instance.user_id).first()
    if account:
        _drop_all_but(_mailboxes(account), account)


def _keep(account: User) -> None:
    wanted = _mailboxes(account)
    _drop_all_but(wanted, account)
    Letterbox.objects.bulk_create(
        (Letterbox(user=account, mailbox=mailbox) for mailbox in sorted(wanted)),
        ignore_conflicts=True,
    )


def _mailboxes(account: User) -> set[str]:
    """Return the boxes that an account has: an address that it only claims gives none."""
    confirmed = EmailAddress.objects.filter(user=account, verified=True)
    addresses = confirmed.values_list("email", flat=True)
    return {mailbox_of(address) for address in (account.email, *addresses)}


def _drop_all_but(wanted: set[str], account: User) -> None:
    Letterbox.objects.filter(user=account).exclude(mailbox__in=wanted).delete()

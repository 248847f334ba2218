"""Reads of accounts that other rooms need."""

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.db.models.functions import Lower

from cms.accounts.models import normalise_email


def confirmed_addresses(user) -> QuerySet:
    """Return the addresses that the account has confirmed, in the one spelling they are kept in."""
    return EmailAddress.objects.filter(user=user, verified=True).values_list(Lower("email"))


def owns_address(user, address: str) -> bool:
    """Return whether an address is one that the account has confirmed, whatever its case."""
    if not user.is_authenticated:
        return False
    confirmed = EmailAddress.objects.filter(user=user, verified=True)
    return confirmed.filter(email__iexact=normalise_email(address)).exists()

"""Reads of accounts that other rooms need."""

from allauth.account.models import EmailAddress

from cms.accounts.models import normalise_email


def owns_address(user, address: str) -> bool:
    """Return whether an address is one that the account has confirmed, whatever its case."""
    if not user.is_authenticated:
        return False
    confirmed = EmailAddress.objects.filter(user=user, verified=True)
    return confirmed.filter(email__iexact=normalise_email(address)).exists()

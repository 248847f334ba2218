"""How allauth fits this site: names, languages, the site's own name in mails."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.http import Http404
from django.utils.translation import get_language, override

from cms import frame
from cms.accounts.models import User, normalise_email


class AccountAdapter(DefaultAccountAdapter):
    """Keeps one spelling of each address, and writes to people in their language."""

    def clean_email(self, email: str) -> str:
        """Return the one spelling under which an address is kept."""
        return normalise_email(super().clean_email(email))

    def save_user(self, request, user: User, form, commit: bool = True) -> User:
        """Keep the language in which somebody signed up, and the name they gave."""
        user.preferred_language = get_language() or settings.LANGUAGE_CODE
        user.name = form.cleaned_data.get("name", user.name)
        return super().save_user(request, user, form, commit)

    def format_email_subject(self, subject: str) -> str:
        """Begin each subject with the site's name."""
        return f"[{frame.kept().settings.site_name}] {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send a mail in the language of whom it is about; without one, in the page's."""
        user = context.get("user")
        with override(getattr(user, "preferred_language", None) or get_language()):
            site = RequestSite(self.request)
            site.name = frame.kept().settings.site_name
            super().send_mail(template_prefix, email, {**context, "current_site": site})


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Takes a person's name from Kakao, Naver and the like, which do not split it."""

    def get_app(self, request, provider: str, client_id: str | None = None) -> SocialApp:
        """Find the keys of a provider; raise Http404 where there are none, for it is not offered."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist as error:
            raise Http404 from error

    def populate_user(self, request, sociallogin, data: dict) -> User:
        """Fill in name and language of somebody who signs up through a provider."""
        user = super().populate_user(request, sociallogin, data)
        parts = (data.get("last_name"), data.get("first_name"))
        user.name = (data.get("name") or "".join(part for part in parts if part))[:80]
        user.preferred_language = get_language() or settings.LANGUAGE_CODE
        return user

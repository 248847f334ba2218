"""What an app says of itself for catalogues of public code, in rows: publiccode.yml names them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from showcase.publiccode.tags import is_language_tag
from showcase.publiccode.vocabulary import CATEGORIES, SCOPES


def validate_language(tag: str) -> None:
    """Refuse what is no language tag."""
    if not is_language_tag(tag):
        raise ValidationError(
            _("“%(tag)s” is not a language tag, such as ko, en or zh-Hant."), params={"tag": tag}
        )


class AppCategory(Orderable):
    """What an app does, in a word of the standard."""

    page = ParentalKey("showcase.AppPage", on_delete=models.CASCADE, related_name="category_links")
    code = models.CharField(_("category"), max_length=60, choices=CATEGORIES)

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "code"], name="app_category_once")]
        indexes = [models.Index(fields=["code"])]

    def __str__(self) -> str:
        return str(self.get_code_display())


class AppAudience(Orderable):
    """The field of work that an app is for, in a word of the standard."""

    page = ParentalKey("showcase.AppPage", on_delete=models.CASCADE, related_name="audience_links")
    code = models.CharField(_("field"), max_length=60, choices=SCOPES)

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "code"], name="app_audience_once")]
        indexes = [models.Index(fields=["code"])]

    def __str__(self) -> str:
        return str(self.get_code_display())


class AppLanguage(Orderable):
    """A language in which an app can be used."""

    page = ParentalKey("showcase.AppPage", on_delete=models.CASCADE, related_name="language_links")
    code = models.CharField(
        _("language"),
        max_length=35,
        validators=[validate_language],
        help_text=_("Its tag: ko, en, zh-Hant."),
    )

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "code"], name="app_language_once")]
        indexes = [models.Index(fields=["code"])]

    def __str__(self) -> str:
        return self.code


class AppContact(Orderable):
    """A person who looks after an app."""

    page = ParentalKey("showcase.AppPage", on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    affiliation = models.CharField(_("works for"), max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class AppContractor(Orderable):
    """Who is under contract to look after an app, and until when."""

    page = ParentalKey("showcase.AppPage", on_delete=models.CASCADE, related_name="contractors")
    name = models.CharField(_("name"), max_length=200)
    until = models.DateField(_("until"), help_text=_("The contract’s last day."))
    email = models.EmailField(_("e-mail address"), blank=True)
    website = models.URLField(_("web address"), max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


class AppOrigin(Orderable):
    """What an app is built on: another app of the showcase, or code elsewhere."""

    page = ParentalKey("showcase.AppPage", on_delete=models.CASCADE, related_name="origins")
    app = models.ForeignKey(
        "showcase.AppPage",
        verbose_name=_("app"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="variant_links",
        help_text=_("An app of this showcase, or else the address of the source below."),
    )
    url = models.URLField(_("address of the source code"), max_length=500, blank=True)

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(app=None) ^ models.Q(url=""), name="app_origin_is_one"
            )
        ]

    def __str__(self) -> str:
        return str(self.app or self.url)

    @property
    def address(self) -> str:
        """Where the source of the origin is; empty where its page does not say."""
        return self.app.source_url if self.app else self.url

    def clean(self) -> None:
        """Ask for one of the two; an app is not built on itself."""
        super().clean()
        if bool(self.app_id) == bool(self.url):
            raise ValidationError(_("Name either an app of the showcase or an address."))
        if self.app_id and self.app_id == self.page_id:
            raise ValidationError({"app": _("An app is not built on itself.")})

"""What an app is about and what it looks like: topics and screenshots."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from cms.i18n import Bilingual
from contest_pages.results.models import Award
from media.models import SiteImage, SiteRendition

#: The renditions that app cards show (ui/media.html).
CARD_RENDITIONS = ("fill-640x480", "max-480x960")
#: What an app's own page shows: a picture in the row, and the one that a click opens.
SHOT_RENDITIONS = ("max-1280x960", "max-2000x2000")


class Topic(index.Indexed, models.Model):
    """What an app is about; chosen by editors, filtered by citizens."""

    title_ko = models.CharField(_("title in Korean"), max_length=40)
    title_en = models.CharField(_("title in English"), max_length=40, blank=True)
    slug = models.SlugField(
        _("address"), max_length=40, unique=True, help_text=_("Its name in filter addresses.")
    )

    title = Bilingual()

    search_fields = [index.SearchField("title_ko"), index.AutocompleteField("title_ko")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["title_ko"]

    def __str__(self) -> str:
        return self.title


class AppTopic(Orderable):
    """That an app is about a topic; rows, because translations follow rows."""

    page = ParentalKey("showcase.AppPage", on_delete=models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="app_links"
    )

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "topic"], name="app_topic_once")]

    def __str__(self) -> str:
        return str(self.topic)


class AppScreenshot(TranslatableMixin, Orderable):
    """A picture of the app at work, and what it shows in words."""

    class Shape(models.TextChoices):
        PHONE = "phone", _("Phone screen")
        WIDE = "wide", _("Wide screen")

    page = ParentalKey("showcase.AppPage", on_delete=models.CASCADE, related_name="screenshots")
    image = models.ForeignKey(
        SiteImage, verbose_name=_("picture"), on_delete=models.PROTECT, related_name="+"
    )
    shape = models.CharField(_("shape"), max_length=10, choices=Shape.choices, default=Shape.PHONE)
    alt = models.CharField(
        _("what it shows"),
        max_length=200,
        blank=True,
        help_text=_("For people who cannot see it. Left empty: the picture’s own description."),
    )
    # What an imported publiccode.yml called it: it goes back under that name.
    imported_from = models.CharField(max_length=500, blank=True, editable=False)

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass

    def __str__(self) -> str:
        return self.alt or str(self.image)

    @property
    def is_phone(self) -> bool:
        """Whether it is shown in a phone's frame."""
        return self.shape == self.Shape.PHONE

    def as_picture(self) -> dict:
        """Return it as `ui/shots.html` draws it."""
        shown, full = (self.image.get_rendition(spec) for spec in SHOT_RENDITIONS)
        return {
            "url": shown.url,
            "full_url": full.url,
            "width": shown.width,
            "height": shown.height,
            "alt": self.alt or self.image.default_alt_text,
            "is_portrait": self.is_phone,
        }


def pictures_and_awards(renditions: Iterable[str]) -> list[Prefetch]:
    """Return what to prefetch for apps, so that pictures and ribbons cost three statements."""
    sizes = SiteRendition.objects.filter(filter_spec__in=renditions)
    shots = AppScreenshot.objects.select_related("image").order_by("sort_order", "pk")
    return [
        Prefetch("screenshots", shots),
        Prefetch("screenshots__image__renditions", sizes, to_attr="prefetched_renditions"),
        Prefetch(
            "entry__awards",
            Award.objects.published(timezone.now()).select_related("prize").in_order(),
            to_attr="known_awards",
        ),
    ]

"""The blocks of which editors build the body of any page."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]
SHORT_FEATURES = ["bold", "italic", "link", "ul", "ol"]


class PictureBlock(blocks.StructBlock):
    """A picture with what it shows in words and a caption."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/image.html"


class VideoBlock(blocks.StructBlock):
    """A film on another site: a picture and a link, so that nothing loads before a click."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    url = blocks.URLBlock(label=_("Address of the video"))
    poster = ImageChooserBlock(label=_("Still picture"), required=False)
    length = blocks.CharBlock(
        label=_("Length"), required=False, max_length=20, help_text=_("For example 3:20")
    )

    class Meta:
        icon = "media"
        label = _("Video")
        template = "blocks/video.html"


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(label=_("Question"), max_length=200)
    answer = blocks.RichTextBlock(label=_("Answer"), features=SHORT_FEATURES)

    class Meta:
        icon = "help"
        label = _("Question and answer")


class FaqBlock(blocks.StructBlock):
    """Questions that are often asked."""

    items = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Frequently asked questions")
        template = "blocks/faq.html"


class DownloadsBlock(blocks.StructBlock):
    """Files to download, each with its kind and size."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    files = blocks.ListBlock(DocumentChooserBlock(label=_("File")), label=_("Files"), min_num=1)

    class Meta:
        icon = "download"
        label = _("Downloads")
        template = "blocks/downloads.html"


class CallToActionBlock(blocks.StructBlock):
    """One thing to do: a sentence and a button to a page or an address."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.CharBlock(label=_("Text"), required=False, max_length=300)
    label = blocks.CharBlock(label=_("Button"), max_length=40)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.CharBlock(
        label=_("Address"),
        required=False,
        max_length=300,
        help_text=_("Instead of a page: an address that begins with / or https://."),
    )

    def clean(self, value):
        """Ask for exactly one aim, and for an address that a browser may follow."""
        value = super().clean(value)
        url = value.get("url", "")
        if bool(value.get("page")) == bool(url):
            raise StructBlockValidationError(
                {"url": ValidationError(_("Choose a page or write an address, one of the two."))}
            )
        if url and not url.startswith(("/", "https://", "http://", "mailto:")):
            raise StructBlockValidationError(
                {"url": ValidationError(_("An address begins with / or https://."))}
            )
        return value

    class Meta:
        icon = "pick"
        label = _("Call to action")
        template = "blocks/call_to_action.html"


class QuoteBlock(blocks.StructBlock):
    """What somebody said."""

    text = blocks.TextBlock(label=_("Quotation"))
    who = blocks.CharBlock(label=_("Who said it"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quote.html"


class NoticeBlock(blocks.StructBlock):
    """A remark that must not be missed."""

    tone = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("info", _("Information")),
            ("success", _("Good news")),
            ("warning", _("Caution")),
            ("danger", _("Warning")),
        ],
        default="info",
    )
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=SHORT_FEATURES)

    class Meta:
        icon = "warning"
        label = _("Notice")
        template = "blocks/notice.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a page: `body = StreamField(BodyBlock(), blank=True)`."""

    heading = blocks.CharBlock(
        label=_("Heading"), max_length=120, icon="title", template="blocks/heading.html"
    )
    text = blocks.RichTextBlock(
        label=_("Text"), features=TEXT_FEATURES, icon="pilcrow", template="blocks/text.html"
    )
    image = PictureBlock()
    video = VideoBlock()
    table = TableBlock(label=_("Table"), template="blocks/table.html")
    faq = FaqBlock()
    downloads = DownloadsBlock()
    call_to_action = CallToActionBlock()
    quote = QuoteBlock()
    notice = NoticeBlock()

    class Meta:
        template = "blocks/body.html"

"""A person's language: the site's row and the Wagtail admin's hold the same."""

from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from cms.accounts.models import User


@receiver(post_save, sender=User)
def tell_admin(sender, instance: User, **kwargs) -> None:
    """Give the admin the language that a person chose on the site."""
    written = kwargs["update_fields"]
    if written is not None and "preferred_language" not in written:
        return  # as at each sign-in, which notes only its time
    others = UserProfile.objects.filter(user=instance)
    if not others.update(preferred_language=instance.preferred_language):
        UserProfile.objects.create(user=instance, preferred_language=instance.preferred_language)


@receiver(post_save, sender=UserProfile)
def tell_site(sender, instance: UserProfile, **kwargs) -> None:
    """Give the site the language that a person chose in the admin; none means the server's."""
    if kwargs["created"] and not instance.preferred_language:
        return  # nobody chose anything
    chosen = instance.preferred_language or settings.LANGUAGE_CODE
    User.objects.filter(pk=instance.user_id).update(preferred_language=chosen)

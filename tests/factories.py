"""Factories with sensible defaults; a test names only what it is about."""

import factory
from django.contrib.auth import get_user_model

PASSWORD = "madang-password-2018"


class UserFactory(factory.django.DjangoModelFactory):
    """A citizen; every one has the password PASSWORD."""

    email = factory.Sequence(lambda n: f"citizen{n}@example.org")
    name = factory.Sequence(lambda n: f"시민 {n}")

    class Meta:
        model = get_user_model()

    @classmethod
    def _create(cls, model_class, *args, password=PASSWORD, **fields):
        return model_class.objects.create_user(*args, password=password, **fields)

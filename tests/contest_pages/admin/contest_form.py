"""The contest's form in the admin, as a browser fills and sends it."""

from collections import Counter
from contextlib import contextmanager
from functools import cache

from django.contrib.auth import get_user_model
from django.contrib.messages.storage.fallback import FallbackStorage
from django.forms import ModelForm
from django.test import RequestFactory
from django.urls import resolve, reverse
from wagtail import hooks

from contest_pages.models import Contest
from contest_pages.panels import CONTEST_TABS

URL = "wagtailsnippets_contest_pages_contest:{}"


def url(name: str, contest: Contest | None = None) -> str:
    return reverse(URL.format(name), args=[contest.pk] if contest else [])


@cache
def form_class() -> type[ModelForm]:
    """The class of the form, with those of all its rows: made once, as the admin does."""
    return CONTEST_TABS.bind_to_model(Contest).get_form_class()


def form_data(client, contest: Contest) -> dict:
    """What a browser sends back when nothing was changed."""
    user = get_user_model().objects.get(pk=client.session["_auth_user_id"])
    form = form_class()(instance=Contest.objects.get(pk=contest.pk), for_user=user)
    data = {}

    def add(bound) -> None:
        nonlocal data
        widget = bound.field.widget
        if getattr(widget, "input_type", "") == "checkbox":
            data |= {bound.html_name: "on"} if bound.value() else {}
            return
        value = widget.format_value(bound.value())
        if isinstance(value, list):  # a select's
            value = value[0] if value else ""
        if value is not None:  # a browser sends two characters for a line break
            data[bound.html_name] = str(value).replace("\n", "\r\n")

    for bound in form:
        add(bound)
    for formset in form.formsets.values():
        for bound in formset.management_form:
            data[bound.html_name] = bound.value()
        for row in formset.forms:
            for bound in row:
                add(bound)
    return data


def row_of(data: dict, formset: str, field: str, value) -> str:
    """The prefix of the row whose field has a value."""
    for name, given in data.items():
        if (
            name.startswith(f"{formset}-")
            and name.endswith(f"-{field}")
            and str(given) == str(value)
        ):
            return name.removesuffix(f"-{field}")
    raise LookupError(value)


def send(client, contest: Contest, data: dict):
    """What the form's view answers to a client, without drawing the page: that takes a second."""
    address = url("edit", contest)
    request = RequestFactory().post(address, data)
    request.session = client.session
    request.user = get_user_model().objects.get(pk=client.session["_auth_user_id"])
    request._messages = FallbackStorage(request)
    match = resolve(address)
    return match.func(request, *match.args, **match.kwargs)


def errors(response) -> list[str]:
    assert response.status_code == 200
    return list(response.context_data["form"].non_field_errors())


@contextmanager
def used(**keys):
    """Say that something of any contest is used, as a higher room would."""
    counter = Counter(dict.fromkeys(keys.items(), 3))
    with hooks.register_temporarily("contest_uses", lambda contest: counter):
        yield

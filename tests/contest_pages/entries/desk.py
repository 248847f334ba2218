"""What tests send from the pages of an entrant, as a browser does."""

from django.urls import reverse

from contest_pages.entries.models import Entry, EntryDraft
from contest_pages.entries.queries import history, reason_in


def fresh(entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def last_reason(entry) -> str:
    """The reason of the last decision, or nothing where it had none."""
    return next((found for each in history(entry) if (found := reason_in(each.data))), "")


def token(entry) -> str:
    """The version that a form of the entry carries."""
    found = EntryDraft.objects.filter(entry=entry).first()
    return f"{found.pk}-{found.version}" if found else "0-0"


def typed(entry, **fields) -> dict:
    """What a browser sends for a complete entry."""
    return {
        "title": "따릉이 길잡이",
        "summary": "따릉이 대여소를 한눈에 보여 줍니다.",
        "description": "가까운 대여소와 남은 자전거를 알려 줍니다.",
        "version": token(entry),
    } | fields


def address(entry, name="my_entry_edit") -> str:
    return reverse(name, args=[entry.pk])


def send(client, entry, act="save", **fields):
    return client.post(address(entry), typed(entry, **{act: "yes"} | fields))


def submit(client, entry, **fields):
    return client.post(address(entry, "my_entry_submit"), {"version": token(entry)} | fields)


def text(response) -> str:
    return response.content.decode()

"""The search page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cms.search.groups import groups_for
from cms.search.korean import LONGEST_QUERY, query

PER_PAGE = 15


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what matches `?q=`, one group at a time: the one of `?in=`, else the first that has."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    asked = query(text)
    context = {"text": text, "asked": asked is not None}
    if asked is not None:
        groups = {group.key: group for group in groups_for(request)}
        found = {key: Paginator(group.find(asked), PER_PAGE) for key, group in groups.items()}
        key = request.GET.get("in", "")
        if key not in groups:
            key = next((each for each in groups if found[each].count), "")
        context["total"] = sum(each.count for each in found.values())
        context["tabs"] = [
            {
                "title": group.label,
                "url": f"{reverse('search')}?{urlencode({'q': text, 'in': group.key})}",
                "count": found[group.key].count,
                "current": group.key == key,
            }
            for group in groups.values()
        ]
        if key:
            page = found[key].get_page(request.GET.get("page"))
            context["page_of_hits"] = page
            context["hits"] = [groups[key].hit(row) for row in page.object_list]
    return render(request, "search/search.html", context)

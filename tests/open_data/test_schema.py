"""The API keeps to its own OpenAPI document, whatever is asked of it."""

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]

#: For each address, asked rightly and wrongly; more of them are a matter of patience.
EXAMPLES = 6
KNOWN = {
    "slug": ["app-2026", "출품작-1", "따릉이-길잡이"],
    "contest": ["app-2026"],
    "number": [1, 2],
}


@pytest.fixture
def document(planted, db):
    """The document, asked of the application by which the site is served."""
    import schemathesis  # takes a second and a half, in each worker that finds this file

    # As Django's own test client does: the connection is the test's.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_every_answer_is_as_the_document_says(document, mode):
    from schemathesis import GenerationMode

    answered = []
    for found in document.get_all_operations():
        operation = found.ok()

        @given(
            case=operation.as_strategy(generation_mode=GenerationMode(mode)),
            known=st.fixed_dictionaries(
                {p.name: st.sampled_from(KNOWN[p.name]) for p in operation.path_parameters}
            ),
            is_known=st.booleans(),
        )
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def answers_rightly(case, known, is_known):
            if is_known:
                case.path_parameters.update(known)
            answer = case.call()
            case.validate_response(answer)
            answered.append(answer.status_code)

        answers_rightly()
    assert 200 in answered
    assert max(answered) < 500

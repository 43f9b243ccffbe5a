"""What is sealed once it is saved is not kept in plain before: its forms tell the browser (ui/keep.js)."""

from __future__ import annotations

import re

import pytest
from django.template.loader import get_template

from balai.delivery.forms.practice import SignForm

FORM = re.compile(r'<form\b(?:(?!</form>).)*?method="post".*?</form>', re.DOTALL)
PLACES = (
    "delivery/incident.html",
    "delivery/incident_report.html",
    "nominations/form.html",
    "people/breach_form.html",
    "people/request.html",
    "people/rights.html",
    "selection/offer.html",
    "selection/reason.html",
)


@pytest.mark.parametrize("name", PLACES)
def test_forms_with_sealed_words_are_left_out(name: str) -> None:
    source = get_template(name).template.source  # type: ignore[attr-defined] # of Django's own engine
    typed = [form for form in FORM.findall(source) if "{% field" in form]

    assert typed
    assert all("data-sealed" in form.partition("{% csrf_token %}")[0] for form in typed)


def test_drawn_signatures_are_left_out() -> None:
    form = SignForm(task=_Task, steps=[], before=None)  # type: ignore[arg-type] # what it asks of a task

    assert all("data-sealed" in str(form[name]) for name in ("supervisor", "participant"))


class _Task:
    unit = ""

"""The whole way of the sample in stages; each is one transaction that claims its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.kernel.jobs import claim_effect
from balai.programmes.models import Edition, Quota
from balai.selection.services.sample.applying import names_of_country, send_call
from balai.selection.services.sample.choosing import (
    ask_for_cohort,
    check_files,
    decide_on_cohort,
    score_pool,
    work_cohort_out,
)
from balai.selection.services.sample.moments import CALL, REFERENCE
from balai.selection.services.sample.people import GIVEN, people
from balai.selection.services.sample.places import fill_free_places, hold_programme, tell_and_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


RUN_SAMPLE = "selection.show_sample"
"""The job that goes the way, stage by stage."""


def run_sample(
    tell: Callable[[str, int, int], None] = lambda _words, _done, _of: None, *, most: int = 99
) -> int:
    """Go the whole way, or the rest of it; returns how many stages were gone now.

    Args:
        tell: is told of each stage: its words, and how many of how many are done.
        most: stages to go now.
    """
    edition = Edition.objects.filter(code=REFERENCE).first()
    if edition is None:
        return 0
    stages = list(_stages(edition))
    gone = 0
    for number, (name, words, do) in enumerate(stages, start=1):
        if gone == most:
            break
        with transaction.atomic():
            is_new = claim_effect(f"sample:{REFERENCE}:{name}", at=CALL)
            if is_new:
                edition.refresh_from_db()
                do(edition)
        gone += is_new
        if is_new:
            tell(words, number, len(stages))
        if name == "asked":
            work_cohort_out(edition)
    return gone


def _stages(edition: Edition) -> Iterator[tuple[str, str, Callable[[Edition], None]]]:
    countries = list(
        Quota.objects.filter(edition=edition, country__in=GIVEN, places__gte=1)
        .order_by("country_id")
        .values_list("country_id", flat=True)
    )
    pool = people()
    yield "call", "The call goes out", send_call
    for country in countries:
        own = [one for one in pool if one.country == country]
        yield f"country-{country}", f"Nominees of {country} apply", names_of_country(country, own)
    yield "checks", "Files are checked", check_files
    yield "scores", "The panel scores", score_pool(pool)
    yield "asked", "A proposal is worked out", ask_for_cohort
    yield "decided", "The panel decides", decide_on_cohort
    yield "answers", "Governments and nominees are told, and answer", tell_and_answer
    yield "ladder", "Places that became free are filled", fill_free_places
    yield "closed", "The programme is held", hold_programme

"""The way of the sample from the call to the cohort, as a chapter of the demonstration's life."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel import clock
from balai.kernel.sample import Stage
from balai.programmes.models import Edition, Quota
from balai.selection.services.sample.applying import names_of_country, send_call
from balai.selection.services.sample.choosing import (
    ask_for_cohort,
    check_files,
    decide_on_cohort,
    score_pool,
    work_cohort_out,
)
from balai.selection.services.sample.moments import (
    ANSWERED,
    ARRIVES,
    CALL,
    CHECKED,
    CLOSES,
    LEFT,
    MET,
    NAMED,
    PREPARED,
    PROPOSED,
    REFERENCE,
    SCORED,
)
from balai.selection.services.sample.open_call import show_open_call
from balai.selection.services.sample.people import GIVEN, people
from balai.selection.services.sample.places import (
    begin_programme,
    close_programme,
    fill_free_places,
    prepare_programme,
    tell_and_answer,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from django_stubs_ext import StrOrPromise


def life_of_pool() -> list[Stage]:
    """From the call to the last day of the reference programme; then the call that is open now."""
    edition = Edition.objects.filter(code=REFERENCE).first()
    if edition is None:
        return []
    stages = [
        Stage(
            name=f"sample:{REFERENCE}:{name}",
            label=label,
            at=at,
            do=partial(_do, do, edition),
            then=partial(work_cohort_out, edition) if do is ask_for_cohort else None,
        )
        for name, label, at, do in _stages(edition)
    ]
    now = clock.now()
    opened = Stage(
        name="sample:open-call",
        label=_("the call of another edition is open"),
        at=now,
        do=partial(show_open_call, at=now),
    )
    return [*stages, opened]


def _do(do: Callable[[Edition], None], edition: Edition) -> None:
    edition.refresh_from_db()
    do(edition)


def _stages(
    edition: Edition,
) -> Iterator[tuple[str, StrOrPromise, datetime, Callable[[Edition], None]]]:
    pool = people()
    quotas = Quota.objects.filter(edition=edition, country__in=GIVEN, places__gte=1).select_related("country")
    yield "call", _("the call goes out"), CALL, send_call
    for quota in quotas.order_by("country_id"):
        own = [one for one in pool if one.country == quota.country_id]
        words = _("%(country)s names its people") % {"country": quota.country}
        yield f"country-{quota.country_id}", words, NAMED, names_of_country(quota.country_id, own)
    yield "checks", _("files are checked"), CHECKED, check_files
    yield "scores", _("the panel scores"), SCORED, score_pool(pool)
    yield "asked", _("a proposal is worked out"), PROPOSED, ask_for_cohort
    yield "decided", _("the panel decides"), MET, decide_on_cohort
    yield "answers", _("those who were chosen are told, and answer"), ANSWERED, tell_and_answer
    yield "ladder", _("places that became free are filled"), LEFT, fill_free_places
    yield "prepared", _("the programme is prepared"), PREPARED, prepare_programme
    yield "begun", _("the programme begins"), ARRIVES, begin_programme
    yield "closed", _("the programme ends"), CLOSES, close_programme

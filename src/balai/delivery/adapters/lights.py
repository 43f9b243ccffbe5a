"""What the board tells of the tests before and after."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from balai.delivery.enums import Occasion
from balai.delivery.models import OutcomeTest
from balai.delivery.queries.outcome_tests import answered_of, bank_of
from balai.delivery.rules.outcome_tests import window
from balai.programmes.enums import EditionStatus
from balai.programmes.registries import Light, OpenThing, Owner
from balai.selection.queries.offers import confirmed
from balai.ui.parts import Deed

if TYPE_CHECKING:
    from balai.programmes.models import Edition

HELD = frozenset({EditionStatus.PREPARATION, EditionStatus.RUNNING})


def tests_light(edition: Edition, *, at: dt.datetime) -> Light:
    """The forms are drawn before the first day, and who takes part answers while a test is open.

    Of an edition without questions nothing is asked. Who has not answered in time cannot do so later: then
    the number tells it, and the light is not red for ever.
    """
    begins = (
        dt.datetime.combine(edition.starts_on, dt.time(), ZoneInfo(edition.time_zone))
        if edition.starts_on
        else None
    )
    if edition.status not in HELD:
        return _light(begins, 0, 0, [])
    test = OutcomeTest.objects.filter(edition=edition).first()
    if test is None and not bank_of(edition).exists():
        return _light(begins, 0, 0, [])
    deed = Deed(label=_("Open the tests"), url=reverse("delivery:test_bank", args=[edition.code]))
    if test is None or test.drawn_at is None:
        thing = OpenThing(
            owner=Owner.OFFICER,
            what=_("Draw the forms of the tests"),
            why=_("Until they are drawn nobody can answer the test before."),
            due_at=begins,
            deed=deed,
        )
        return _light(begins, 0, 0, [thing])
    test.edition = edition
    return _of_answers(edition, test, deed, begins, at)


def _of_answers(
    edition: Edition, test: OutcomeTest, deed: Deed, begins: dt.datetime | None, at: dt.datetime
) -> Light:
    people, answered = confirmed(edition).count(), answered_of(test)
    things, ready, of, due = [], 0, 0, begins
    for occasion in Occasion:
        first, last = window(test, occasion)
        if at < first:
            continue
        ready, of, due = answered.get(occasion, 0), people, last
        missing = people - ready
        if missing > 0 and at <= last:
            things.append(
                OpenThing(
                    owner=Owner.OFFICER,
                    what=_("Have it answered: %(test)s") % {"test": occasion.label},
                    why=ngettext(
                        "%(number)d has not answered yet.", "%(number)d have not answered yet.", missing
                    )
                    % {"number": missing},
                    due_at=last,
                    is_waiting=True,
                    deed=deed,
                )
            )
    if begins is not None and window(test, Occasion.BEFORE)[0].date() > begins.date():
        things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Open the test before on the first day"),
                why=_("It opens later: what the first sessions teach counts as known before."),
                due_at=begins,
                deed=deed,
            )
        )
    return _light(due, ready, of, things)


def _light(due: dt.datetime | None, ready: int, of: int, things: list[OpenThing]) -> Light:
    return Light(
        title=_("Tests before and after"),
        rule=_("The forms are drawn before the first day, and everybody who takes part answers both."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=ready,
        of=of,
        open=things,
    )

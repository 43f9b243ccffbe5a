"""What feedback is tried with: an edition at its end in which the visitor takes part, and one where not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from balai.delivery.models import FeedbackAnswer, FeedbackToken
from balai.kernel import clock
from balai.programmes.models import Edition
from tests.permissions.objects.delivery import held
from tests.permissions.world import MARKER, Aim, aims
from tests.programmes.factories import EditionFactory
from tests.timetable.factories import participant

if TYPE_CHECKING:
    from tests.permissions.world import World


def ending(world: World) -> Any:
    """The last day of an edition, with the visitor, an hour after its session."""
    there = held(ago=dt.timedelta(hours=2))
    today = clock.now().date()
    begun = today - dt.timedelta(days=2)
    days = {"arrives_on": begun, "starts_on": begun, "ends_on": today, "departs_on": today}
    Edition.objects.filter(pk=there.edition.pk).update(**days)
    there.edition.refresh_from_db()
    participant(there.edition, 2, person=world.person)
    return there


@aims("delivery:feedback")
def what_waits(world: World) -> Aim:
    ending(world)
    return Aim()


def answered(_seen: object) -> bool:
    return FeedbackAnswer.objects.exists() and FeedbackToken.objects.exists()


@aims("delivery:feedback_pulse")
def about_a_session(world: World) -> Aim:
    there = ending(world)
    own = {"code": there.edition.code, "key": there.own.pk}
    foreign = {"code": EditionFactory.create().code, "key": there.own.pk}
    return Aim(own=own, foreign=foreign, data={"useful": "5"}, effect=answered)


@aims("delivery:feedback_answer")
def at_the_end(world: World) -> Aim:
    own = {"code": ending(world).edition.code, "kind": "end"}
    return Aim(
        own=own,
        foreign=own | {"code": EditionFactory.create().code},
        data={"relevance": "5"},
        effect=answered,
    )


@aims("delivery:feedback_results")
def what_was_said(world: World) -> Aim:
    there = held()
    FeedbackAnswer.objects.bulk_create(
        FeedbackAnswer(
            edition=there.edition, kind="pulse", session=there.own, given={"useful": "5"}, voice=MARKER
        )
        for _number in range(5)
    )
    return Aim(own={"code": there.edition.code})

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from balai.audit.models import Deed
from balai.directory.models import Closure, Site
from balai.kernel.translated import TranslatedText
from balai.timetable.enums import TimetableState
from balai.timetable.models import Confirmation, Session, Timetable
from balai.timetable.services.publishing import publish_timetable
from tests.refusals import refused
from tests.timetable.factories import AT, at, draft, officer

if TYPE_CHECKING:
    from balai.people.models import Person
    from balai.programmes.models import Edition

LATER = AT + dt.timedelta(hours=2)


@pytest.fixture
def sari(edition: Edition) -> Person:
    return officer(edition)


def sequences() -> dict[str, tuple[int, bool]]:
    return {one.code: (one.sequence, one.is_cancelled) for one in Session.objects.all()}


def test_publishing_is_dated_recorded_and_asks_centre_and_trainer(edition: Edition, sari: Person) -> None:
    timetable = draft(edition)

    changes = publish_timetable(timetable=timetable, actor=sari, at=AT)

    timetable.refresh_from_db()
    assert (timetable.state, timetable.published_at) == (TimetableState.PUBLISHED, AT)
    assert [(one.session.code, one.before, one.after is not None) for one in changes] == [
        ("LEC-1", None, True),
        ("PRA-1-A", None, True),
        ("PRA-1-B", None, True),
    ]
    asked = Confirmation.objects.values_list("session__code", "site__code", "resource_person__code")
    assert sorted(asked, key=str) == sorted(
        [(code, *who) for code in sequences() for who in (("bblm", None), (None, "anwar"))], key=str
    )
    deed = Deed.objects.get(action="timetable.published")
    assert (deed.actor, deed.detail["changes"]) == (sari.reference, 3)


def test_only_what_changed_gets_another_number_and_what_stays_confirmed_is_not_asked_again(
    edition: Edition, sari: Person
) -> None:
    first = draft(edition)
    publish_timetable(timetable=first, actor=sari, at=AT)
    Confirmation.objects.update(state="confirmed", answered_at=AT, answered_by="system")
    second = draft(edition, PRA_1_B=at(1, 14))

    changes = publish_timetable(
        timetable=second, reason=TranslatedText(en="The centre asked."), actor=sari, at=LATER
    )

    assert [(one.session.code, one.before is not None) for one in changes] == [("PRA-1-B", True)]
    assert sequences() == {"LEC-1": (0, False), "PRA-1-A": (0, False), "PRA-1-B": (1, False)}
    open_to = Confirmation.objects.filter(state="asked").values_list("session__code", flat=True)
    assert list(open_to) == ["PRA-1-B", "PRA-1-B"]
    first.refresh_from_db()
    assert (first.state, first.superseded_at) == (TimetableState.SUPERSEDED, LATER)


def test_a_replacement_says_why(edition: Edition, sari: Person) -> None:
    publish_timetable(timetable=draft(edition), actor=sari, at=AT)

    with refused("timetable.no_reason"):
        publish_timetable(
            timetable=draft(edition, PRA_1_B=at(1, 14)), reason=TranslatedText(en=" "), actor=sari, at=AT
        )


def test_what_was_published_is_not_published_again(edition: Edition, sari: Person) -> None:
    timetable = draft(edition)
    publish_timetable(timetable=timetable, actor=sari, at=AT)

    with refused("timetable.published"):
        publish_timetable(timetable=timetable, reason=TranslatedText(en="Again"), actor=sari, at=AT)


def test_what_was_planned_against_the_clock_is_not_published(edition: Edition, sari: Person) -> None:
    timetable = draft(edition)
    Timetable.objects.filter(pk=timetable.pk).update(is_reproducible=False)

    with refused("timetable.not_reproducible"):
        publish_timetable(timetable=timetable, actor=sari, at=AT)


def test_a_plan_that_no_longer_keeps_the_rules_is_not_published(edition: Edition, sari: Person) -> None:
    timetable = draft(edition)
    day = dt.date(2018, 7, 24)
    Closure.objects.create(site=Site.objects.get(code="bblm"), since=day, until=day, reason={"en": "Audit"})

    with refused("timetable.outdated"):
        publish_timetable(timetable=timetable, actor=sari, at=AT)


def test_a_plan_that_breaks_a_rule_never_becomes_a_draft(edition: Edition) -> None:
    with refused("timetable.refused_by_checker"):
        draft(edition, PRA_1_B=at(1, 9))

    assert not Timetable.objects.exists()

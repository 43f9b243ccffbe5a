"""When the sample happened in 2018, on which edition, and who of the cast takes part."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from balai.people.enums import Role
from balai.people.models import Account, Grant
from balai.people.services.persons import create_person
from balai.people.services.sample import demo_email

if TYPE_CHECKING:
    from balai.people.models import Person

REFERENCE = "smi-2018"
"""The edition whose way is gone."""


def moment(month: int, day: int, hour: int = 3) -> dt.datetime:
    """A moment of that year, by UTC."""
    return dt.datetime(2018, month, day, hour, tzinfo=dt.UTC)


BEGINS = moment(1, 2)
CALL, NAMED, SENT = moment(3, 20), moment(4, 10), moment(4, 24)
LATE, CHECKED, SCORED = moment(5, 8), moment(5, 10), moment(5, 15)
PROPOSED, MET, OFFERED = moment(5, 17), moment(5, 18), moment(5, 21)
LAPSE = moment(5, 28, 10)
"""Three days before the planned deadline, so that whoever moves up can still get a visa."""
ANSWERED, LAPSED, ASKED, CONFIRMED = moment(5, 25), moment(5, 28, 11), moment(5, 29), moment(5, 29, 9)
LEFT, REPLACED, PREPARED = moment(5, 30), moment(5, 30, 9), moment(5, 30, 10)
ARRIVES, CLOSES = moment(7, 18, 1), moment(7, 30, 10)


def account_of_cast(role: Role) -> Account | None:
    """Whom the demonstration signs in as in a role; None where there is no demonstration."""
    return Account.objects.filter(email=demo_email(role)).select_related("person").first()


def officer_of_sample() -> Person:
    """The programme officer of the demonstration, or a made-up one."""
    grant = (
        Grant.objects.filter(role=Role.PROGRAMME_OFFICER).select_related("person").order_by("since").first()
    )
    return grant.person if grant else create_person(name="Bagus Prakoso", actor=None, at=BEGINS)

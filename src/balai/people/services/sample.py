"""The people of the demonstration, all made up: one for each role that people have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import transaction

from balai.people.enums import Role
from balai.people.models import EVERYWHERE, Account
from balai.people.services.persons import create_person
from balai.people.services.roles import grant_role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

CAST: Mapping[Role, tuple[str, str, str, str]] = {
    Role.ADMINISTRATOR: ("Ratna Kusumaningrum", "id", "Asia/Jakarta", EVERYWHERE),
    Role.PROGRAMME_OFFICER: ("Bagus Prakoso", "id", "Asia/Jakarta", EVERYWHERE),
    Role.SECRETARIAT: ("Nilmini Abeywardena", "en", "Asia/Colombo", EVERYWHERE),
    Role.FOCAL_POINT: ("Dechen Wangmo", "en", "Asia/Thimphu", "country:BT"),
    Role.PANEL_MEMBER: ("Sulastri Handayani", "id", "Asia/Jakarta", EVERYWHERE),
    Role.CENTRE_COORDINATOR: ("Yudi Firmansyah", "id", "Asia/Jakarta", EVERYWHERE),
    Role.RESOURCE_PERSON: ("Anwar Siregar", "id", "Asia/Jakarta", EVERYWHERE),
    Role.PRACTICE_SUPERVISOR: ("Tri Lestari", "id", "Asia/Jakarta", EVERYWHERE),
    Role.FINANCE_OFFICER: ("Made Suartana", "id", "Asia/Makassar", EVERYWHERE),
    Role.HEALTH_OFFICER: ("Fitri Nasution", "id", "Asia/Jakarta", EVERYWHERE),
    Role.PRESS_OFFICER: ("Galih Santosa", "id", "Asia/Jakarta", EVERYWHERE),
    Role.AUDITOR: ("Herlina Manurung", "id", "Asia/Jakarta", EVERYWHERE),
    Role.NOMINEE: ("Tshering Dorji", "en", "Asia/Thimphu", EVERYWHERE),
    Role.PARTICIPANT: ("Sunita Gurung", "en", "Asia/Kathmandu", EVERYWHERE),
    Role.ALUMNUS: ("Imran Chaudhry", "en", "Asia/Karachi", EVERYWHERE),
    Role.LINK_HOLDER: ("Karma Choden", "en", "Asia/Thimphu", EVERYWHERE),
}
"""Name, language, time zone and scope by role; an API client is a program and has no person."""


KNOWN_AS: Mapping[Role, str] = {Role.RESOURCE_PERSON: "sample-anwar@example.org"}
"""Who is in the reference programme too has its address, by which both are one person."""


def demo_email(role: Role) -> str:
    """The address of the demonstration's account for a role; of a domain that nobody can own."""
    return KNOWN_AS.get(role, f"{role.value.replace('_', '-')}@demo.example")


@transaction.atomic
def create_cast(at: datetime) -> None:
    """Make a person with an account and a role for every role; asked again, only what is missing."""
    for role, (name, language, time_zone, scope) in CAST.items():
        email = demo_email(role)
        if Account.objects.filter(email=email).exists():
            continue
        person = create_person(
            name=name, language=language, time_zone=time_zone, email=email, actor=None, at=at
        )
        account = Account.objects.create_user(email, person=person)
        EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
        grant_role(person=person, role=role, scope=scope, actor=None, at=at)

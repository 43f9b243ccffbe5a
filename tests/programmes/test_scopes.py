from __future__ import annotations

import pytest
from django.db.models import Q

from balai.people.enums import EVERYWHERE, Role
from balai.people.models import Grant
from balai.programmes.models import Edition, Mandate
from balai.programmes.queries.scopes import covered, covers
from balai.programmes.rules import READERS, readable_editions
from tests.programmes.factories import EditionFactory, MandateFactory

pytestmark = pytest.mark.django_db
OFFICE = {Role.PROGRAMME_OFFICER, Role.AUDITOR}


@pytest.mark.parametrize(
    ("held", "seen"),
    [
        ([(Role.PROGRAMME_OFFICER, EVERYWHERE)], {"one", "two"}),
        ([(Role.AUDITOR, "one")], {"one"}),
        ([(Role.AUDITOR, "one"), (Role.PROGRAMME_OFFICER, "two")], {"one", "two"}),
        ([(Role.PRESS_OFFICER, EVERYWHERE), (Role.PARTICIPANT, "two")], set()),
        ([(Role.AUDITOR, "country:BT"), (Role.AUDITOR, "organisation:5f2c")], set()),
        ([], set()),
    ],
)
def test_rows_are_found_of_the_very_editions_that_a_role_covers(
    held: list[tuple[Role, str]], seen: set[str]
) -> None:
    editions = {name: EditionFactory.create() for name in ("one", "two")}
    for edition in editions.values():
        MandateFactory.create(edition=edition)
    grants = [
        Grant(role=role, scope=editions[scope].scope if scope in editions else scope) for role, scope in held
    ]
    expected = {editions[name] for name in seen}

    assert {one for one in editions.values() if covers(grants, OFFICE, one)} == expected
    assert set(Edition.objects.filter(covered(grants, OFFICE, "pk"))) == expected
    assert {one.edition for one in Mandate.objects.filter(covered(grants, OFFICE))} == expected
    assert set(readable_editions(grants, OFFICE)) == expected


def test_who_holds_a_role_everywhere_reads_every_row_beside_other_conditions_too() -> None:
    edition = EditionFactory.create()
    everywhere = [Grant(role=Role.AUDITOR, scope=EVERYWHERE)]

    assert list(Edition.objects.filter(covered(everywhere, OFFICE, "pk") | Q(code="none"))) == [edition]
    assert list(Edition.objects.filter(covered(everywhere, OFFICE, "pk") & Q(code="none"))) == []


def test_a_room_opens_its_part_to_nobody_who_does_not_see_the_whole() -> None:
    EditionFactory.create()
    press = [Grant(role=Role.PRESS_OFFICER, scope=EVERYWHERE)]

    assert Role.PRESS_OFFICER not in READERS
    assert list(readable_editions(press, {Role.PRESS_OFFICER})) == []

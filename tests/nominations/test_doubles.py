from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from balai.nominations.queries.doubles import suspected_doubles
from balai.people.services.merging import merge_persons, undo_merge
from tests.nominations.factories import CountryCallFactory, NominationFactory, ProfileFactory, seal
from tests.programmes.factories import EditionFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from balai.nominations.models import CountryCall

AT = dt.datetime(2018, 4, 20, 5, tzinfo=dt.UTC)
pytestmark = pytest.mark.usefixtures("countries", "keys")


def test_passport_name_with_birth_and_address_are_each_a_reason_and_a_merge_ends_it(
    call: CountryCall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Edge case E4: the same person twice is proposed, merged by an officer, and parted again."""
    earlier = CountryCallFactory.create(
        edition=EditionFactory.create(series=call.edition.series), country_id="PK"
    )
    born = {"birth_on": dt.date(1980, 1, 1)}
    karma = NominationFactory.create(call=call, rank=1, name="Karma Choden", email="k@example.bt", **born)
    again = NominationFactory.create(call=earlier, rank=1, name="Choden KARMA", email="K@example.bt", **born)
    sonam = NominationFactory.create(call=call, rank=2, name="Sonam", birth_on=dt.date(1981, 1, 1))
    under = NominationFactory.create(call=call, rank=3, name="Sonam Dorji", birth_on=dt.date(1982, 1, 1))
    NominationFactory.create(call=earlier, rank=2, name="Karma Choden", birth_on=dt.date(1999, 1, 1))
    for one in (sonam, under):
        seal(ProfileFactory.create(person=one.person, name_in_passport=one.name, birth_on=one.birth_on))

    with django_assert_num_queries(2):
        found = suspected_doubles(call.edition)

    assert {(one.one, one.other): one.reasons for one in found} == {
        (karma.person, again.person): ("birth", "email"),
        (sonam.person, under.person): ("passport",),
    }
    merge_persons(duplicate=under.person, kept=sonam.person, actor=None, at=AT)
    assert [one.one for one in suspected_doubles(call.edition)] == [karma.person]
    undo_merge(duplicate=under.person, actor=None, at=AT)
    assert len(suspected_doubles(call.edition)) == 2

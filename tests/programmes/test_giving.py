"""Bundles that are given out: made by a worker, fetched by who may still have them, gone after a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from balai.audit.models import Deed, Look
from balai.kernel.bundle.importing import CancelledError
from balai.people.enums import Role
from balai.programmes.bundle import bundle_for, bundle_of
from balai.programmes.models import BundleExport, Series
from balai.programmes.services.giving import (
    GIVE,
    ask_for_bundle,
    make_bundle,
    put_export_away,
    put_old_exports_away,
)
from balai.programmes.tasks import make_bundle as job
from tests.kernel.keys import own_keys
from tests.people.factories import GrantFactory, account_with
from tests.programmes.factories import EditionFactory, SeriesFactory
from tests.programmes.test_bring import files_kept, officer, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from balai.people.models import Person

AT = dt.datetime(2018, 5, 17, 5, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def keys(db: None) -> Iterator[None]:
    with own_keys():
        yield


@pytest.fixture
def person() -> Person:
    found: Person = GrantFactory.create(role=Role.PROGRAMME_OFFICER).person
    return found


def test_what_was_asked_for_is_queued_once_and_sealed_when_it_is_made(person: Person) -> None:
    edition = EditionFactory.create(code="SMI-2018")
    before = files_kept()

    asked = ask_for_bundle(subject=edition, person=person, at=AT)
    again = ask_for_bundle(subject=edition, person=person, at=AT)
    job(str(asked.pk))
    asked.refresh_from_db()

    assert again == asked
    assert [one.task_name for one in ProcrastinateJob.objects.all()] == [GIVE]
    assert (asked.state, asked.done, asked.total) == ("ready", 0, 0)  # a side connection does not see the row
    (path,) = set(files_kept()) - set(before)
    assert not path.read_bytes().startswith(b"PK")
    assert list(Deed.objects.values_list("action", "detail")) == [
        ("bundle_export.asked", {"edition": "SMI-2018"})
    ]


def test_a_series_goes_out_by_page_as_it_would_by_command(client: Client) -> None:
    series = SeriesFactory.create(body=None, code="SMI")
    EditionFactory.create(series=series, code="SMI-2018")
    client, person = officer(Role.AUDITOR)

    answer = client.post(reverse("programmes:export_series", args=["SMI"]))
    made = BundleExport.objects.get()
    waiting = client.get(answer["Location"]).content.decode()
    fetched_early = client.get(reverse("programmes:export_file", args=[made.pk]))
    make_bundle(export_id=made.pk, write=bundle_for, at=AT)
    ready = client.get(reverse("programmes:export_progress", args=[made.pk])).content.decode()
    file = client.get(reverse("programmes:export_file", args=[made.pk]))

    assert "Being made" in waiting
    assert fetched_early.status_code == 404
    assert reverse("programmes:export_file", args=[made.pk]) in ready
    assert file["Content-Disposition"] == 'attachment; filename="SMI.zip"'
    assert unpacked(file) == bundle_of("SMI")
    assert list(Look.objects.values_list("actor", "field")) == [(person.reference, "bundle_export.file")]


def test_how_far_it_is_is_told_list_by_list(person: Person) -> None:
    made = ask_for_bundle(subject=EditionFactory.create(), person=person, at=AT)
    told: list[tuple[int, int]] = []

    bundle_for(made, tell=lambda done, total: told.append((done, total)))

    total = told[-1][1]
    assert told == [(done, total) for done in range(total + 1)]
    assert total > 20


def test_what_is_called_off_leaves_nothing(person: Person) -> None:
    before = files_kept()
    made = ask_for_bundle(subject=EditionFactory.create(), person=person, at=AT)

    def calls_off(export: BundleExport, *, tell: Callable[[int, int], None]) -> dict[str, bytes]:
        put_export_away(export=export, actor=person.reference, at=AT)
        raise CancelledError

    def finishes(export: BundleExport, *, tell: Callable[[int, int], None]) -> dict[str, bytes]:
        put_export_away(export=export, actor=person.reference, at=AT)
        return {"bundle.yaml": b"x"}

    make_bundle(export_id=made.pk, write=calls_off, at=AT)
    other = ask_for_bundle(subject=EditionFactory.create(), person=person, at=AT)
    make_bundle(export_id=other.pk, write=finishes, at=AT)

    assert not BundleExport.objects.exists()
    assert files_kept() == before


def test_files_are_gone_after_a_day(
    person: Person, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    before = files_kept()
    old = ask_for_bundle(subject=EditionFactory.create(), person=person, at=AT)
    make_bundle(export_id=old.pk, write=bundle_for, at=AT)
    late = AT + dt.timedelta(hours=20)
    fresh = ask_for_bundle(subject=EditionFactory.create(), person=person, at=late)

    with django_capture_on_commit_callbacks(execute=True):
        gone = put_old_exports_away(at=AT + dt.timedelta(hours=25))

    assert gone == 1
    assert list(BundleExport.objects.all()) == [fresh]
    assert files_kept() == before


def test_who_reads_one_edition_of_a_series_takes_that_one_along(client: Client) -> None:
    series = SeriesFactory.create(body=None)
    own, _other = EditionFactory.create(series=series), EditionFactory.create(series=series)
    client.force_login(account_with(Role.AUDITOR, scope=own.scope))

    assert client.post(reverse("programmes:export_edition", args=[own.code])).status_code == 302
    assert client.post(reverse("programmes:export_series", args=[series.code])).status_code == 403
    page = client.get(reverse("programmes:series", args=[series.code])).content.decode()
    assert reverse("programmes:export_series", args=[series.code]) not in page
    assert Series.objects.count() == 1


def test_names_of_resource_persons_do_not_go_out_to_who_may_not_read_them(client: Client) -> None:
    edition = EditionFactory.create()
    client.force_login(account_with(Role.FINANCE_OFFICER))

    assert client.post(reverse("programmes:export_edition", args=[edition.code])).status_code == 403
    page = client.get(reverse("programmes:edition", args=[edition.code])).content.decode()
    assert reverse("programmes:export_edition", args=[edition.code]) not in page
    assert not BundleExport.objects.exists()

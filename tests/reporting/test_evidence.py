"""What is told to everybody of what came of a programme: figures, their limits, publishing, and the page."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from balai.audit.queries import deeds_about
from balai.kernel.refusal import RuleViolationError
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus, Publicity
from balai.programmes.models import Edition
from balai.reporting.adapters.evidence import evidence_light
from balai.reporting.enums import Bound, Measure
from balai.reporting.models import Evidence
from balai.reporting.queries.evidence import figures_of, persons
from balai.reporting.queries.few import parted
from balai.reporting.services.evidence import publish_evidence, refresh_evidence, withdraw_evidence
from tests.people.factories import account_with
from tests.reporting.factories import OFFICER
from tests.reporting.told import (
    CODE,
    IN_CASH,
    LATER,
    SOON,
    WORKSHOP,
    a_known_edition,
    a_told_edition,
    an_untold_edition,
    now_known,
)

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
PAGE, DATA = f"/en/programmes/{CODE}/evidence/", f"/en/programmes/{CODE}/evidence.json"


@pytest.fixture(autouse=True)
def _nothing_kept(db: None) -> None:
    """Nothing is drawn before."""
    cache.clear()


@pytest.fixture
def told(countries: None, keys: None) -> Edition:
    return a_told_edition()


@pytest.fixture
def known(countries: None) -> Edition:
    return a_known_edition()


def short(edition: Edition, at: dt.datetime) -> dict[str, Any]:
    """Figures by measure and what they are about: value, bound and n."""
    found: dict[str, Any] = {}
    for one in figures_of(edition, on=at.date()):
        name = f"{one.measure.value} {one.about}".strip()
        found[name] = (one.value, one.bound.value, one.n)
    return found


@pytest.mark.parametrize(
    ("number", "of", "value", "bound"),
    [
        (4, None, 5, Bound.BELOW),
        (5, None, 5, Bound.EXACTLY),
        (0, 20, 5, Bound.BELOW),
        (15, 20, 15, Bound.EXACTLY),
        (16, 20, 15, Bound.ABOVE),
        (19, 20, 15, Bound.ABOVE),
        (20, 20, 20, Bound.EXACTLY),
        (4, 4, None, Bound.HIDDEN),
    ],
)
def test_no_number_of_fewer_than_five_persons_is_told_nor_can_be_had(
    number: int, of: int | None, value: int | None, bound: Bound
) -> None:
    found = persons(Measure.CERTIFICATES, number, of=of)

    assert (found.value, found.bound, found.n) == (value, bound, None if bound == Bound.HIDDEN else of)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((16, 4, 0), {"a": ("above", 15), "b": ("below", 5)}),
        ((10, 7, 3), {"a": ("exactly", 10), "b": ("above", 5), "c": ("below", 5)}),
        ((12, 4, 4), {"a": ("above", 7), "b": ("below", 5), "c": ("below", 5)}),
        ((20, 0, 0), {"a": ("exactly", 20)}),
        ((3, 1, 0), {}),
    ],
)
def test_no_part_of_a_whole_can_be_had_from_the_others(
    counts: tuple[int, ...], told: dict[str, tuple[str, int]]
) -> None:
    assert parted(dict(zip("abc", counts, strict=True))) == told


def test_who_are_left_of_a_part_are_five_or_nobody() -> None:
    told = {among: persons(Measure.ACTIVE, 13, of=30, among=among) for among in (13, 15, 18)}

    assert {among: (found.value, found.bound) for among, found in told.items()} == {
        13: (13, Bound.EXACTLY),
        15: (10, Bound.ABOVE),
        18: (13, Bound.EXACTLY),
    }


def test_figures_are_what_is_recorded_and_wait_until_nobody_is_asked(told: Edition) -> None:
    soon = {
        "participants": (12, "exactly", None),
        "women": (12, "exactly", 12),
        "countries": (1, "exactly", None),
        "feedback relevance": (4.2, "exactly", 6),
        "feedback recommend": (None, "hidden", None),
        "certificates": (7, "above", 12),
        "plans": (7, "exactly", 12),
        "endorsed": (5, "below", 12),
        "cash host": (str(IN_CASH), "exactly", None),
        "in_kind centre": (str(WORKSHOP), "exactly", None),
        "cost": ("7083333", "exactly", 12),
    }
    waves = {
        f"{measure} {months}": (5, "below", 12) for measure in ("heard", "active") for months in (3, 6, 12)
    }
    year = {
        "year changed.participants": (58, "exactly", 12),
        "year changed.reserves": (83, "below", 6),
        "year taught.participants": (100, "exactly", 12),
        "year taught.reserves": (100, "exactly", 6),
        "year abroad.participants": (58, "above", 12),
        "year abroad.reserves": (17, "above", 6),
    }

    assert short(told, SOON) == soon
    assert short(told, LATER) == soon | waves | year


def test_a_small_programme_tells_of_nobody(countries: None, keys: None) -> None:
    edition = a_told_edition(4, plans=3)

    found = [one for one in figures_of(edition, on=LATER.date()) if one.unit == ""]

    exact = {one.measure for one in found if one.bound == Bound.EXACTLY}
    assert exact == {Measure.COUNTRIES, Measure.FEEDBACK, Measure.YEAR}  # six answered of these two
    assert not [
        one
        for one in found
        if one.measure == Measure.YEAR and one.about.endswith("participants") and one.value
    ]


def test_published_figures_follow_the_records_until_they_are_withdrawn(known: Edition) -> None:
    first = publish_evidence(edition=known, actor=OFFICER, at=SOON)
    assert publish_evidence(edition=known, actor=OFFICER, at=SOON) == first
    assert refresh_evidence(at=LATER) == 0
    now_known(known, 21)
    assert (refresh_evidence(at=LATER), refresh_evidence(at=LATER)) == (1, 0)
    now_known(known, 22)
    assert (
        refresh_evidence(at=LATER + dt.timedelta(days=365)) == 0
    )  # what is forgotten then takes no figure away

    with pytest.raises(IntegrityError, match="evidence_stays"), transaction.atomic():
        Evidence.objects.filter(pk=first.pk).update(content={})
    withdraw_evidence(edition=known, why="The book is wrong.", actor=OFFICER, at=LATER)
    assert refresh_evidence(at=LATER + dt.timedelta(days=1)) == 0
    with pytest.raises(RuleViolationError) as caught:
        withdraw_evidence(edition=known, why="Again", actor=OFFICER, at=LATER)
    again = publish_evidence(edition=known, actor=OFFICER, at=LATER)

    assert (caught.value.refusal.code, again.number) == ("evidence.not_there", 3)
    assert [(deed.action, deed.detail["version"]) for deed in deeds_about(known.reference)][:4] == [
        ("evidence.published", 3),
        ("evidence.withdrawn", 2),
        ("evidence.published", 2),
        ("evidence.published", 1),
    ]


def test_nothing_is_published_before_the_end_of_what_is_not_public_or_not_recorded(countries: None) -> None:
    edition = an_untold_edition()
    codes = []
    for changed in (
        {"status": EditionStatus.RUNNING},
        {"status": EditionStatus.CLOSED, "publicity": Publicity.INTERNAL},
        {"publicity": Publicity.PUBLIC},
    ):
        Edition.objects.filter(pk=edition.pk).update(**changed)
        with pytest.raises(RuleViolationError) as caught:
            publish_evidence(edition=edition, actor=OFFICER, at=SOON)
        codes.append(caught.value.refusal.code)

    assert codes == ["evidence.not_over", "evidence.not_public", "evidence.nothing"]


def test_the_page_is_asked_about_by_its_tag_and_drawn_for_nobody_who_has_it(
    client: Client, known: Edition
) -> None:
    assert client.get(PAGE).status_code == 404
    publish_evidence(edition=known, actor=OFFICER, at=SOON)
    first = client.get(PAGE)
    text = first.content.decode()
    assert '<span class="v">20</span>' in text
    assert f'href="{PAGE}"' in client.get(f"/en/programmes/{CODE}/").content.decode()

    same = client.get(PAGE, headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.templates, same["Cache-Control"]) == (304, [], "no-cache")
    assert same["ETag"] == first["ETag"]

    now_known(known, 21)
    publish_evidence(edition=known, actor=OFFICER, at=LATER)
    newer = client.get(PAGE, headers={"If-None-Match": first["ETag"]})
    assert newer.status_code == 200
    assert '<span class="v">21</span>' in newer.content.decode()
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    assert not client.get(PAGE, headers={"If-None-Match": newer["ETag"]}).has_header("ETag")
    client.logout()

    withdraw_evidence(edition=known, why="The book is wrong.", actor=OFFICER, at=LATER)
    assert (client.get(PAGE).status_code, client.get(DATA).status_code) == (404, 404)


def test_programs_read_the_same_with_definitions(client: Client, told: Edition) -> None:
    publish_evidence(edition=told, actor=OFFICER, at=LATER)
    answer = client.get(DATA)
    data = answer.json()
    figures = {(one["measure"], one.get("about", "")): one for one in data["figures"]}
    linked = json.loads(client.get(PAGE).content.decode().partition('ld+json">')[2].partition("</script>")[0])

    assert client.get(DATA, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert figures["year", "changed.participants"] == {
        "measure": "year",
        "about": "changed.participants",
        "about_text": figures["year", "changed.participants"]["about_text"],
        "value": 58,
        "bound": "exactly",
        "n": 12,
        "low": 32,
        "high": 81,
        "unit": "percent",
        "label": "A year later, beside the reserve list",
        "text": "58 % (n = 12 · 95 %: 32 to 81)",
        "definition": figures["year", "taught.reserves"]["definition"],
        "source": "Questions a year later to participants and to reserves who did not take part",
    }
    assert (data["version"], data["countries"]) == (1, [{"code": "BT", "name": "Bhutan"}])
    assert linked["@type"] == "Dataset"
    assert len(linked["variableMeasured"]) == len(data["figures"])
    with override("id"):
        assert client.get(DATA.replace("/en/", "/id/")).json()["language"] == "id"
    assert "Karma" not in json.dumps(data)


def test_the_office_publishes_and_withdraws_on_its_page(client: Client, known: Edition) -> None:
    assert [str(one.what) for one in evidence_light(known, at=LATER).open] == ["Publish what came of it"]
    officer = account_with(Role.PROGRAMME_OFFICER)
    client.force_login(officer)
    page = reverse("reporting:evidence", args=[CODE])
    client.post(reverse("reporting:evidence_publish", args=[CODE]))
    assert evidence_light(known, at=LATER).is_green
    assert PAGE in client.get(page).content.decode()

    withdrawing = reverse("reporting:evidence_withdraw", args=[CODE])
    assert client.post(withdrawing, {"why": ""}).status_code == 422
    assert client.post(withdrawing, {"why": "The book is wrong."}).status_code == 302
    assert client.post(withdrawing, {"why": "Again"}).status_code == 409
    assert "The book is wrong." in client.get(page).content.decode()

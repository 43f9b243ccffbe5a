from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from balai.audit.models import Deed
from balai.audit.services import record
from balai.engine.aid.codes import is_known, name_of
from balai.kernel.refusal import RuleViolationError
from balai.kernel.translated import TranslatedText
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus, PolicyMarker
from balai.programmes.models import Edition, Pledge, Series
from balai.programmes.models.edition import POLICY_MARKERS
from balai.programmes.services.editions import (
    change_edition,
    change_pledge,
    change_series,
    create_edition,
    create_pledge,
    create_series,
    delete_edition,
    set_dates,
    set_mandates,
)
from tests.people.factories import GrantFactory, account_with
from tests.programmes.factories import (
    ActivityFactory,
    EditionFactory,
    LessonFactory,
    PledgeFactory,
    SeriesFactory,
    T,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.usefixtures("countries")


def trail() -> list[str]:
    return [deed.action for deed in Deed.objects.order_by("id")]


def faults(do: Callable[[], Any]) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        do()
    return {name: [str(one) for one in found] for name, found in refused.value.message_dict.items()}


def test_a_series_is_recorded_and_corrected() -> None:
    series = create_series(code="SMI", title=TranslatedText(en="Small Industry"), actor="system", at=T)

    change_series(series=series, title=TranslatedText(en="Small and Medium Industry"), actor="system", at=T)
    change_series(series=series, title=TranslatedText(en="Small and Medium Industry"), actor="system", at=T)

    assert str(Series.objects.get().title) == "Small and Medium Industry"
    assert trail() == ["series.created", "series.changed"]


def test_two_series_do_not_share_a_code() -> None:
    SeriesFactory.create(code="SMI")

    assert faults(lambda: create_series(code="SMI", title=TranslatedText(en="x"), actor="system", at=T)) == {
        "code": ["Series with this Code already exists."]
    }


def test_a_pledge_is_recorded_and_corrected() -> None:
    pledge = create_pledge(
        code="CCM-45",
        meeting=TranslatedText(en="45th meeting"),
        year=2016,
        text=TranslatedText(en="A programme each year"),
        actor="system",
        at=T,
    )

    change_pledge(pledge=pledge, valid_until=dt.date(2020, 12, 31), actor="system", at=T)

    assert Pledge.objects.get().valid_until == dt.date(2020, 12, 31)
    assert trail() == ["pledge.created", "pledge.changed"]


def test_an_edition_begins_as_an_idea() -> None:
    series = SeriesFactory.create()

    edition = create_edition(
        series=series,
        code="SMI-2019",
        title=TranslatedText(en="Small Industry 2019"),
        country_id="ID",
        time_zone="Asia/Jakarta",
        actor="system",
        at=T,
    )

    assert (edition.status, trail()) == (EditionStatus.IDEA, ["edition.created"])


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(RuleViolationError, match=r"edition\.zone_unknown"):
        change_edition(edition=EditionFactory.create(), time_zone="Asia/Bandung", actor="system", at=T)


def test_a_change_says_which_fields_and_not_what_stood_there() -> None:
    edition = EditionFactory.create()

    change_edition(edition=edition, theme=TranslatedText(en="Research"), places=22, actor="system", at=T)

    (deed,) = Deed.objects.all()
    assert (deed.action, deed.subject, deed.detail) == (
        "edition.changed",
        edition.reference,
        {"fields": "places+theme"},
    )


def test_a_definition_that_cannot_be_is_told_at_its_field() -> None:
    edition = EditionFactory.create()

    assert faults(lambda: change_edition(edition=edition, host_places=21, actor="system", at=T)) == {
        "__all__": ["The host cannot have more places than there are."]
    }
    assert Edition.objects.get().host_places == 0


def test_status_and_dates_are_not_part_of_the_definition() -> None:
    with pytest.raises(ValueError, match="not part of the definition"):
        change_edition(edition=EditionFactory.create(), status=EditionStatus.CLOSED, actor="system", at=T)


def test_a_cancelled_edition_stays_as_it_was() -> None:
    edition = EditionFactory.create(status=EditionStatus.CANCELLED)

    with pytest.raises(RuleViolationError, match=r"edition\.cancelled"):
        change_edition(edition=edition, places=3, actor="system", at=T)


def test_dates_are_set_until_the_call_goes_out() -> None:
    days = dict.fromkeys(("starts_on", "ends_on", "arrives_on", "departs_on"), dt.date(2018, 8, 1))
    edition = EditionFactory.create()

    set_dates(edition=edition, **days, actor="system", at=T)

    assert Edition.objects.get().starts_on == dt.date(2018, 8, 1)
    Edition.objects.update(status=EditionStatus.CALL)
    with pytest.raises(RuleViolationError, match=r"edition\.dates_known_abroad"):
        set_dates(edition=edition, **days, actor="system", at=T)


def test_mandates_are_given_anew() -> None:
    edition = EditionFactory.create()
    first, second = PledgeFactory.create_batch(2)
    set_mandates(edition=edition, pledges=[first], actor="system", at=T)

    set_mandates(edition=edition, pledges=[second], actor="system", at=T)
    set_mandates(edition=edition, pledges=[second], actor="system", at=T)

    assert list(edition.mandates.all()) == [second]
    assert trail() == ["edition.mandates_set", "edition.mandates_set"]


def test_pledges_are_looked_for_and_those_that_are_held_stay_in_sight(client: Client) -> None:
    edition = EditionFactory.create(code="SMI")
    held, wanted, other = (
        PledgeFactory.create(code=code, text={"en": text})
        for code, text in (("P1", "Small industry"), ("P2", "Batik"), ("P3", "Fisheries"))
    )
    set_mandates(edition=edition, pledges=[held], actor="system", at=T)
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    address = "/programmes/editions/SMI/mandates/?q=batik"

    offered = client.get(address).context["form"].fields["pledges"].queryset
    refused = client.post(address, {"pledges": [other.pk]})
    client.post(address, {"pledges": [held.pk, wanted.pk]})

    assert set(offered) == {held, wanted}
    assert "pledges" in refused.context["form"].errors
    assert set(edition.mandates.all()) == {held, wanted}


def test_policy_markers_are_chosen_and_read_in_words(client: Client) -> None:
    edition = EditionFactory.create(code="SMI", sector_codes=["32130"], policy_markers=["1:1", "10:0"])
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    address = "/programmes/editions/SMI/change/"
    shown = client.get("/programmes/editions/SMI/").content.decode()
    form = client.get(address).content.decode()
    sent = {
        **{f"title_{code}": text for code, text in edition.title.items()},
        "country": edition.country_id,
        "time_zone": edition.time_zone,
        "languages": "en",
        "host_places": "0",
        "publicity": edition.publicity,
        "certainty": edition.certainty,
    }

    refused = client.post(address, sent | {"policy_markers_1": "3"})
    client.post(address, sent | {"policy_markers_1": "2", "policy_markers_9": "4"})

    assert "Small and medium-sized enterprises (SME) development" in shown
    assert "Disaster risk reduction: looked at, and not an objective" in shown
    assert re.findall(r'<option value="(\d)" selected', form) == ["1", "0"]
    assert list(refused.context["form"].errors) == ["policy_markers"]
    again = refused.content.decode()
    assert 'href="#id_policy_markers"' in again
    (group,) = re.findall(r'<fieldset\s+id="id_policy_markers"\s+aria-describedby="([^"]+)"', again)
    assert [f'id="{one}"' in again for one in group.split()] == [True, True]
    assert len(re.findall(r'<select name="policy_markers_[^>]+ aria-invalid="true"', again)) == len(
        PolicyMarker
    )
    assert Edition.objects.get().policy_markers == ["1:2", "9:4"]
    page = client.get("/programmes/editions/SMI/").content.decode()
    assert "Gender equality: the principal objective" in page
    assert "Health of mothers, newborns and children: the explicit primary objective" in page


def test_policy_markers_are_those_of_the_published_list() -> None:
    assert [name_of("PolicyMarker", marker).split()[0] for marker in PolicyMarker] == [
        "Gender", "Aid", "Participatory", "Trade", "Aid", "Aid", "Aid", "Aid", "Reproductive,", "Disaster",
        "Disability", "Nutrition",
    ]  # fmt: skip
    assert all(is_known("PolicySignificance", one.partition(":")[2]) for one in POLICY_MARKERS)


def test_the_page_tells_what_was_changed_and_all_that_was_done(client: Client) -> None:
    edition = EditionFactory.create(code="SMI")
    change_edition(edition=edition, theme=TranslatedText(en="Research"), places=22, actor="system", at=T)
    for minute in range(1, 15):
        record(
            actor="system",
            action="edition.cloned",
            subject=edition.reference,
            at=T + dt.timedelta(minutes=minute),
        )
    client.force_login(account_with(Role.PROGRAMME_OFFICER))

    newest = client.get("/programmes/editions/SMI/")
    oldest = client.get("/programmes/editions/SMI/" + newest.context["older_deeds"])

    assert len(newest.context["deeds"]) == 12
    assert [deed.changed for deed in oldest.context["deeds"]] == ["", "", "places, theme"]
    assert "places, theme" in oldest.content.decode()


def test_lessons_are_looked_for_by_words_and_by_what_is_open(client: Client) -> None:
    edition = EditionFactory.create(code="SMI")
    for number, text in enumerate(("Begin earlier.", "Smaller groups."), 1):
        LessonFactory.create(edition=edition, number=number, text={"en": text, "id": f"ID {text}"})
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    address = "/programmes/editions/SMI/lessons/"

    found = {
        asked: [str(lesson.text) for lesson in client.get(f"{address}?{asked}").context["own"]]
        for asked in ("q=earlier+id", "q=nothing", "open_only=on")
    }

    assert found == {
        "q=earlier+id": ["Begin earlier."],
        "q=nothing": [],
        "open_only=on": ["Begin earlier.", "Smaller groups."],
    }


def test_an_idea_is_deleted_with_all_that_belongs_to_it() -> None:
    edition = ActivityFactory.create().edition

    delete_edition(edition=edition, actor="system", at=T)

    assert (Edition.objects.count(), trail()) == (0, ["edition.deleted"])


@pytest.mark.parametrize("status", [EditionStatus.APPROVED, EditionStatus.CANCELLED])
def test_what_left_the_desk_is_not_deleted(status: EditionStatus) -> None:
    with pytest.raises(RuleViolationError, match=r"edition\.not_an_idea"):
        delete_edition(edition=EditionFactory.create(status=status), actor="system", at=T)


def test_an_idea_that_a_role_is_bound_to_is_not_deleted() -> None:
    edition = EditionFactory.create()
    GrantFactory.create(role=Role.PANEL_MEMBER, scope=edition.scope)

    with pytest.raises(RuleViolationError, match=r"scope\.in_use"):
        delete_edition(edition=edition, actor="system", at=T)

"""Programmes as files by page: brought, checked, looked at, taken in once, called off, given out."""

from __future__ import annotations

import csv
import datetime as dt
import io
import threading
import time
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from openpyxl import Workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from balai import config
from balai.audit.models import Deed, Look
from balai.directory.models import Site
from balai.kernel import clock
from balai.kernel.bundle.registry import layout
from balai.kernel.refusal import RuleViolationError
from balai.people.enums import Role
from balai.people.models import Person
from balai.programmes.enums import ImportState, OrganiserRole
from balai.programmes.models import BundleImport, Edition
from balai.programmes.services import bundles
from balai.programmes.tasks import check_bundle, put_old_imports_away, record_bundle
from balai.programmes.views.bundles import LISTS, SECTIONS
from tests.directory.factories import OrganisationFactory, SiteFactory
from tests.kernel.keys import own_keys
from tests.people.factories import GrantFactory, PersonFactory, account_with
from tests.programmes.factories import EditionFactory, OrganiserFactory, SeriesFactory, session_type
from tests.programmes.test_bundle import FOLDER, PROGRAMME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    """Keys of the installation, which seal what is brought."""
    with own_keys():
        yield


AT = dt.datetime(2018, 3, 1, 4, tzinfo=dt.UTC)
PEOPLE = b"email,name\nkarma@example.bt,Karma Choden\nsonam@example.bt,Sonam Peldon\n"
WRONG = b"email,name\nkarma,Karma Choden\nsonam@example.bt,\n"


def packed(files: Mapping[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


def officer(role: Role = Role.PROGRAMME_OFFICER) -> tuple[Client, Person]:
    account = account_with(role)
    assert account.person is not None
    client = Client()
    client.force_login(account)
    return client, account.person


def brought(content: bytes, name: str = "people.csv", person: Person | None = None) -> BundleImport:
    """A file, checked by a worker."""
    person = person or GrantFactory.create(role=Role.PROGRAMME_OFFICER).person
    kept = bundles.bring_bundle(content=content, name=name, person=person, language="en", at=AT)
    bundles.check_bundle(import_id=kept.pk, at=AT)
    kept.refresh_from_db()
    return kept


def taken_in(found: BundleImport) -> BundleImport:
    """The same, confirmed and recorded."""
    bundles.confirm_bundle(brought=found, actor=found.person.reference, at=AT)
    bundles.record_bundle(import_id=found.pk, at=AT)
    found.refresh_from_db()
    return found


def rules_broken(found: BundleImport) -> list[tuple[str, str]]:
    problems = bundles.problems_of(found, actor="system", at=AT)
    return [(str(one.place), one.rule) for one in problems]


def unpacked(answer: Any) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def files_kept() -> list[Path]:
    return [path for path in config.current().files_folder.rglob("*.sealed") if path.is_file()]


# --- the deeds ----------------------------------------------------------------------------------------------


def test_a_file_is_kept_sealed_and_waits_for_a_worker() -> None:
    person = GrantFactory.create(role=Role.PROGRAMME_OFFICER).person

    kept = bundles.bring_bundle(content=PEOPLE, name="people.csv", person=person, language="id", at=AT)

    assert (kept.state, kept.file_name, kept.size) == (ImportState.CHECKING, "people.csv", len(PEOPLE))
    (path,) = [path for path in files_kept() if kept.file_id and path.name.startswith(kept.file_id.hex)]
    assert b"Karma" not in path.read_bytes()
    jobs = ProcrastinateJob.objects.values_list("task_name", "args")
    assert list(jobs) == [("programmes.check_bundle", {"import_id": str(kept.pk)})]
    assert list(Deed.objects.values_list("actor", "action")) == [(person.reference, "bundle_import.brought")]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("letter.pdf", b"%PDF-1.7", "upload.kind"),
        ("people.csv", b"", "upload.empty"),
        ("people.xlsx", b"email,name", "upload.content"),
        ("bundle.zip", b"email,name", "upload.content"),
    ],
)
def test_what_is_no_bundle_is_refused_at_once(name: str, content: bytes, code: str) -> None:
    person = GrantFactory.create(role=Role.PROGRAMME_OFFICER).person

    with pytest.raises(RuleViolationError) as caught:
        bundles.bring_bundle(content=content, name=name, person=person, language="en", at=AT)

    assert caught.value.refusal.code == code
    assert not BundleImport.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_the_check_tells_what_would_come_of_it_and_changes_nothing() -> None:
    before = Person.objects.count()

    found = brought(PEOPLE)

    assert (found.state, found.outcome["counts"]) == (ImportState.SOUND, {"people": {"new": 2}})
    assert Person.objects.count() == before + 1  # the one who brought it
    assert found.file_id is not None


@pytest.mark.parametrize("name", ["people.xlsx", "ORANG.XLSX"])
def test_a_workbook_comes_in_whatever_its_name(name: str) -> None:
    book = Workbook()
    book.create_sheet("people").append(["email", "name"])
    book["people"].append(["karma@example.bt", "Karma Choden"])
    del book["Sheet"]
    target = io.BytesIO()
    book.save(target)

    found = taken_in(brought(target.getvalue(), name))

    assert (found.state, found.outcome["counts"]) == (ImportState.DONE, {"people": {"new": 1}})


def test_sites_and_activities_come_in_as_a_workbook_with_cells_of_their_own_kinds() -> None:
    OrganisationFactory.create(code="bbt")
    edition = EditionFactory.create(code="SMI")
    session_type("LEC")
    book = Workbook()
    sites, activities = book.create_sheet("sites"), book.create_sheet("activities")
    del book["Sheet"]
    sites.append(
        [
            "code",
            "organisation",
            "name.en",
            "country",
            "city",
            "time_zone",
            "latitude",
            "longitude",
            "largest_group",
        ]
    )
    sites.append(["bbt", "bbt", "Centre for Textile", "ID", "Bandung", "Asia/Jakarta", -6.916, 107.643, 12])
    activities.append(
        ["edition", "code", "session_type", "title.en", "minutes", "sites", "earliest_on", "begins_at"]
    )
    day, hour = dt.datetime(2018, 7, 23), dt.time(9)  # noqa: DTZ001 -- as a cell holds a day
    activities.append(["SMI", "L1", "LEC", "What dyes do", 90, "bbt", day, hour])
    target = io.BytesIO()
    book.save(target)

    found = taken_in(brought(target.getvalue(), "bandung.xlsx"))

    assert found.outcome["counts"] == {"sites": {"new": 1}, "activities": {"new": 1}}
    site, lecture = Site.objects.get(), edition.activities.get()
    assert (str(site.name), site.latitude, site.largest_group) == (
        "Centre for Textile",
        Decimal("-6.916"),
        12,
    )
    assert (lecture.minutes, lecture.earliest_on, lecture.begins_at) == (90, day.date(), hour)
    assert list(lecture.sites.all()) == [site]


def test_it_is_taken_in_once_however_often_the_job_runs() -> None:
    found = taken_in(brought(PEOPLE))
    bundles.record_bundle(import_id=found.pk, at=AT)

    assert (found.state, found.ended_at, found.file_id) == (ImportState.DONE, AT, None)
    assert sorted(Person.objects.filter(email__endswith=".bt").values_list("name", flat=True)) == [
        "Karma Choden",
        "Sonam Peldon",
    ]
    deeds = Deed.objects.filter(subject=found.reference).order_by("id")
    assert [(deed.action, deed.detail) for deed in deeds] == [
        ("bundle_import.brought", {}),
        ("bundle_import.confirmed", {}),
        ("bundle_import.recorded", {"records": 2}),
    ]


def test_every_fault_is_told_at_once_and_kept_sealed() -> None:
    found = brought(WRONG)

    assert (found.state, found.problem_count, found.file_id) == (ImportState.REFUSED, 2, None)
    assert rules_broken(found) == [("people.csv:2:1", "value.email"), ("people.csv:3:2", "field.missing")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT problems FROM balai_bundle_import")
        assert b"karma" not in bytes(cursor.fetchone()[0])


def test_a_hostile_archive_is_refused_with_the_reason() -> None:
    found = brought(packed({"../outside.csv": "x", "bundle.yaml": "format: balai-bundle/1\n"}), "bundle.zip")

    assert ("../outside.csv", "path.outside") in rules_broken(found)


def test_only_what_was_checked_is_taken_in() -> None:
    refused = brought(WRONG)

    with pytest.raises(RuleViolationError) as caught:
        bundles.confirm_bundle(brought=refused, actor="system", at=AT)

    assert caught.value.refusal.code == "bundle_import.not_checked"


def test_what_changed_since_the_check_may_refuse_it() -> None:
    found = brought(PEOPLE)
    bundles.confirm_bundle(brought=found, actor=found.person.reference, at=AT)
    found.person.grants.update(until=AT)

    bundles.record_bundle(import_id=found.pk, at=AT)

    found.refresh_from_db()
    assert (found.state, found.problem_count) == (ImportState.REFUSED, 1)
    assert not Person.objects.filter(email="karma@example.bt").exists()


def test_who_put_it_away_hears_no_more_of_it() -> None:
    found = brought(PEOPLE)
    bundles.confirm_bundle(brought=found, actor=found.person.reference, at=AT)
    bundles.put_away(brought=found, actor=found.person.reference, at=AT)

    bundles.record_bundle(import_id=found.pk, at=AT)

    assert not BundleImport.objects.exists()
    assert not Person.objects.filter(email="karma@example.bt").exists()
    assert Deed.objects.filter(action="bundle_import.put_away").count() == 1


def test_old_files_and_reports_are_put_away_by_themselves() -> None:
    undecided, ended, fresh = brought(PEOPLE), brought(WRONG), brought(PEOPLE)
    for found, days in ((undecided, 8), (ended, 31), (fresh, 6)):
        BundleImport.objects.filter(pk=found.pk).update(brought_at=AT - dt.timedelta(days=days))
    refused = brought(WRONG)
    BundleImport.objects.filter(pk=refused.pk).update(brought_at=AT - dt.timedelta(days=29))

    assert bundles.put_old_away(at=AT) == 2

    assert set(BundleImport.objects.all()) == {fresh, refused}


@pytest.mark.django_db(transaction=True)
def test_the_file_leaves_the_disk_with_its_row() -> None:
    before = set(files_kept())
    found = brought(PEOPLE)
    assert len(set(files_kept()) - before) == 1

    bundles.put_away(brought=found, actor="system", at=AT)

    assert set(files_kept()) == before


@pytest.mark.django_db(transaction=True)
def test_an_import_is_seen_at_work_and_is_called_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "BETWEEN_SIGNS", 0.0)
    rows = "".join(f"p{number}@example.bt,Person {number}\n" for number in range(3000))
    found = brought(f"email,name\n{rows}".encode())
    bundles.confirm_bundle(brought=found, actor=found.person.reference, at=AT)
    before = Person.objects.count()

    def work() -> None:
        try:
            bundles.record_bundle(import_id=found.pk, at=AT)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    BundleImport.objects.filter(pk=found.pk).update(done=0)
    end = time.monotonic() + 60
    while not BundleImport.objects.filter(pk=found.pk, done__gt=0).exists():
        assert time.monotonic() < end, "nothing is told of how far it is"
    bundles.put_away(brought=found, actor="system", at=AT)
    worker.join(60)

    assert not worker.is_alive()
    assert Person.objects.count() == before
    assert not BundleImport.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_called_off_in_the_last_moment_leaves_nothing(tmp_path: Path) -> None:
    """The row goes while the import is between two signs: the import sees it when it would be done."""
    found = brought(PEOPLE)
    bundles.confirm_bundle(brought=found, actor=found.person.reference, at=AT)
    before = Person.objects.count()
    stale = BundleImport.objects.select_related("person").get(pk=found.pk)

    def tell(done: int, total: int) -> None:
        if total and done == total:
            BundleImport.objects.filter(pk=found.pk).delete()

    from balai.kernel.bundle.importing import CancelledError

    path = tmp_path / "people.csv"
    path.write_bytes(PEOPLE)
    with pytest.raises(CancelledError):
        bundles._record(stale, path, tell, at=AT)  # noqa: SLF001 -- the moment cannot be met from outside

    assert Person.objects.count() == before


# --- who may bring what -------------------------------------------------------------------------------------


@pytest.fixture
def directory(countries: None) -> None:
    organisation = OrganisationFactory.create(code="moi")
    SiteFactory.create(code="bblm", organisation=organisation)


def whole(**changes: str) -> bytes:
    return packed(PROGRAMME | changes)


@pytest.mark.usefixtures("directory")
def test_the_secretariat_brings_a_whole_programme_that_is_new() -> None:
    secretariat = GrantFactory.create(role=Role.SECRETARIAT).person

    found = taken_in(brought(whole(), "bundle.zip", secretariat))

    assert found.state == ImportState.DONE
    assert found.outcome["keys"] == {"series": ["SMI"], "editions": ["SMI-2018"]}
    edition = Edition.objects.get()
    assert (edition.budget.count(), edition.quotas.count(), edition.lessons.count()) == (1, 2, 1)


@pytest.mark.usefixtures("directory")
def test_the_secretariat_changes_nothing_that_is_here() -> None:
    taken_in(brought(whole(), "bundle.zip"))
    secretariat = GrantFactory.create(role=Role.SECRETARIAT).person

    same = brought(whole(), "bundle.zip", secretariat)
    quotas = "country,places\nBT,3\nLA,2\n"
    other = brought(whole(**{f"{FOLDER}/quotas.csv": quotas}), "bundle.zip", secretariat)

    assert same.state == ImportState.SOUND
    assert [place for place, _rule in rules_broken(other)] == [f"{FOLDER}/quotas.csv:2:1"]


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize(
    ("organisers", "state"),
    [
        ([], ImportState.SOUND),
        ([OrganiserRole.HOST, OrganiserRole.SECRETARIAT], ImportState.SOUND),
        ([OrganiserRole.HOST], ImportState.REFUSED),
    ],
)
def test_the_secretariat_brings_editions_of_series_that_it_organises(
    organisers: list[OrganiserRole], state: ImportState
) -> None:
    before = EditionFactory.create(series=SeriesFactory.create(code="SMI", body=None))
    for place, role in enumerate(organisers, 1):
        OrganiserFactory.create(edition=before, role=role, order=place)
    secretariat = GrantFactory.create(role=Role.SECRETARIAT).person
    files = {name: text for name, text in PROGRAMME.items() if name != "series.yaml"}

    assert brought(packed(files), "bundle.zip", secretariat).state == state


@pytest.mark.usefixtures("directory")
def test_a_secretariat_of_one_edition_brings_no_other() -> None:
    edition = EditionFactory.create(series=SeriesFactory.create(code="SMI", body=None))
    secretariat = GrantFactory.create(role=Role.SECRETARIAT, scope=edition.scope).person
    files = {name: text for name, text in PROGRAMME.items() if name != "series.yaml"}

    assert brought(packed(files), "bundle.zip", secretariat).state == ImportState.REFUSED


# --- the pages ----------------------------------------------------------------------------------------------


def bring(client: Client, content: bytes, name: str = "people.csv") -> Any:
    return client.post(reverse("programmes:imports"), {"file": SimpleUploadedFile(name, content)})


def test_a_file_goes_all_the_way_by_page() -> None:
    client, person = officer()

    answer = bring(client, PEOPLE)
    found = BundleImport.objects.get()
    address = reverse("programmes:import", args=[found.pk])
    assert (answer.status_code, answer["Location"], found.person) == (302, address, person)
    waiting = client.get(address).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in waiting
    assert f'hx-get="{reverse("programmes:import_progress", args=[found.pk])}"' in waiting

    check_bundle(str(found.pk))
    sound = client.get(address).content.decode()
    assert "Nothing is wrong with this file" in sound
    assert 'http-equiv="refresh"' not in sound
    assert client.post(reverse("programmes:import_confirm", args=[found.pk])).status_code == 302
    record_bundle(str(found.pk))
    done = client.get(reverse("programmes:import_progress", args=[found.pk])).content.decode()

    assert "Everything in the file was taken in." in done
    assert Person.objects.filter(email="karma@example.bt").exists()


@pytest.mark.usefixtures("directory")
def test_the_page_links_to_what_came_in() -> None:
    client, person = officer()
    found = taken_in(brought(whole(), "bundle.zip", person))

    page = client.get(reverse("programmes:import", args=[found.pk])).content.decode()

    for address in (
        reverse("programmes:edition", args=["SMI-2018"]),
        reverse("programmes:series", args=["SMI"]),
    ):
        assert f'href="{address}"' in page


def test_what_is_wrong_is_on_the_page_and_in_a_file() -> None:
    client, person = officer()
    found = brought(WRONG, person=person)

    page = client.get(reverse("programmes:import", args=[found.pk])).content.decode()
    answer = client.get(reverse("programmes:import_report", args=[found.pk]))

    assert "line 2, column 1" in page
    lines = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert lines[0][:6] == ["File", "Line", "Column", "Field", "Value", "Rule"]
    assert [line[:6] for line in lines[1:]] == [
        ["people.csv", "2", "1", "email", "karma", "value.email"],
        ["people.csv", "3", "2", "name", "", "field.missing"],
    ]
    assert all(line[6] in page.replace("&#x27;", "'") and line[7] for line in lines[1:])
    assert set(Look.objects.filter(field="bundle_import.problems").values_list("actor", flat=True)) == {
        person.reference
    }


def test_the_report_is_in_the_language_of_its_reader() -> None:
    client, person = officer()
    found = brought(WRONG, person=person)
    (first, _second) = bundles.problems_of(found, actor="system", at=AT)

    with override("id"):
        wanted = first.remedy(gettext)
    client.post(reverse("set_language"), {"language": "id"})
    page = client.get(reverse("programmes:import", args=[found.pk]), headers={"accept-language": "id"})

    assert wanted != first.remedy()
    assert wanted in page.content.decode().replace("&#x27;", "'")


def test_a_page_shows_the_first_hundred_problems_and_the_file_all() -> None:
    client, person = officer()
    rows = "".join(f"wrong{number},Person\n" for number in range(150))
    found = brought(f"email,name\n{rows}".encode(), person=person)

    page = client.get(reverse("programmes:import", args=[found.pk])).content.decode()
    answer = client.get(reverse("programmes:import_report", args=[found.pk]))

    assert page.count('<q translate="no">wrong') == 100
    assert "These are the first 100. The file has all." in page
    assert len(b"".join(answer).splitlines()) == 151


def test_a_refused_upload_comes_back_with_the_reason() -> None:
    client, _person = officer()

    answer = bring(client, b"%PDF-1.7", "letter.pdf")
    nothing = client.post(reverse("programmes:imports"))

    assert (answer.status_code, nothing.status_code) == (422, 422)
    assert ".zip, .xlsx, .csv" in answer.content.decode()
    assert "Choose a file." in nothing.content.decode()
    assert not BundleImport.objects.exists()


def test_confirming_what_was_not_checked_says_so() -> None:
    client, person = officer()
    found = brought(WRONG, person=person)

    answer = client.post(reverse("programmes:import_confirm", args=[found.pk]))

    assert answer.status_code == 409
    assert 'data-refusal="bundle_import.not_checked"' in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_files_asks_equally_often(rows: int, django_assert_num_queries: Any) -> None:
    client, person = officer()
    for _number in range(rows):
        BundleImport.objects.create(
            person=person, language="en", file_name="people.csv", brought_at=clock.now()
        )
    client.get(reverse("programmes:imports"))

    with django_assert_num_queries(7):
        page = client.get(reverse("programmes:imports"))

    assert page.content.decode().count(">people.csv</a>") == rows


def test_files_are_found_by_name_and_state() -> None:
    client, person = officer()
    for name, state in (("people-2018.csv", "sound"), ("sites.xlsx", "done"), ("people-2019.csv", "done")):
        BundleImport.objects.create(
            person=person, language="en", file_name=name, state=state, brought_at=clock.now()
        )

    def found(**asked: str) -> list[str]:
        rows = client.get(reverse("programmes:imports"), asked).context["imports"]
        return sorted(row.file_name for row in rows)

    assert found(q="PEOPLE") == ["people-2018.csv", "people-2019.csv"]
    assert found(q="people 2019") == found(q="people", state="done") == ["people-2019.csv"]
    assert found(q="machines") == []
    assert len(found(state="nonsense")) == 3
    page = client.get(reverse("programmes:imports"), {"q": "machines"}).content.decode()
    assert "Nothing fits" in page


def test_every_list_of_a_bundle_has_a_name_on_the_page() -> None:
    assert set(SECTIONS) == {section.name for section in layout()}
    assert set(LISTS) < set(SECTIONS)


def test_the_periodic_job_puts_old_imports_away() -> None:
    found = brought(PEOPLE)
    BundleImport.objects.filter(pk=found.pk).update(brought_at=clock.now() - dt.timedelta(days=40))

    put_old_imports_away(clock.now())

    assert not BundleImport.objects.exists()


def test_what_one_brought_is_nobody_elses() -> None:
    client, _person = officer(Role.ADMINISTRATOR)
    found = brought(WRONG, person=PersonFactory.create())

    for view in ("import", "import_progress", "import_report"):
        assert client.get(reverse(f"programmes:{view}", args=[found.pk])).status_code == 404

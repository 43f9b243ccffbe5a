from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from balai.directory.models import Country
from balai.kernel.refusal import RuleViolationError
from balai.programmes.documents.booklet import booklet_of, erratum_between, typeset
from balai.programmes.documents.texts import FORM, REPORT_LEAD, SHIPPED
from balai.programmes.enums import BookletChapter, BookletFileKind, OrganiserRole
from balai.programmes.models import BookletText, Edition
from balai.programmes.queries.booklet import facts_of
from balai.programmes.services.deadlines import plan_usual_deadlines
from tests.directory.factories import ContactFactory, OrganisationFactory, SiteFactory
from tests.programmes.factories import (
    ActivityFactory,
    CompletionRuleFactory,
    EditionFactory,
    EligibilityRuleFactory,
    MandateFactory,
    ModuleFactory,
    OrganiserFactory,
    OutcomeFactory,
    PackageItemFactory,
    QuotaFactory,
    T,
    session_type,
)

pytestmark = pytest.mark.usefixtures("countries")

ISSUED = dt.date(2018, 3, 20)


@pytest.fixture
def edition() -> Edition:
    """An edition with something in every chapter."""
    Country.objects.filter(code="BT").update(time_zones=["Asia/Thimphu"])
    edition = EditionFactory.create(number=3, code="SMI-2018", objective={"en": "To share what works."})
    host = OrganisationFactory.create(
        name={"en": "Ministry of Industry", "id": "Kementerian Perindustrian"},
        website="https://kemenperin.go.id/",
    )
    ContactFactory.create(organisation=host)
    OrganiserFactory.create(edition=edition, organisation=host, order=1)
    OrganiserFactory.create(
        edition=edition,
        organisation=OrganisationFactory.create(name={"en": "Colombo Plan Secretariat"}, country_id="LK"),
        role=OrganiserRole.SECRETARIAT,
        order=2,
    )
    MandateFactory.create(edition=edition)
    OutcomeFactory.create(edition=edition)
    module = ModuleFactory.create(edition=edition, code="M1")
    ActivityFactory.create(
        edition=edition,
        module=module,
        earliest_on=dt.date(2018, 7, 23),
        latest_on=dt.date(2018, 7, 23),
        begins_at=dt.time(8, 30),
    ).sites.add(site := SiteFactory.create())
    ActivityFactory.create(
        edition=edition,
        module=module,
        title={"en": "Country presentations"},
        session_type_id=session_type("CPR").pk,
        minutes=100,
        earliest_on=dt.date(2018, 7, 23),
        latest_on=dt.date(2018, 7, 26),
    ).sites.add(site)
    QuotaFactory.create(edition=edition, is_self_financed=True)
    EligibilityRuleFactory.create(edition=edition)
    CompletionRuleFactory.create(edition=edition)
    PackageItemFactory.create(edition=edition, payer=host, categories=[1])
    plan_usual_deadlines(edition=edition, actor="system", at=T)
    return Edition.objects.select_related("series", "country").get(pk=edition.pk)


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def set_now(facts: dict[str, Any], **more: Any) -> dict[tuple[BookletFileKind, str], bytes]:
    options = {"before": None, "reason": {}, "version": 1, "issued_on": ISSUED, "at": T} | more
    return typeset(facts, **options)


def test_the_booklet_has_every_standard_chapter_in_both_languages(edition: Edition) -> None:
    files = set_now(facts_of(edition))

    assert sorted(files) == [(BookletFileKind.BOOKLET, "en"), (BookletFileKind.BOOKLET, "id")]
    english, indonesian = (text_of(files[BookletFileKind.BOOKLET, language]) for language in ("en", "id"))
    for heading in ("Conditions and procedures", "Administrative arrangements", "Country report"):
        assert heading.lower() in english.lower()
    for heading in ("Persyaratan dan tata cara", "Ketentuan administratif", "Format laporan negara"):
        assert heading.lower() in indonesian.lower()
    assert "Kementerian Perindustrian" in indonesian


def test_the_booklet_says_what_the_records_say(edition: Edition) -> None:
    booklet = booklet_of(facts_of(edition), language="en", version=1, issued_on=ISSUED)

    assert (booklet.edition, booklet.reference, booklet.places) == (
        "Edition 3, 2018",
        "SMI-2018",
        ("Jakarta", "Bandung, Indonesia"),
    )
    assert [(row.country, row.places, row.category, row.note) for row in booklet.countries] == [
        ("Bhutan", 2, "Category 1", "1 alternate; more at its own expense")
    ]
    assert [(row.item, row.payers) for row in booklet.expenses] == [("Lodging", ("Ministry of Industry",))]
    assert [row.hours for row in booklet.modules] == [("1.67 h exchange and plans", "3 h practice")]
    assert [(row.on, row.until, row.place, row.lines) for row in booklet.days] == [
        (dt.date(2018, 7, 23), dt.date(2018, 7, 26), "Bandung", ("Country presentations",)),
        (dt.date(2018, 7, 23), None, "Bandung", ("08:30 CNC practice",)),
    ]
    assert [row.who for row in booklet.deadlines] == ["Focal point: Bhutan", "Secretariat"]
    assert booklet.organisers[0].web == "kemenperin.go.id"
    assert booklet.obligations[-1] == "Be present for at least 80 percent of the sessions."


@pytest.mark.parametrize(
    ("language", "names"),
    [("en", ["Côte d’Ivoire", "India", "Indonesia"]), ("id", ["India", "Indonesia", "Pantai Gading"])],
)
def test_countries_stand_by_their_names_as_the_reader_knows_them(
    edition: Edition, language: str, names: list[str]
) -> None:
    facts = facts_of(edition)
    (quota,) = facts["countries"]
    known = [("Côte d’Ivoire", "Pantai Gading"), ("Indonesia", "Indonesia"), ("India", "India")]
    facts["countries"] = [quota | {"name": {"en": en, "id": own}} for en, own in known]

    booklet = booklet_of(facts, language=language, version=1, issued_on=ISSUED)

    assert [row.country for row in booklet.countries] == names


def test_what_the_office_writes_replaces_what_is_shipped(edition: Edition) -> None:
    BookletText.objects.create(
        edition=edition, chapter=BookletChapter.DOCUMENTS, text={"en": "Passport | Nominee |\nForm"}
    )

    booklet = booklet_of(facts_of(edition), language="en", version=1, issued_on=ISSUED)

    assert [(row.name, row.provided_by, row.note) for row in booklet.required_documents] == [
        ("Passport", "Nominee", ""),
        ("Form", "", ""),
    ]


def test_an_erratum_says_what_changed_and_which_deadlines_moved(edition: Edition) -> None:
    before = facts_of(edition)
    after = before | {
        "participants": before["participants"] | {"places": 18},
        "deadlines": [
            row | ({"at": "2018-04-25T11:00+00:00"} if row["country"] else {}) for row in before["deadlines"]
        ],
    }

    erratum = erratum_between(
        before, after, language="en", reason={"en": "Two places fewer."}, version=2, issued_on=ISSUED
    )

    assert erratum is not None
    assert [(one.what, one.before, one.after) for one in erratum.changes] == [
        ("Participants", "20 participants", "18 participants")
    ]
    assert [(one.who, f"{one.after[0].at:%d %B %H:%M}") for one in erratum.moved_deadlines] == [
        ("Focal point: Bhutan", "25 April 17:00")
    ]
    assert (erratum.number, erratum.old_version, erratum.new_version) == (1, 1, 2)


def test_who_reads_another_language_is_not_told_of_a_change_in_this_one(edition: Edition) -> None:
    before = facts_of(edition)
    after = before | {"objective": {"en": "To share what works.", "id": "Berbagi pengalaman."}}

    files = set_now(after, before=before, reason={"en": "A translation."}, version=2)

    assert sorted(files) == [
        (BookletFileKind.BOOKLET, "en"),
        (BookletFileKind.BOOKLET, "id"),
        (BookletFileKind.ERRATUM, "id"),
    ]
    assert "Berbagi pengalaman." in text_of(files[BookletFileKind.ERRATUM, "id"])


def test_a_booklet_that_cannot_be_printed_says_why() -> None:
    edition = EditionFactory.create()
    facts = facts_of(Edition.objects.select_related("series", "country").get(pk=edition.pk))

    with pytest.raises(RuleViolationError) as refused:
        set_now(facts)

    assert refused.value.refusal.code == "booklet.cannot_be_set"
    assert "no organiser" in str(refused.value.refusal.message)


def test_the_same_facts_give_the_same_bytes(edition: Edition) -> None:
    assert set_now(facts_of(edition)) == set_now(facts_of(edition))


def test_a_moment_of_a_real_clock_is_good_enough(edition: Edition) -> None:
    facts = facts_of(edition)

    assert set_now(facts, at=T.replace(microsecond=123_456)) == set_now(facts, at=T)


def test_shipped_texts_are_complete_in_both_languages() -> None:
    languages = {"en", "id"}

    assert set(SHIPPED) == set(BookletChapter)
    assert [chapter for chapter, texts in SHIPPED.items() if set(texts) != languages] == []
    assert [
        chapter
        for chapter, texts in SHIPPED.items()
        if len({len(t.splitlines()) for t in texts.values()}) > 1
    ] == []
    assert (set(FORM), set(REPORT_LEAD)) == (languages, languages)
    assert [len(part[1]) for part in FORM["en"]] == [len(part[1]) for part in FORM["id"]]

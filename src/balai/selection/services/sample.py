"""The sample pool: about seventy made-up nominees of the reference programme, and its whole way to a cohort.

Everything goes by the services that pages and the worker use, with the moments of 2018 as arguments: the
call, each country's list with its late, incomplete, ineligible, withdrawn and doubled nominees, applications
with sealed parts, documents and employers' statements, scores, the proposal with its proof, the panel's
decision, offers, answers, and the ladder. The same seed makes the same people and the same cohort.

The work is done in stages. Each is one transaction that claims its name, so that a demonstration that is
stopped half-way goes on where it was, and started again does nothing.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db import transaction

from balai.correspondence.models import Letter
from balai.kernel.jobs import claim_effect
from balai.nominations.enums import (
    DocumentKind,
    Education,
    LanguageLevel,
    Origin,
    Section,
    Sex,
    Signatory,
    Standing,
    Support,
    Track,
    WithdrawalReason,
)
from balai.nominations.models import CountryCall, Nomination
from balai.nominations.services.applying import (
    claim_nomination,
    invite_nominee,
    save_section,
    send_application,
)
from balai.nominations.services.declaring import agree
from balai.nominations.services.documents import ask_for_documents, keep_document
from balai.nominations.services.endorsing import ask_for_statement, sign_statement
from balai.nominations.services.judging import waive_rule
from balai.nominations.services.late import admit_late
from balai.nominations.services.nominating import (
    add_nominee,
    attach_letter,
    send_nominations,
    withdraw_nomination,
)
from balai.people.enums import Role
from balai.people.models import Account, Grant, Person
from balai.people.services.persons import create_person
from balai.people.services.roles import end_grant, grant_role
from balai.people.services.sample import demo_email
from balai.programmes.documents.booklet import typeset
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition, EligibilityRule, Quota, RubricCriterion
from balai.programmes.services.life import move_on, open_call
from balai.selection.enums import (
    Attendance,
    DeclineReason,
    EndReason,
    OfferKind,
    OfferState,
    ParticipantState,
    Phase,
    PhotoLevel,
    ProposalState,
    Recommendation,
    RoomWish,
)
from balai.selection.models import Offer, Participant, Proposal
from balai.selection.queries.decisions import decision_before_panel
from balai.selection.queries.offers import vacancies
from balai.selection.queries.scores import live_readings, members_of
from balai.selection.services.announcing import announce_decision
from balai.selection.services.answering import Answers, accept_offer, decline_offer
from balai.selection.services.deciding import decide, sign
from balai.selection.services.offering import lapse_offers
from balai.selection.services.participating import end_participation
from balai.selection.services.proposing import ask_for_proposal, send_to_panel, work_out
from balai.selection.services.replacing import ladder_of, offer_place
from balai.selection.services.scoring import assign_dossiers, declare_conflicts, keep_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from balai.selection.models import NumberedPlace, Reading

REFERENCE = "smi-2018"
RUN_SAMPLE = "selection.show_sample"
"""The job that goes the way, stage by stage."""
SEED = 2018
NAMESPACE = UUID("2ac1e7d8-6d5e-5b8e-9a7e-1b0f6f5d2018")
PDF = b"%PDF-1.7\n1 0 obj\n<</Title(Sample)>>\nendobj\n%%EOF\n"
AUTHORITY = "The Director General for Small and Medium Industry"


def _at(month: int, day: int, hour: int = 3) -> dt.datetime:
    return dt.datetime(2018, month, day, hour, tzinfo=dt.UTC)


BEGINS = _at(1, 2)
CALL, NAMED, SENT = _at(3, 20), _at(4, 10), _at(4, 24)
LATE, CHECKED, SCORED = _at(5, 8), _at(5, 10), _at(5, 15)
PROPOSED, MET, OFFERED = _at(5, 17), _at(5, 18), _at(5, 21)
LAPSE = _at(5, 28, 10)
"""Three days before the planned deadline, so that whoever moves up can still get a visa."""
ANSWERED, LAPSED, ASKED, CONFIRMED = _at(5, 25), _at(5, 28, 11), _at(5, 29), _at(5, 29, 9)
LEFT, REPLACED, ARRIVES, CLOSES = _at(5, 30), _at(5, 30, 9), _at(7, 18), _at(7, 30, 10)

GIVEN: Mapping[str, tuple[str, str]] = {
    "AF": ("Zahra Laila Shabnam Farida", "Najib Omid Rahim Yusuf"),
    "BD": ("Nusrat Farhana Tahmina Rumana", "Kamrul Tanvir Mahbub Shafiq"),
    "BT": ("Pema Deki Sonam Choki", "Kinley Jigme Namgay Phuntsho"),
    "ID": ("Ratih Wulan Maya Puspita", "Agung Bayu Dimas Rizal"),
    "IN": ("Kavita Meera Anjali Deepa", "Rohan Suresh Vikram Nitin"),
    "LA": ("Bouasone Chanthavy Latsamy Manivanh", "Khamla Somphone Bounthong Vilay"),
    "LK": ("Kumari Dilani Sanduni Nadeesha", "Nimal Ruwan Chaminda Asela"),
    "MM": ("Thandar Su Hnin Ei", "Aung Kyaw Min Zaw"),
    "NP": ("Sarita Bimala Anita Gita", "Prakash Bikash Dipak Suman"),
    "PK": ("Sana Ayesha Hina Mehwish", "Imran Bilal Usman Faisal"),
}
FAMILY: Mapping[str, str] = {
    "AF": "Amiri Haidari Noori Rahimi Sultani Wardak Ziaei",
    "BD": "Ahmed Begum Chowdhury Hossain Islam Rahman Sarker",
    "BT": "Dorji Choden Tobgay Lhamo Wangdi Zangmo Rinzin",
    "ID": "Wijaya Lestari Nugraha Permata Santosa Utama Hidayat",
    "IN": "Iyer Kulkarni Menon Nair Patil Sharma Verma",
    "LA": "Vongsa Phommachanh Keomany Sisouk Inthavong Douangmala Souvanna",
    "LK": "Perera Fernando Silva Jayasuriya Dias Bandara Gunawardena",
    "MM": "Htun Oo Lwin Thein Myint Naing Soe",
    "NP": "Gurung Shrestha Tamang Rai Thapa Maharjan Adhikari",
    "PK": "Chaudhry Iqbal Ahmed Malik Qureshi Baig Shah",
}
"""Common names, put together by lot; whoever has such a name is not meant."""

CAPITALS: Mapping[str, tuple[str, str, str]] = {
    "AF": ("Kabul", "KBL", "Asia/Kabul"),
    "BD": ("Dhaka", "DAC", "Asia/Dhaka"),
    "BT": ("Thimphu", "PBH", "Asia/Thimphu"),
    "ID": ("Jakarta", "CGK", "Asia/Jakarta"),
    "IN": ("New Delhi", "DEL", "Asia/Kolkata"),
    "LA": ("Vientiane", "VTE", "Asia/Vientiane"),
    "LK": ("Colombo", "CMB", "Asia/Colombo"),
    "MM": ("Yangon", "RGN", "Asia/Yangon"),
    "NP": ("Kathmandu", "KTM", "Asia/Kathmandu"),
    "PK": ("Islamabad", "ISB", "Asia/Karachi"),
}
FIELDS = ("textiles", "ceramics", "metal", "food", "wood", "leather", "paper")
OF_EACH = 7
"""Nominees of each country: two principals, three alternates who count, and two with something amiss."""
WHOLE = 5
LATE_ONES = ("AF", "LA", "NP", "PK")
WITHDRAWN_ONES = ("BT", "IN", "LK")
OF_PARTICIPANT = "NP"
"""Whose first nominee is the participant whom the demonstration signs in as."""
DOUBLED: Mapping[str, str] = {"BD": "IN", "ID": "MM", "MM": "BD"}
"""Whose last nominee has the name and birth date of the first alternate of whom."""
INELIGIBLE = ("AF", "BT", "IN", "LK", "NP")
"""Their sixth nominee turns out to serve in the military; that of the others never applies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One made-up nominee: what the country writes, and how good the dossier is, from 0 to 5."""

    country: str
    rank: int
    values: Mapping[str, Any]
    quality: float

    @property
    def key(self) -> UUID:
        """The same at every start."""
        return uuid5(NAMESPACE, f"{self.country} {self.rank}")


def people() -> list[Sample]:
    """All of them, the same for the same seed."""
    draw = random.Random(SEED)  # noqa: S311 -- sample people, nothing secret
    made = {(country, rank): _one(draw, country, rank) for country in GIVEN for rank in range(1, OF_EACH + 1)}
    for country, of in DOUBLED.items():
        double, first = made[country, OF_EACH], made[of, 3]
        same = {
            "name": first.values["name"],
            "birth_on": first.values["birth_on"],
            "sex": first.values["sex"],
        }
        made[country, OF_EACH] = Sample(
            country=country, rank=OF_EACH, values={**double.values, **same}, quality=double.quality
        )
    return list(made.values())


def _one(draw: random.Random, country: str, rank: int) -> Sample:
    is_woman = draw.random() < 0.5
    women, men = GIVEN[country]
    given = draw.choice((women if is_woman else men).split())
    family = FAMILY[country].split()[rank - 1]
    is_official = draw.random() < 0.6
    field = draw.choice(FIELDS)
    city = CAPITALS[country][0]
    years = draw.randint(4, 20)
    values = {
        "name": f"{given} {family}",
        "email": f"sample-{country.lower()}-{rank}@example.org",
        "sex": Sex.FEMALE if is_woman else Sex.MALE,
        "birth_on": dt.date(2018 - 24 - years, draw.randint(1, 12), draw.randint(1, 28)),
        "passport_until": dt.date(2021, draw.randint(1, 12), 15),
        "track": Track.OFFICIAL if is_official else Track.ENTREPRENEUR,
        "employer": f"Department of Small Industry, {city}" if is_official else f"{family} {field.title()}",
        "position": "Industry officer" if is_official else "Production manager",
        "sector": field,
        "experience_years": years,
        "education": draw.choice([Education.BACHELOR, Education.MASTER, Education.DIPLOMA]),
        "language_level": draw.choice([LanguageLevel.B1, LanguageLevel.B2, LanguageLevel.C1]),
        "is_military": False,
        "took_part_before": False,
        "has_conflict_of_interest": False,
        "reason": f"Sample person. Works on {field} in small industry and trains others in it.",
        "expected_use": f"A course on {field} for small enterprises around {city}.",
    }
    return Sample(
        country=country, rank=rank, values=values, quality=round(4.8 - rank * 0.3 + draw.random(), 2)
    )


# --- the way -----------------------------------------------------------------------------------------------


def run_sample(
    tell: Callable[[str, int, int], None] = lambda _words, _done, _of: None, *, most: int = 99
) -> int:
    """Go the whole way, or the rest of it; returns how many stages were gone now.

    Args:
        tell: is told of each stage: its words, and how many of how many are done.
        most: stages to go now.
    """
    edition = Edition.objects.filter(code=REFERENCE).first()
    if edition is None:
        return 0
    stages = list(_stages(edition))
    gone = 0
    for number, (name, words, do) in enumerate(stages, start=1):
        if gone == most:
            break
        with transaction.atomic():
            is_new = claim_effect(f"sample:{REFERENCE}:{name}", at=CALL)
            if is_new:
                edition.refresh_from_db()
                do(edition)
        gone += is_new
        if is_new:
            tell(words, number, len(stages))
        if name == "asked":
            _work_out(edition)
    return gone


def _stages(edition: Edition) -> Iterator[tuple[str, str, Callable[[Edition], None]]]:
    countries = list(
        Quota.objects.filter(edition=edition, country__in=GIVEN, places__gte=1)
        .order_by("country_id")
        .values_list("country_id", flat=True)
    )
    pool = people()
    yield "call", "The call goes out", _call
    for country in countries:
        own = [one for one in pool if one.country == country]
        yield f"country-{country}", f"Nominees of {country} apply", _country(country, own)
    yield "checks", "Files are checked", _check
    yield "scores", "The panel scores", _score(pool)
    yield "asked", "A proposal is worked out", _propose
    yield "decided", "The panel decides", _decide
    yield "answers", "Governments and nominees are told, and answer", _answer
    yield "ladder", "Places that became free are filled", _fill
    yield "closed", "The programme is held", _close


def account_of_cast(role: Role) -> Account | None:
    """Whom the demonstration signs in as in a role; None where there is no demonstration."""
    return Account.objects.filter(email=demo_email(role)).select_related("person").first()


def officer_of_sample() -> Person:
    """The programme officer of the demonstration, or a made-up one."""
    grant = (
        Grant.objects.filter(role=Role.PROGRAMME_OFFICER).select_related("person").order_by("since").first()
    )
    return grant.person if grant else create_person(name="Bagus Prakoso", actor=None, at=BEGINS)


def _call(edition: Edition) -> None:
    """Focal points for the year 2018, and the call: the bundle tells of a life that is over already."""
    for country, (city, _airport, zone) in CAPITALS.items():
        person = create_person(
            name=f"Focal point in {city} (sample)",
            email=f"sample-focal-{country.lower()}@example.org",
            time_zone=zone,
            actor=None,
            at=BEGINS,
        )
        grant_role(person=person, role=Role.FOCAL_POINT, scope=f"country:{country}", actor=None, at=BEGINS)
    officer = officer_of_sample()
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.APPROVED)
    edition.refresh_from_db()
    ask_for_documents(edition=edition, kinds=[DocumentKind.PASSPORT], may_follow=[], actor=officer, at=BEGINS)
    open_call(edition=edition, typeset=typeset, actor=officer.reference, at=CALL)


def _focal_point(country: str) -> Person:
    return Person.objects.get(email=f"sample-focal-{country.lower()}@example.org")


def _country(country: str, own: list[Sample]) -> Callable[[Edition], None]:
    def do(edition: Edition) -> None:
        call = CountryCall.objects.get(edition=edition, country=country)
        focal = _focal_point(country)
        on_time = own[:-1] if country in LATE_ONES else own
        account = account_of_cast(Role.PARTICIPANT) if country == OF_PARTICIPANT else None
        first = {"name": account.person.name, "email": account.email} if account and account.person else {}
        for one in on_time:
            add_nominee(
                call_id=call.pk,
                key=one.key,
                values={**one.values, **first} if one.rank == 1 else one.values,
                origin=Origin.FOCAL_POINT,
                actor=focal,
                at=NAMED + dt.timedelta(minutes=one.rank),
            )
        for one in own[:WHOLE]:
            _apply(one, at=NAMED + dt.timedelta(days=3), account=account if one.rank == 1 else None)
        attach_letter(call_id=call.pk, content=PDF, name=f"note-verbale-{country}.pdf", actor=focal, at=SENT)
        _send(call, focal, at=SENT)
        if country in INELIGIBLE:
            _apply(own[WHOLE], at=SENT + dt.timedelta(days=1), is_military=True)
        if country in WITHDRAWN_ONES:
            withdraw_nomination(
                nomination_id=own[-1].key,
                why=WithdrawalReason.EMPLOYER,
                note="",
                actor=focal,
                at=SENT + dt.timedelta(days=2),
            )
        if country in LATE_ONES:
            add_nominee(
                call_id=call.pk,
                key=own[-1].key,
                values=own[-1].values,
                origin=Origin.FOCAL_POINT,
                actor=focal,
                at=LATE,
            )
            _send(call, focal, at=LATE)

    return do


def _send(call: CountryCall, focal: Person, *, at: dt.datetime) -> None:
    send_nominations(
        call_id=call.pk,
        version=None,
        is_eligibility_stated=True,
        is_release_stated=True,
        is_return_stated=True,
        actor=focal,
        at=at,
    )


def _apply(
    one: Sample, *, at: dt.datetime, is_military: bool = False, account: Account | None = None
) -> None:
    """One nominee fills in the application, sends it, and the employer signs."""
    application = invite_nominee(nomination_id=one.key, actor="system", at=at)
    person = Nomination.objects.select_related("person").get(pk=one.key).person
    if account is not None:
        claim_nomination(application_id=application.pk, account=account, at=at)
        person = account.person or person
    for section, values in said_by(one, is_military=is_military).items():
        save_section(
            application_id=application.pk,
            section=section,
            version=0,
            writer="",
            values=values,
            actor=person,
            at=at,
        )
    keep_document(
        application_id=application.pk,
        kind=DocumentKind.PASSPORT,
        content=PDF,
        name="passport.pdf",
        issued_on=None,
        actor=person,
        at=at,
    )
    application.refresh_from_db()
    declared = agree(application=application, at=at)
    is_owner = one.values["track"] == Track.ENTREPRENEUR
    ask_for_statement(
        application_id=application.pk,
        signatory=Signatory.CHAMBER if is_owner else Signatory.EMPLOYER,
        name="Head of the organisation (sample)",
        title="Director",
        email=f"sample-employer-{one.country.lower()}-{one.rank}@example.org",
        actor=person,
        at=at,
    )
    sign_statement(secret=_secret_of(application.reference), values=_statement(one), at=at)
    send_application(application_id=application.pk, declared=declared, actor=person, at=at)


def _secret_of(reference: str) -> str:
    """What the employer opens: the link of the newest letter that asks for the statement."""
    letter = Letter.objects.filter(subject_reference=reference, text__contains="/statement/").latest(
        "written_at"
    )
    found = re.search(r"/statement/([^/\s]+)/", letter.text)
    assert found is not None  # noqa: S101 -- the letter has its link; this tells the type checker
    return found[1]


def said_by(one: Sample, *, is_military: bool = False) -> dict[Section, dict[str, Any]]:
    """What a nominee writes into the application, by section."""
    values = one.values
    city, airport, _zone = CAPITALS[one.country]
    given, _space, family = values["name"].partition(" ")
    return {
        Section.IDENTITY: {
            "given_names": given,
            "family_name": family,
            "name_in_passport": values["name"],
            "sex": values["sex"],
            "birth_on": values["birth_on"],
            "nationality": one.country,
        },
        Section.PASSPORT: {
            "number": f"X{one.country}{one.rank:05}",
            "kind": "ordinary",
            "issued_on": "2016-05-02",
            "issued_by": city,
            "zone": "",
            "national_id": "",
            "passport_until": values["passport_until"],
        },
        Section.CONTACT: {
            "email": values["email"],
            "mobile": "+62 21 000 000",
            "office_address": city,
            "nearest_airport": airport,
            "emergency_name": f"Family of {given}",
            "emergency_relation": "family",
            "emergency_phone": "+62 21 000 001",
            "emergency_language": "English",
        },
        Section.WORK: {
            "track": values["track"],
            "employer": values["employer"],
            "position": values["position"],
            "position_since": dt.date(2014, 1, 1),
            "duties": values["reason"],
            "experience_years": values["experience_years"],
            "is_military": is_military,
            "is_owner": values["track"] == Track.ENTREPRENEUR,
        },
        Section.LEARNING: {
            "education": values["education"],
            "language_level": values["language_level"],
            "took_part_before": False,
        },
        Section.MOTIVATION: {
            "problem": f"Small enterprises in {values['sector']} sell below their cost.",
            "why_me": values["reason"],
            "outcomes": "Machines, costing and quality that small enterprises can afford.",
            "use_after": values["expected_use"],
        },
        Section.NEEDS: {
            "has_read_demands": True,
            "diet": ["vegetarian"] if one.rank % 3 == 0 else [],
            "diet_note": "",
            "allergies": "",
            "access": [],
            "access_note": "",
            "room": "twin",
            "smokes": False,
            "practice": [],
            "practice_note": "",
        },
        Section.HEALTH: {
            "fit_to_travel": True,
            "conditions": "",
            "vaccinations": "",
            "insurance_read": True,
        },
        Section.DECLARATIONS: {
            "has_conflict_of_interest": False,
            "photo_consent": "internal",
            "signed_name": values["name"],
            "signed_place": city,
        },
    }


def _statement(one: Sample) -> dict[str, Any]:
    return {
        "mission": "Services for small and medium industry.",
        "why_this_course": "It joins research with practice at machines.",
        "issue": f"Quality and cost in {one.values['sector']}.",
        "why_this_person": "Trains others already.",
        "plan": str(one.values["expected_use"]),
        "support": [Support.TIME],
        "is_relevant": True,
        "is_released": True,
        "returns_to_post": True,
        "signed_name": "Head of the organisation (sample)",
    }


def _check(edition: Edition) -> None:
    """The call is over: a late nomination is admitted, and alternates beyond the number asked count."""
    officer = officer_of_sample()
    admit_late(
        nomination_id=uuid5(NAMESPACE, f"NP {OF_EACH}"),
        reason="The letter was held up on its way through three offices.",
        actor=officer,
        at=CHECKED,
    )
    move_on(edition=edition, to=EditionStatus.SELECTION, actor=officer.reference, at=CHECKED)
    rule = EligibilityRule.objects.filter(edition=edition, code="E-QUOTA").first()
    waiting = Nomination.objects.filter(edition=edition, standing=Standing.WAIVER, rank__lte=WHOLE)
    for nomination in waiting.order_by("country_id", "rank"):
        if rule is not None:
            waive_rule(
                nomination=nomination,
                rule=rule,
                authority=AUTHORITY,
                reason="More alternates than asked for give the panel a choice.",
                actor=officer,
                at=CHECKED,
            )
    account = account_of_cast(Role.PANEL_MEMBER)
    members = [account.person] if account and account.person else []
    for name in ("Wahyu Setiadi", "Indira Paramita", "Joko Prabowo")[len(members) :]:
        email = f"sample-{name.split()[0].lower()}@example.org"
        members.append(create_person(name=f"{name} (sample)", email=email, actor=None, at=BEGINS))
    for member in members:
        grant_role(person=member, role=Role.PANEL_MEMBER, scope=edition.scope, actor=None, at=CHECKED)
        declare_conflicts(edition=edition, member=member, countries=[], at=CHECKED)
    assign_dossiers(edition=edition, actor=officer, at=CHECKED)


def _score(pool: list[Sample]) -> Callable[[Edition], None]:
    quality = {one.key: one.quality for one in pool}

    def do(edition: Edition) -> None:
        draw = random.Random(SEED + 1)  # noqa: S311 -- as above
        codes = list(
            RubricCriterion.objects.filter(edition=edition).order_by("order").values_list("code", flat=True)
        )
        readings: list[Reading] = list(live_readings(edition).order_by("nomination__code", "member__name"))
        for reading in readings:
            mean = quality.get(reading.nomination_id, 3.0)
            marks = {code: min(max(round(mean + draw.uniform(-0.8, 0.8)), 0), 5) for code in codes}
            keep_sheet(
                reading=reading,
                phase=Phase.BEFORE,
                marks=marks,
                recommendation=Recommendation.YES if mean >= 3.5 else Recommendation.RESERVE,
                hands_in=True,
                at=SCORED,
            )

    return do


def _propose(edition: Edition) -> None:
    ask_for_proposal(edition=edition, actor=officer_of_sample(), at=PROPOSED)


def _work_out(edition: Edition) -> None:
    """The engine works in a process of its own, outside of any transaction; done once."""
    waiting = Proposal.objects.filter(edition=edition, state=ProposalState.WAITING).first()
    if waiting is not None:
        work_out(proposal_id=waiting.pk, at=PROPOSED)


def _decide(edition: Edition) -> None:
    officer = officer_of_sample()
    proposal = Proposal.objects.filter(edition=edition).latest("asked_at")
    send_to_panel(proposal=proposal, actor=officer, at=MET)
    decision = decision_before_panel(edition)
    assert decision is not None  # noqa: S101 -- it was laid there; this tells the type checker
    for member in members_of(edition, at=MET):
        sign(decision=decision, member=member, at=MET)
    decide(
        decision=decision,
        meeting={
            "held_on": MET.date().isoformat(),
            "place": "Jakarta",
            "chair": "Director for international cooperation",
            "remarks": "",
        },
        actor=officer,
        at=MET,
    )


def _answers(name: str, number: int) -> Answers:
    return Answers(
        attendance=Attendance.IN_PERSON,
        room=RoomWish.TWIN if number % 4 else RoomWish.SINGLE,
        photos=list(PhotoLevel)[number % 4],
        signed_as=name,
        agrees_to_terms=True,
        agrees_to_data=True,
        needs={
            "diet": [["halal"], ["vegetarian"], ["no-beef"], ["any"]][number % 4],
            "allergies": "",
            "access": "",
            "faith": "",
        },
        emergency={
            "name": f"Family of {name}",
            "relation": "family",
            "phone": "+62 21 000 001",
            "language": "English",
        },
    )


def _answer(edition: Edition) -> None:
    """One declines and one says nothing; the others confirm."""
    announce_decision(edition=edition, actor=officer_of_sample(), at=OFFERED, expires_at=LAPSE)
    offers = list(
        Offer.objects.filter(edition=edition, kind=OfferKind.PLACE)
        .select_related("nomination__person")
        .order_by("nomination__code")
    )
    sending = [one for one in offers if one.country_id != edition.country_id]
    declines, silent = sending[1], sending[-1]
    for number, offer in enumerate(offers):
        person = offer.nomination.person
        if offer == declines:
            decline_offer(offer_id=offer.pk, why=DeclineReason.EMPLOYER, note="", actor=person, at=ANSWERED)
        elif offer != silent:
            accept_offer(
                offer_id=offer.pk,
                answers=_answers(offer.nomination.name, number),
                actor=person,
                at=ANSWERED + dt.timedelta(hours=number),
            )
    lapse_offers(overdue=[silent.pk], at=LAPSED)


def _fill(edition: Edition) -> None:
    """The ladder proposes, the office asks, who is asked confirms; then somebody leaves and is replaced."""
    _ask_next(edition, asked=ASKED, confirmed=CONFIRMED)
    leaver = (
        Participant.objects.filter(edition=edition, state=ParticipantState.CONFIRMED)
        .exclude(country=edition.country_id)
        .select_related("person")
        .order_by("-nomination__code")
        .first()
    )
    if leaver is not None:
        end_participation(
            participant_id=leaver.pk,
            to=ParticipantState.WITHDRAWN,
            why=EndReason.FAMILY,
            note="",
            recovers_cost=False,
            recovery_note="No ticket was bought yet.",
            actor=leaver.person,
            at=LEFT,
        )
    _ask_next(edition, asked=LEFT + dt.timedelta(hours=2), confirmed=REPLACED)


def _ask_next(edition: Edition, *, asked: dt.datetime, confirmed: dt.datetime) -> None:
    officer = officer_of_sample()
    places: list[NumberedPlace] = list(vacancies(edition))
    for place in places:
        first = ladder_of(place, at=asked).first
        if first is None:
            continue
        offer = offer_place(
            place_id=place.pk,
            nomination_id=first.nomination.pk,
            reason="The first who can still come." if first.needs_reason else "",
            actor=officer,
            at=asked,
        )
        accept_offer(
            offer_id=offer.pk,
            answers=_answers(first.nomination.name, place.number),
            actor=first.nomination.person,
            at=confirmed,
        )
    waiting = Offer.objects.filter(edition=edition, state=OfferState.SENT, kind=OfferKind.PLACE)
    assert not waiting.exists()  # noqa: S101 -- the sample leaves nothing open in 2018


def _close(edition: Edition) -> None:
    """Prepared, held and closed, as the bundle tells; the focal points of that year have left."""
    officer = officer_of_sample().reference
    move_on(edition=edition, to=EditionStatus.PREPARATION, actor=officer, at=REPLACED)
    move_on(edition=edition, to=EditionStatus.RUNNING, actor=officer, at=ARRIVES)
    move_on(edition=edition, to=EditionStatus.CLOSED, actor=officer, at=CLOSES)
    for country in CAPITALS:
        for grant in Grant.objects.filter(person=_focal_point(country), until=None):
            end_grant(grant=grant, actor=None, at=_at(12, 31))

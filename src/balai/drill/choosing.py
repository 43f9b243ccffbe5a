"""From the call to those who take part: people are named, apply, are chosen, and answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from balai.correspondence.models import Letter
from balai.drill.caring import look_after
from balai.drill.people import answers, named, told_by
from balai.kernel.identity import uuid7
from balai.nominations.enums import (
    ContactWay,
    DocumentKind,
    NominationState,
    Origin,
    Reached,
    Sex,
    Signatory,
    Standing,
    Support,
)
from balai.nominations.models import Nomination
from balai.nominations.queries import calls_unread, live_nominations
from balai.nominations.queries.applications import nominations_that_may_be_selected
from balai.nominations.queries.doubles import suspected_doubles
from balai.nominations.services.applying import save_section, send_application
from balai.nominations.services.calling import note_contact
from balai.nominations.services.declaring import agree
from balai.nominations.services.documents import ask_for_documents
from balai.nominations.services.endorsing import ask_for_statement, sign_statement
from balai.nominations.services.judging import waive_rule
from balai.nominations.services.late import admit_late
from balai.nominations.services.nominating import add_nominee, attach_letter, send_nominations
from balai.people.services.merging import merge_persons
from balai.programmes.documents.booklet import typeset
from balai.programmes.enums import EditionStatus, TargetUnit
from balai.programmes.models import Target
from balai.programmes.services.life import move_on, open_call
from balai.programmes.services.parts import enter_part, remove_part
from balai.selection.enums import (
    DeclineReason,
    Diet,
    OfferKind,
    OfferState,
    Phase,
    Place,
    ProposalState,
    Recommendation,
)
from balai.selection.models import Offer, Proposal
from balai.selection.queries.offers import host_deadline, overdue_offers, vacancies
from balai.selection.queries.scores import live_readings
from balai.selection.services.announcing import announce_decision
from balai.selection.services.answering import accept_offer, decline_offer
from balai.selection.services.deciding import Proposed, decide, lay_before_panel, sign
from balai.selection.services.ladder import ladder_of
from balai.selection.services.offering import lapse_offers
from balai.selection.services.proposing import ask_for_proposal, work_out
from balai.selection.services.replacing import offer_place
from balai.selection.services.scoring import assign_dossiers, declare_conflicts, keep_plan, keep_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.drill.telling import Telling
    from balai.nominations.models import CountryCall
    from balai.people.models import Person

LETTER = b"%PDF-1.7\n1 0 obj\n<</Title(Drill)>>\nendobj\n%%EOF\n"
STATEMENT: Mapping[str, Any] = {
    "mission": "Services for small industry.",
    "why_this_course": "It joins research with practice.",
    "issue": "Quality and cost.",
    "why_this_person": "Trains others already.",
    "plan": "A course at home.",
    "support": [Support.TIME],
    "is_relevant": True,
    "is_released": True,
    "returns_to_post": True,
    "signed_name": "Head of the department (drill)",
}


def open_the_call(told: Telling) -> None:
    """The call goes out to all countries; one may stay silent for longer than a week (E25)."""
    officer = told.ground.officer
    kinds = [DocumentKind.PASSPORT]
    told.do(ask_for_documents, edition=told.edition, kinds=kinds, may_follow=kinds, actor=officer)
    told.edition = told.do(open_call, edition=told.edition, typeset=typeset, actor=officer.reference)
    told.pass_time(days=8)
    for call in told.edition.country_calls.order_by("country_id"):
        if not told.chance(0.08):
            continue
        if not calls_unread(at=told.at).filter(pk=call.pk).exists():
            told.broken.append(f"{call.country_id} was silent for a week, and nobody was told")
        told.do(
            note_contact,
            call=call,
            way=told.draw.choice(list(ContactWay)),
            reached=Reached.SPOKEN,
            note="",
            actor=officer.reference,
        )
        if calls_unread(at=told.at).filter(pk=call.pk).exists():
            told.broken.append(f"the office spoke with {call.country_id}, and is asked to again")
        told.happens("E25")


def name_people(told: Telling) -> None:
    """Countries name people: too many (E2), by two ministries (E3), somebody twice (E4), or late (E1)."""
    told.pass_time(days=3)
    calls = list(told.edition.country_calls.select_related("country").order_by("country_id"))
    late = told.draw.choice(calls) if told.chance(0.25) else None
    for call in calls:
        if call != late:
            _name_of_country(told, call)
    if told.chance(0.2):
        _name_twice(told, told.draw.choice([one for one in calls if one != late]))
    if late is not None:
        _name_late(told, late)


def _name(told: Telling, call: CountryCall, *, origin: Origin, actor: Person, **other: Any) -> Nomination:
    told.numbered += 1
    first = told.edition.starts_on
    assert first is not None  # noqa: S101 -- a drill has days; this tells the type checker
    values = named(told.draw, call.country_id, told.numbered, code=told.edition.code, first=first)
    found: Nomination = told.do(
        add_nominee, call_id=call.pk, key=uuid7(), values=values | other, origin=origin, actor=actor
    )
    return found


def _send(told: Telling, call: CountryCall) -> None:
    told.do(send_nominations, **_sending(call, told.ground.focal_points[call.country_id]))


def _sending(call: CountryCall, actor: Person) -> dict[str, Any]:
    return {
        "call_id": call.pk,
        "version": None,
        "is_eligibility_stated": True,
        "is_release_stated": True,
        "is_return_stated": True,
        "actor": actor,
    }


def _name_of_country(told: Telling, call: CountryCall) -> None:
    focal, officer = told.ground.focal_points[call.country_id], told.ground.officer
    number = told.draw.choice((1, 1, 1, 2)) if not told.chance(0.06) else 3
    for _each in range(number):
        _name(told, call, origin=Origin.FOCAL_POINT, actor=focal)
    told.do(attach_letter, call_id=call.pk, content=LETTER, name="note.pdf", actor=focal)
    if number < 2 and told.chance(0.06):
        _name(told, call, origin=Origin.OFFICE, actor=officer)
        if told.refused("nominations.focal_point_confirms", send_nominations, **_sending(call, officer)):
            told.happens("E3")
    told.pass_time(hours=1)
    _send(told, call)
    for nomination in live_nominations(call).select_related("person", "application"):
        if nomination.standing == Standing.WAIVER:
            _waive(told, nomination)
        if number < 3 or nomination.rank <= 2:
            _apply(told, nomination)


def _waive(told: Telling, nomination: Nomination) -> None:
    """More people than places: the office answers for each, or they do not count."""
    told.happens("E2")
    may = nominations_that_may_be_selected(told.edition)
    if may.filter(pk=nomination.pk).exists():
        told.broken.append(f"{nomination.code} is over the quota of its country, and may be selected")
    if told.chance(0.5):
        rule = told.edition.eligibility_rules.get(code="E-QUOTA")
        told.do(
            waive_rule,
            nomination=nomination,
            rule=rule,
            authority="The Director General",
            reason="A choice for the panel.",
            actor=told.ground.officer,
        )


def _name_twice(told: Telling, call: CountryCall) -> None:
    """The same person is named under two records; the office brings them together."""
    first = live_nominations(call).select_related("person").first()
    if first is None:
        return
    focal = told.ground.focal_points[call.country_id]
    again = _name(
        told,
        call,
        origin=Origin.FOCAL_POINT,
        actor=focal,
        name=first.name,
        birth_on=first.birth_on,
        sex=first.sex,
    )
    pairs = [{one.one.pk, one.other.pk} for one in suspected_doubles(told.edition)]
    if {first.person_id, again.person_id} not in pairs:
        told.broken.append(f"{again.code} is {first.code}, and nobody was told")
    told.do(merge_persons, duplicate=again.person, kept=first.person, actor=None)
    told.happens("E4")


def _name_late(told: Telling, call: CountryCall) -> None:
    focal = told.ground.focal_points[call.country_id]
    told.wait_until(host_deadline(told.edition, "nominations"))
    told.pass_time(days=5)
    nomination = _name(told, call, origin=Origin.FOCAL_POINT, actor=focal)
    told.do(attach_letter, call_id=call.pk, content=LETTER, name="note.pdf", actor=focal)
    _send(told, call)
    nomination.refresh_from_db()
    if nomination.state != NominationState.LATE:
        told.broken.append(f"{nomination.code} came after the deadline and is not late")
    _apply(told, Nomination.objects.select_related("person", "application").get(pk=nomination.pk))
    if nominations_that_may_be_selected(told.edition).filter(pk=nomination.pk).exists():
        told.broken.append(f"{nomination.code} is late, and may be selected")
    told.do(admit_late, nomination_id=nomination.pk, reason="The post was late.", actor=told.ground.officer)
    told.happens("E1")


def _apply(told: Telling, nomination: Nomination) -> None:
    """Somebody fills in the application, with what is sealed; the employer signs, and it is sent."""
    application = nomination.application
    person = nomination.person
    told.numbered += 1
    is_pregnant, needs_no_steps = told.chance(0.04), told.chance(0.04)
    said = told_by(nomination, told.numbered, is_pregnant=is_pregnant, needs_no_steps=needs_no_steps)
    for section, values in said.items():
        told.do(
            save_section,
            application_id=application.pk,
            section=section,
            version=0,
            writer="",
            values=values,
            actor=person,
        )
    application.refresh_from_db()
    declared = agree(application=application, at=told.at)
    told.do(
        ask_for_statement,
        application_id=application.pk,
        signatory=Signatory.EMPLOYER,
        name="Head of the department (drill)",
        title="Director",
        email=f"head-{nomination.email}",
        actor=person,
    )
    letter = Letter.objects.filter(subject_reference=application.reference, text__contains="/statement/")
    found = re.search(r"/statement/([^/\s]+)/", letter.latest("written_at").text)
    told.do(sign_statement, secret=found[1] if found else "", values=STATEMENT)
    told.do(send_application, application_id=application.pk, declared=declared, actor=person)
    if needs_no_steps:
        look_after(told, application, "needs", "E18")
    if is_pregnant:
        look_after(told, application, "health", "E19")


def choose(told: Telling) -> None:
    """The panel decides, once it is known whether every target can be reached (E24)."""
    told.wait_until(host_deadline(told.edition, "nominations"))
    told.pass_time(days=3)
    officer, panel = told.ground.officer, told.ground.panel
    told.edition = told.do(move_on, edition=told.edition, to=EditionStatus.SELECTION, actor=officer.reference)
    pool = list(nominations_that_may_be_selected(told.edition))
    women = sum(one.sex == Sex.FEMALE for one in pool)
    if told.chance(0.16) and women < (told.edition.places or 0):
        _ask_for_too_much(told)
    seen: set[str] = set()
    rows, reserves = [], 0
    for one in pool:
        if one.country_id not in seen:
            seen.add(one.country_id)
            rows.append(Proposed(nomination=one, place=Place.SELECTED))
        else:
            reserves += 1
            rows.append(Proposed(nomination=one, place=Place.RESERVE, reserve_rank=reserves))
    decision = told.do(lay_before_panel, edition=told.edition, rows=rows, actor=officer)
    told.do(sign, decision=decision, member=panel)
    told.do(decide, decision=decision, actor=officer)


def _ask_for_too_much(told: Telling) -> None:
    """A target that the pool cannot meet: the engine says so, and the office gives it up."""
    actor, panel = told.ground.officer.reference, told.ground.panel
    target = told.do(
        enter_part,
        model=Target,
        values={
            "edition": told.edition,
            "code": "all-women",
            "name": {"en": "Women", "id": "Perempuan"},
            "attribute": "sex",
            "value": "female",
            "least": told.edition.places,
            "unit": TargetUnit.PEOPLE,
        },
        actor=actor,
    )
    told.do(keep_plan, edition=told.edition, values={"readers": 1}, actor=told.ground.officer)
    told.do(declare_conflicts, edition=told.edition, member=panel, countries=[])
    told.do(assign_dossiers, edition=told.edition, actor=told.ground.officer)
    for reading in live_readings(told.edition).order_by("nomination__code"):
        told.do(
            keep_sheet,
            reading=reading,
            phase=Phase.BEFORE,
            marks={"relevance": told.draw.randint(2, 5)},
            recommendation=Recommendation.YES,
            hands_in=True,
        )
    proposal = told.do(ask_for_proposal, edition=told.edition, actor=told.ground.officer)
    work_out(proposal_id=proposal.pk, at=told.at)
    proposal = Proposal.objects.get(pk=proposal.pk)
    if proposal.state == ProposalState.DONE and proposal.points is None:
        told.happens("E24")
    else:
        told.broken.append(f"a target that cannot be reached was {proposal.state} with {proposal.points}")
    told.do(remove_part, row=target, actor=actor)


def tell_and_hear(told: Telling) -> None:
    """Those who were chosen are told, and answer: some decline, some say nothing, some come online (E29)."""
    told.pass_time(days=1)
    told.do(announce_decision, edition=told.edition, actor=told.ground.officer)
    told.pass_time(days=1)
    offers = Offer.objects.filter(edition=told.edition, kind=OfferKind.PLACE, state=OfferState.SENT)
    for offer in offers.select_related("nomination__person").order_by("nomination__code"):
        person = offer.nomination.person
        luck = told.draw.random()
        if luck < 0.08:
            why = told.draw.choice(list(DeclineReason))
            told.do(decline_offer, offer_id=offer.pk, why=why, note="", actor=person)
        elif luck > 0.05 + 0.08:
            accept(told, offer)
        told.pass_time(hours=1)
    told.pass_time(days=30)
    lapse_offers(overdue=[one.pk for one in overdue_offers(at=told.at)], at=told.at)
    fill_places(told)


def accept(told: Telling, offer: Offer) -> None:
    """Somebody confirms, with what is needed, all of it sealed."""
    told.numbered += 1
    is_online = told.chance(0.05)
    said = answers(
        offer.nomination,
        told.numbered,
        diet=told.draw.choice(list(Diet)),
        is_online=is_online,
    )
    told.do(accept_offer, offer_id=offer.pk, answers=said, actor=offer.nomination.person)
    if is_online:
        told.happens("E29")


def fill_places(told: Telling) -> int:
    """Every free place is offered by its ladder to the first who can still come."""
    filled = 0
    for place in vacancies(told.edition):
        first = ladder_of(place, at=told.at).first
        if first is None:
            continue
        offer = told.do(
            offer_place,
            place_id=place.pk,
            nomination_id=first.nomination.pk,
            reason="The first who can still come." if first.needs_reason else "",
            actor=told.ground.officer,
        )
        accept(told, Offer.objects.select_related("nomination__person").get(pk=offer.pk))
        filled += 1
    return filled

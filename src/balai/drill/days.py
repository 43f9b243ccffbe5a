"""From preparation to the last day: what is planned is thrown over, and the office sets it right."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from balai.certificates.enums import CertificateState, Outcome
from balai.certificates.models import Certificate
from balai.certificates.services.completing import decide_completion
from balai.certificates.services.designing import proposed_design, write_design
from balai.certificates.services.issuing import ask_for_certificates, work_through
from balai.certificates.services.revoking import revoke_and_reissue
from balai.delivery.enums import EntryKind, IncidentKind, Mark, Method
from balai.delivery.models import Presence
from balai.delivery.queries.presence import expected_at
from balai.delivery.services.incidents import add_entry, close_incident, report_incident
from balai.delivery.services.meals import Pause, sittings
from balai.delivery.services.scanning import Given, take_scans
from balai.directory.enums import PassportType
from balai.drill.caring import quote_and_forget
from balai.drill.choosing import fill_places
from balai.drill.observing import keep_days_free
from balai.drill.people import planted
from balai.drill.warning import declare_day_at_home, exceed_budget
from balai.engine.timetabling.result import Placement
from balai.engine.timetabling.result import Timetable as Plan
from balai.kernel.identity import uuid7
from balai.kernel.translated import TranslatedText
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.programmes.services.life import cancel_edition, move_on
from balai.selection.enums import Attendance, EndReason, ParticipantState
from balai.selection.queries.offers import confirmed
from balai.selection.services.papers import note_papers
from balai.selection.services.participating import (
    end_participation,
    miss_who_did_not_arrive,
    note_arrival,
    seat_online,
)
from balai.timetable.queries.plans import published_slots
from balai.timetable.services.building import build
from balai.timetable.services.drafting import keep_draft
from balai.timetable.services.grouping import form_groups
from balai.timetable.services.moving import move_session
from balai.timetable.services.publishing import publish_timetable
from balai.timetable.services.repairing import alternatives_of, report_hindrance, take_alternative
from balai.timetable.services.replacing import replace_resource_person
from balai.timetable.services.searching import work_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from balai.drill.telling import Telling
    from balai.engine.timetabling.problem import Problem
    from balai.selection.models import Participant
    from balai.timetable.models import Slot, Timetable

DAY = 24 * 60
LEAST_DAYS = 3
OPEN = (1, 2, 3, 6, 7)
"""Days since arrival on which centres are open: Wednesday to Friday, Monday and Tuesday."""
FRIDAY = 3
KEPT = (
    ("LEC", 0, 9, "drill-metal.class"),
    ("PRA-A", 1, 8, "drill-metal.shop"),
    ("PRA-B", 1, 10, "drill-metal.shop"),
    ("CRA", 2, 8, "drill-craft.class"),
)
"""A plan that keeps every rule: on which of its days, at which hour and where each session is."""
PRAYER, AFTERNOON = 11, 14
PAPERS = {"passport_type": PassportType.ORDINARY, "residence": None, "visa_until": None}


def people_of(told: Telling) -> list[Participant]:
    """Who takes part now, in an order that people see."""
    found = (
        confirmed(told.edition).select_related("person", "nomination", "edition").order_by("nomination__code")
    )
    return list(found)


def _leave(told: Telling, one: Participant, why: EndReason, *, recovers: bool | None = None) -> None:
    is_own = why not in {EndReason.CONDUCT, EndReason.NO_SHOW, EndReason.OTHER}
    told.do(
        end_participation,
        participant_id=one.pk,
        to=ParticipantState.WITHDRAWN if is_own else ParticipantState.RELEASED,
        why=why,
        note="",
        recovers_cost=recovers,
        recovery_note="The fare, from the ministry." if recovers else "",
        actor=one.person if is_own else told.ground.officer,
    )


# --- before it begins ----------------------------------------------------------------------------------


def prepare(told: Telling) -> None:
    """The office prepares; people withdraw (E5, E6), a visa is refused (E8), all may be cancelled (E28).

    It may be warned of days and of money (E13, E30).
    """
    officer = told.ground.officer
    told.edition = told.do(
        move_on, edition=told.edition, to=EditionStatus.PREPARATION, actor=officer.reference
    )
    for one in people_of(told):
        luck = told.draw.random()
        if luck < 0.05:
            _leave(told, one, told.draw.choice([EndReason.WORK, EndReason.FAMILY, EndReason.EMPLOYER]))
            told.happens("E5")
        elif luck < 0.1:
            _refuse_visa(told, one)
    fill_places(told)
    problem = build(told.edition).problem
    if told.chance(0.12) or len(set(OPEN) - _holidays(problem)) < LEAST_DAYS:
        words = {"en": "There are no days for it.", "id": "Tidak ada hari untuknya."}
        told.edition = told.do(
            cancel_edition, edition=told.edition, reason=TranslatedText(words), actor=officer.reference
        )
        told.happens("E28")
        return
    if told.befalls("E16", 0.2):
        keep_days_free(told, people_of(told))
    told.do(form_groups, edition=told.edition, division="practice", actor=officer)
    draft = _plan(told, build(told.edition).problem)
    _try_what_cannot_be(told, draft, problem)
    told.do(publish_timetable, timetable=draft, actor=officer)
    told.pass_time(days=7)
    for one in people_of(told):
        if told.chance(0.04):
            _leave(told, one, EndReason.EMPLOYER, recovers=True)
            told.happens("E6")
    fill_places(told)
    told.do(form_groups, edition=told.edition, division="practice", actor=officer)
    if told.befalls("E13", 0.2):
        declare_day_at_home(told)
    if told.befalls("E30", 0.15):
        exceed_budget(told)


def _refuse_visa(told: Telling, one: Participant) -> None:
    """The place goes to somebody who can still come, or the participant stays, online."""
    told.do(note_papers, nomination=one.nomination, **PAPERS, actor=told.ground.officer)
    if one.attendance == Attendance.IN_PERSON and told.chance(0.5):
        told.do(seat_online, participant_id=one.pk, actor=told.ground.officer)
        told.happens("E29")
    else:
        _leave(told, one, EndReason.VISA)
    told.happens("E8")


def _moment(told: Telling, on: int, hour: int) -> dt.datetime:
    """A moment of a day since arrival, by the clock of the centres."""
    assert told.edition.arrives_on is not None  # noqa: S101 -- a drill has days
    day = told.edition.arrives_on + dt.timedelta(days=on)
    there = dt.datetime.combine(day, dt.time(hour), tzinfo=told.zone)
    return there.astimezone(dt.UTC)


def _holidays(problem: Problem) -> set[int]:
    """Days since arrival on which the host rests."""
    return {
        window.begins // DAY
        for pause in problem.pauses
        if pause.id.startswith("holiday")
        for window in pause.windows
    }


def _days_for(problem: Problem) -> tuple[int, int, int]:
    """The first days on which centres are open: for the lecture, for practice, and for the last session.

    Practice takes the whole morning, which a Friday does not have.
    """
    lecture, practice, last, *_later = (day for day in OPEN if day not in _holidays(problem))
    return (lecture, last, practice) if practice == FRIDAY else (lecture, practice, last)


def _fasting(problem: Problem) -> set[int]:
    """Days since arrival that are of Ramadan."""
    return {
        window.begins // DAY for quiet in problem.quiets if quiet.id == "ramadan" for window in quiet.windows
    }


@transaction.atomic
def _plan(told: Telling, problem: Problem) -> Timetable:
    """The plan that is kept for every week, judged by the checker as any other."""
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=told.edition.pk)
    days = _days_for(problem)
    placements = [
        Placement(session=code, begins=days[nth] * DAY + hour * 60, room=room)
        for code, nth, hour, room in sorted(KEPT)
    ]
    draft: Timetable = told.do(
        keep_draft,
        edition=edition,
        problem=problem,
        plan=Plan(placements=tuple(placements)),
        actor=told.ground.officer.reference,
    )
    return draft


def _try_what_cannot_be(told: Telling, draft: Timetable, problem: Problem) -> None:
    """Sessions are moved where they cannot be: holidays (E12), Friday prayer (E14), Ramadan (E15)."""
    rests = _holidays(problem)

    def tried(code: str, day: int, hour: int, room: str) -> bool:
        return told.refused(
            "timetable.does_not_fit",
            move_session,
            timetable=draft,
            code=code,
            begins=day * DAY + hour * 60,
            room=room,
            actor=told.ground.officer,
        )

    if told.chance(0.25) and FRIDAY not in rests and tried("CRA", FRIDAY, PRAYER, "drill-craft.class"):
        told.happens("E14")
    shut = sorted(rests.intersection(OPEN))
    if shut and tried("CRA", shut[0], 9, "drill-craft.class"):
        told.happens("E12")
    practice = _days_for(problem)[1]
    if practice in _fasting(problem) and tried("PRA-B", practice, AFTERNOON, "drill-metal.shop"):
        told.happens("E15")


# --- the days ------------------------------------------------------------------------------------------


def arrive(told: Telling) -> None:
    """People arrive: some late (E9), some never (E7), whose place is held for a day."""
    officer = told.ground.officer
    told.clock.go_to(_moment(told, 0, 14))
    told.edition = told.do(move_on, edition=told.edition, to=EditionStatus.RUNNING, actor=officer.reference)
    coming = [one for one in people_of(told) if one.attendance == Attendance.IN_PERSON]
    late = [one for one in coming[1:] if told.chance(0.1)]
    for one in coming:
        if one not in late:
            told.do(note_arrival, participant_id=one.pk, actor=officer)
    told.clock.go_to(_moment(told, 1, 13))
    missed = miss_who_did_not_arrive(at=told.at)
    if missed != len(late):
        told.broken.append(f"{len(late)} did not arrive, and {missed} were missed")
    never = []
    for one in late:
        if told.chance(0.55):
            told.do(note_arrival, participant_id=one.pk, actor=officer)
            told.happens("E9")
        else:
            told.refused("participant.held", end_participation, **_no_show(told, one))
            never.append(one)
    _hold(told, 1, away={one.pk: Mark.ABSENT for one in late})
    told.clock.go_to(_moment(told, 2, 14))
    for one in never:
        told.do(end_participation, **_no_show(told, one))
        told.happens("E7")


def _no_show(told: Telling, one: Participant) -> dict[str, object]:
    return {
        "participant_id": one.pk,
        "to": ParticipantState.RELEASED,
        "why": EndReason.NO_SHOW,
        "note": "",
        "actor": told.ground.officer,
    }


def _slots(told: Telling) -> list[Slot]:
    found = published_slots(told.edition).select_related("session__activity", "site", "timetable__edition")
    return list(found.prefetch_related("groups", "people"))


def _hold(told: Telling, on: int, *, away: Mapping[UUID, Mark]) -> None:
    """Sessions of a day are held: who is expected is ticked, and those who are away as what they are."""
    assert told.edition.arrives_on is not None  # noqa: S101 -- a drill has days
    day = told.edition.arrives_on + dt.timedelta(days=on)
    slots = [one for one in _slots(told) if one.begins_at.astimezone(told.zone).date() == day]
    expected = expected_at(slots)
    given = [
        Given(
            nonce=uuid7(),
            mark=away.get(one.pk, Mark.ONLINE if one.attendance == Attendance.ONLINE else Mark.PRESENT),
            method=Method.MANUAL,
            noted_at=slot.begins_at,
            session=slot.session_id,
            participant=one.pk,
        )
        for slot in slots
        for one in expected[slot.session_id]
    ]
    if given:
        told.do(take_scans, edition=told.edition.pk, given=given, actor=told.ground.officer.reference)
    noted = Presence.objects.filter(session__in=[one.session_id for one in slots])
    states = {f"{one.session_id} {one.participant_id}": one.state for one in noted}
    for one in given:
        state = states.get(f"{one.session} {one.participant}")
        if state != one.mark.value:
            told.broken.append(f"somebody was noted as {one.mark} and counts as {state}")
    _count_meals(told, slots, expected, day)


def _count_meals(
    told: Telling, slots: list[Slot], expected: Mapping[UUID, Sequence[Participant]], day: dt.date
) -> None:
    """Kitchens are told numbers that add up to the people at the table (E17)."""
    noon = dt.datetime.combine(day, dt.time(12), tzinfo=told.zone)
    lunch = Pause(label="Lunch", begins_at=noon, ends_at=noon + dt.timedelta(hours=1))
    for one in sittings(slots, expected, [lunch], is_fasting=False, zone=told.zone):
        if one.is_told:
            told.happens("E17")
            if sum(number for _diet, number in one.diets) + one.untold != one.people:
                told.broken.append(f"{one.people} people eat, and the kitchen is told of {one.diets}")


def go_through_days(told: Telling) -> None:
    """The days are held; teachers fall ill (E10), sites cancel (E11), and people are ill or worse."""
    if told.chance(0.25):
        _replace_teacher(told)
    if told.chance(0.15):
        _lose_site(told)
    away = _look_after(told)
    for on in OPEN[1:]:
        told.wait_until(_moment(told, on, 17))
        _hold(told, on, away=away if on == min(OPEN[2:]) else {})


def _replace_teacher(told: Telling) -> None:
    slots = [one for one in _slots(told) if one.begins_at > told.at]
    if not slots:
        return
    slot = told.draw.choice(sorted(slots, key=lambda one: one.session.code))
    absent = slot.people.select_related("resource_person").order_by("pk").first()
    if absent is None:
        return
    told.do(
        replace_resource_person,
        session=slot.session,
        absent=absent.resource_person,
        person=told.ground.teachers["drill-citra"],
        reason=TranslatedText(en="Ill.", id="Sakit."),
        actor=told.ground.officer,
    )
    told.happens("E10")


def _lose_site(told: Telling) -> None:
    """A centre cancels a session; the way that disturbs least is taken."""
    ahead = sorted((one for one in _slots(told) if one.begins_at > told.at), key=lambda one: one.begins_at)
    if not ahead:
        return
    last = ahead[-1]
    search = told.do(
        report_hindrance,
        edition=told.edition,
        site=last.site,
        begins_at=last.begins_at,
        ends_at=last.ends_at,
        reason=TranslatedText(en="An audit.", id="Audit."),
        actor=told.ground.officer,
    )
    work_out(search_id=search.pk, at=told.at)
    search.refresh_from_db()
    if not alternatives_of(search):
        return  # nothing can be saved: people are free at that time
    draft = told.do(take_alternative, search=search, number=1, actor=told.ground.officer)
    told.do(
        publish_timetable,
        timetable=draft,
        reason=TranslatedText(en="An audit.", id="Audit."),
        actor=told.ground.officer,
    )
    told.happens("E11")


ILLS = (
    ("E20", IncidentKind.ILLNESS, 2, 0.3),
    ("E21", IncidentKind.SAFETY, 5, 0.2),
    ("E22", IncidentKind.CONDUCT, 3, 0.2),
    ("E23", IncidentKind.MISSING, 4, 0.17),
)
"""What may befall somebody: how it is kept, how grave it is, and how likely."""


def _look_after(told: Telling) -> dict[UUID, Mark]:
    """Somebody is ill (E20), in a disaster (E21), misbehaves (E22) or is gone (E23); all of it sealed."""
    away: dict[UUID, Mark] = {}
    for code, kind, severity, share in ILLS:
        people = [one for one in people_of(told) if one.attendance == Attendance.IN_PERSON]
        if not told.chance(share) or len(people) < LEAST_DAYS:
            continue
        one = told.draw.choice(people)
        told.numbered += 1
        incident = told.do(
            report_incident,
            edition=told.edition,
            kind=kind,
            severity=severity,
            happened_at=told.at,
            site=None,
            participants=[one],
            account=planted("Incident", told.numbered),
            measures=planted("Measure", told.numbered),
            actor=told.ground.officer,
        )
        if code in {"E22", "E23"}:
            _leave(told, one, EndReason.CONDUCT if code == "E22" else EndReason.OTHER)
        else:
            away[one.pk] = Mark.EXCUSED
        told.do(
            add_entry,
            incident=incident,
            kind=EntryKind.FOLLOW_UP,
            text=planted("Later", told.numbered),
            actor=told.ground.officer,
        )
        told.do(close_incident, incident=incident, actor=told.ground.officer)
        told.happens(code)
    return away


def close(told: Telling) -> None:
    """The programme ends on its last day; a name on a certificate is wrong (E26), a consent is taken back."""
    actor = told.ground.officer.reference
    told.wait_until(_moment(told, 7, 18))
    told.edition = told.do(move_on, edition=told.edition, to=EditionStatus.CLOSED, actor=actor)
    people = people_of(told)
    if people and told.chance(0.2):
        quote_and_forget(told, told.draw.choice(people))
    if people and told.chance(0.15):
        _certify(told, told.draw.choice(people))


def _certify(told: Telling, one: Participant) -> None:
    """A certificate is issued, withdrawn for its name, and replaced by one that counts."""
    actor = told.ground.officer.reference
    told.do(
        decide_completion,
        participant_id=one.pk,
        outcome=Outcome.COMPLETED,
        reason="Was there all days.",
        actor=actor,
    )
    proposed = proposed_design(told.edition, at=told.at)
    names = ("title", "before", "after", "language", "place", "dated_on")
    values = {name: getattr(proposed, name) for name in names}
    told.do(write_design, edition=told.edition, values=values, actor=actor)
    batch = told.do(ask_for_certificates, edition=told.edition, actor=actor)
    told.do(work_through, batch_id=batch.pk)
    wrong = Certificate.objects.filter(participant=one).first()
    if wrong is None:
        batch.refresh_from_db()
        told.broken.append(f"no certificate was issued: {batch.faults}")
        return
    right = told.do(revoke_and_reissue, certificate_id=wrong.pk, note="A letter was wrong.", actor=actor)
    wrong.refresh_from_db()
    if (wrong.state, right.state) != (CertificateState.SUPERSEDED, CertificateState.VALID):
        told.broken.append(f"of two certificates one is {wrong.state} and one {right.state}")
    told.happens("E26")

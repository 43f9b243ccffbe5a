"""What the pages of action plans show when they are looked at: three people in the second week."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from balai.followup.enums import Answer, Group, Months, Voice
from balai.followup.models import CountryReport, FollowUpLink, Plan, PlanActivity, YearAnswer
from balai.followup.queries.comparison import YEAR
from balai.followup.services.asking import hashed
from balai.followup.services.endorsing import answer_endorsement
from balai.followup.services.handing import answer_hand_over, name_successor
from balai.followup.services.planning import begin_plan, submit_plan
from balai.followup.services.presenting import present_plan, score_plan
from balai.followup.services.tracking import Said, note_first_step, report
from balai.kernel import clock
from balai.people.models import RetentionRule
from balai.programmes.enums import AssessmentKind, EditionStatus
from balai.programmes.models import Assessment, Edition
from balai.selection.models import Participant
from tests.browser.sign_in import account_of
from tests.directory.factories import country
from tests.followup.factories import ACTIVITY, AT, INDICATOR, SAID, SECRET, known, people_of, running_edition
from tests.nominations.factories import NominationFactory
from tests.programmes.factories import session_type
from tests.timetable.factories import participant

if TYPE_CHECKING:
    from balai.followup.models import PlanSubmission

__all__ = ["SECRET"]
CODE = "SMI-2018"
PLAN = UUID("0190a0a0-0000-7000-8000-000000000b01")
PARTICIPANT = UUID("0190a0a0-0000-7000-8000-000000000b02")
ROW = UUID("0190a0a0-0000-7000-8000-000000000b03")
NAMES = ("Karma Choden", "Sunita Tamang", "Nimal Fernando")
SHEET = {"relevance": 5, "feasibility": 4, "clarity": 4, "sustainability": 3}
MORE = {
    "goal": "Clean water below the town.",
    "inputs": "Two technicians; a tank of 2,000 litres.",
    "support_wanted": "A visit of the Centre for Textile by video.",
    "risks": "Frost in winter: the tank stands inside.",
    "women_reached": 40,
    "men_reached": 25,
    "sdg_target": "6.3",
}


def keep_people() -> Edition:
    """Three who take part in an edition that asks for plans."""
    for code in ("BT", "ID"):
        country(code)
    for kind in ("LEC", "PRA"):
        session_type(kind)
    edition = running_edition(3, code=CODE)
    for someone, name in zip(people_of(edition), NAMES, strict=True):
        Participant.objects.filter(pk=someone.pk).update(name=name)
    return edition


def written(someone: Participant, **more: object) -> Plan:
    """A whole plan under an address that is known."""
    plan = Plan.objects.create(pk=PLAN, participant=someone, begun_at=AT, **{**SAID, **MORE, **more})
    PlanActivity.objects.create(plan=plan, order=1, pk=ROW, **ACTIVITY)
    PlanActivity.objects.create(
        plan=plan, order=2, what="Show it to ten other dye houses", responsible="Karma", means="None"
    )
    PlanActivity.objects.filter(order=2).update(ends_on=dt.date(2019, 3, 31))
    plan.indicators.create(order=1, **INDICATOR)
    return plan


def submitted(someone: Participant) -> PlanSubmission:
    """The same, submitted; its link is known."""
    plan = written(someone)
    submission = submit_plan(plan_id=plan.pk, actor=someone.person.reference, at=clock.now())
    known(submission)
    return submission


def _own() -> Participant:
    """The reader's own participation."""
    edition = keep_people()
    first = people_of(edition)[0]
    Participant.objects.filter(pk=first.pk).update(person=account_of("participant").person)
    return people_of(edition)[0]


def keep_own() -> None:
    """The reader's own plan, half written."""
    plan = written(_own(), supervisor_email="", first_step_on=None)
    Plan.objects.filter(pk=plan.pk).update(dissemination="")
    plan.indicators.all().delete()


def keep_submitted() -> None:
    """The reader's own plan, submitted; nobody has answered."""
    submitted(_own())


def keep_earlier() -> None:
    """An earlier plan of the reader's country, and nothing begun."""
    edition = keep_people()
    submitted(people_of(edition)[0])
    later = running_edition(
        0,
        code="SMI-2019",
        series=edition.series,
        number=99,
        arrives_on=dt.date(2019, 7, 16),
        starts_on=dt.date(2019, 7, 17),
        ends_on=dt.date(2019, 7, 29),
        departs_on=dt.date(2019, 7, 30),
        status=EditionStatus.PREPARATION,
        places=1,
    )
    Edition.objects.filter(pk=later.pk).update(status=EditionStatus.PREPARATION)
    later.refresh_from_db()
    someone = participant(later, 1)
    reader = account_of("participant").person
    Participant.objects.filter(pk=someone.pk).update(id=PARTICIPANT, person=reader)


def keep_country_reports() -> None:
    """The report of the reader's country half written, and that of another country handed in."""
    edition = _own().edition
    own = people_of(edition)[0]
    Participant.objects.filter(pk=own.pk).update(id=PARTICIPANT)
    Assessment.objects.create(
        edition=edition, code="A4", kind=AssessmentKind.COUNTRY_REPORT, title={"en": "Country report"}
    )
    country("PK")
    said = {
        "sector": "Blades and leather, in families.",
        "policy": "One act, and offices in the districts.",
        "problems": "Blades differ from batch to batch\nTests are dear",
        "questions": "How is heat measured in a small oven?",
    }
    kept = {"edition": edition, "saved_at": AT, "saved_by": "person:participant"}
    CountryReport.objects.create(country_id="BT", version=1, sector="Handmade paper and textiles.", **kept)
    handed_in = {"submitted_at": AT, "submitted_by": "person:participant"}
    figures = {"gdp_percent": 30, "figures_year": 2017, "figures_source": "Bureau of statistics"}
    CountryReport.objects.create(country_id="PK", version=1, **kept, **said, **figures, **handed_in)


def keep_plans() -> None:
    """One plan endorsed, presented and scored, one being written, one not begun."""
    edition = keep_people()
    first, second, _third = people_of(edition)
    submitted(first)
    at = clock.now()
    answer_endorsement(
        secret=SECRET, answer=Answer.YES, promises=["time", "staff"], signed_name="Tashi Wangmo", at=at
    )
    present_plan(plan_id=PLAN, on=dt.date(2018, 7, 28), actor="person:officer", at=at)
    score_plan(
        plan_id=PLAN,
        listener="Centre for Textile",
        points=SHEET,
        comment="Begin with the smallest dye house.",
        actor="person:officer",
        at=at,
    )
    Plan.objects.create(participant=second, begun_at=AT, title="Cartons into boards")
    told(Plan.objects.get(pk=PLAN), Voice.PARTICIPANT, "Karma Choden")
    told(Plan.objects.get(pk=PLAN), Voice.SUPERVISOR, "Tashi Wangmo")


def keep_followed() -> None:
    """The reader's own plan of a programme that is over, of which one time was told."""
    plan = submitted(_own()).plan
    note_first_step(plan_id=plan.pk, on=dt.date(2018, 8, 6), actor="person:reader", at=clock.now())
    told(plan, Voice.PARTICIPANT, "Karma Choden")


def told(plan: Plan, voice: Voice, name: str, *, months: Months = Months.THREE) -> None:
    """One activity goes, the other was given up."""
    report(
        plan_id=plan.pk,
        months=months,
        voice=voice,
        said=Said(
            activities=[("under-way", "The tank stands; the pump is ordered."), ("given-up", "")],
            indicators=[(Decimal(1), dt.date(2018, 10, 20))],
            obstacles=["money", "rules"],
            obstacle_words="The permit of the municipality takes four months.",
            women_reached=18,
            men_reached=9,
            helped="The Centre for Textile answered each question within a day.",
            links=["https://industry.bt.example/dye-houses"],
        ),
        told_by=name,
        actor="person:reader",
        at=clock.now(),
    )


def keep_link() -> None:
    """A supervisor is asked how a plan goes; the link is known."""
    plan = submitted(people_of(keep_people())[0]).plan
    FollowUpLink.objects.create(
        plan=plan,
        months=6,
        voice=Voice.SUPERVISOR,
        name="Tashi Wangmo",
        email="tashi@industry.bt.example",
        secret_hash=hashed(SECRET),
        asked_at=clock.now(),
        expires_at=clock.now() + dt.timedelta(days=30),
    )


def keep_board() -> None:
    """Three of a country: one tells and is told of, one was handed over, one wrote nothing."""
    edition = keep_people()
    first, second, _third = people_of(edition)
    plan = submitted(first).plan
    note_first_step(plan_id=plan.pk, on=dt.date(2018, 8, 6), actor="person:reader", at=clock.now())
    told(plan, Voice.PARTICIPANT, "Karma Choden")
    told(plan, Voice.SUPERVISOR, "Tashi Wangmo")
    other = begin_plan(participant_id=second.pk, actor="person:reader", at=AT)
    Plan.objects.filter(pk=other.pk).update(**{**SAID, "title": "Cartons into boards"})
    other.activities.create(order=1, **ACTIVITY)
    other.indicators.create(order=1, **INDICATOR)
    submit_plan(plan_id=other.pk, actor="person:reader", at=AT)
    offered(other)
    answer_hand_over(secret="handed", accepts=True, signed_name="Kinley Dorji", at=clock.now())


def offered(plan: Plan) -> None:
    """A successor is asked by a link that is known."""
    made = name_successor(
        plan_id=plan.pk,
        name="Kinley Dorji",
        title="Technical officer",
        email="kinley@industry.bt.example",
        because="The tank stands; ask Tashi for the keys.",
        actor="person:reader",
        at=clock.now(),
    )
    made.secret_hash = hashed("handed")
    made.save(update_fields=["secret_hash"])


def keep_offer() -> None:
    """The reader's plan, offered to a successor whose link is known; something was told of it."""
    plan = submitted(_own()).plan
    told(plan, Voice.PARTICIPANT, "Karma Choden")
    offered(plan)


def keep_year() -> None:
    """Somebody on the reserve list is asked a year later; the link is known."""
    keep_compared()
    YearAnswer.objects.filter(group=Group.RESERVES).update(secret_hash=hashed("a year later"))


def keep_compared() -> None:
    """Three who took part, of whom two answered, beside one of the reserve list who did."""
    keep_board()
    RetentionRule.objects.create(  # the programme was in 2018
        data_class=YEAR,
        weeks=2600,
        since=dt.date(2018, 1, 1),
        source="Letter 14/2018 of the director",
        set_at=clock.now(),
        set_by="system",
    )
    nominations = [one.nomination for one in people_of(Edition.objects.get())]
    call = nominations[0].call
    reserve = NominationFactory.create(call=call, email="pema@crafts.bt.example", rank=9, name="Pema Lhamo")
    for number, one in enumerate([*nominations, reserve]):
        said = {"changed": True, "taught": number == 0, "abroad": number != 1} if number != 2 else {}
        YearAnswer.objects.create(
            edition_id=call.edition_id,
            nomination=one,
            group=Group.RESERVES if one is reserve else Group.PARTICIPANTS,
            secret_hash=hashed(f"year {number}"),
            asked_at=clock.now(),
            expires_at=clock.now() + dt.timedelta(days=30),
            answered_at=clock.now() if said else None,
            agrees=True if said else None,
            **said,
        )

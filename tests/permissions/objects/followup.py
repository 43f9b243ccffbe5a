"""What the pages and operations of action plans are tried with."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from balai.followup.enums import Group, Months, Voice
from balai.followup.models import (
    CountryReport,
    FollowUp,
    FollowUpEvidence,
    FollowUpLink,
    HandOver,
    Plan,
    PlanActivity,
    PlanEndorsement,
    PlanScore,
    YearAnswer,
)
from balai.followup.services.asking import hashed
from balai.followup.services.handing import name_successor
from balai.followup.services.planning import submit_plan
from balai.followup.services.tracking import Said, Upload, report
from balai.kernel import clock
from balai.programmes.enums import AssessmentKind, EditionStatus
from balai.programmes.models import Assessment, Edition
from balai.selection.models import Participant
from tests.directory.factories import country
from tests.followup.factories import AT, SECRET, known, people_of, running_edition, written
from tests.kernel.uploads import PDF
from tests.permissions.world import EDITION, MARKER, Aim, aims
from tests.timetable.factories import participant

if TYPE_CHECKING:
    from balai.followup.models import PlanSubmission
    from tests.permissions.world import Seen, World

CODE = "SMI-2018"
SHEET = {"relevance": 5, "feasibility": 4, "clarity": 4, "sustainability": 3}


def an_edition(people: int = 1, *, title: str = "Training of Trainers") -> Edition:
    """The edition of one's own, in its second week."""
    for code in ("BT", "ID"):
        country(code)
    return running_edition(people, pk=EDITION, code=CODE, title={"en": title, "id": title})


def submitted(someone: Participant) -> PlanSubmission:
    """A plan that its supervisor is asked about now."""
    plan = written(someone)
    return submit_plan(plan_id=plan.pk, actor=someone.person.reference, at=clock.now())


@aims("followup:index")
def editions_with_plans(world: World) -> Aim:
    an_edition(title=MARKER)
    return Aim()


@aims("followup:edition")
def plans_of_an_edition(world: World) -> Aim:
    an_edition(title=MARKER)
    return Aim(own={"code": CODE})


@aims("followup:plans_csv", "followup:plans_xlsx", "api:list_plans")
def plans_as_a_sheet(world: World) -> Aim:
    written(people_of(an_edition())[0])
    return Aim(own={"code": CODE})


@aims("followup:office_plan", "api:get_plan")
def one_plan(world: World) -> Aim:
    return Aim(own={"code": CODE, "key": submitted(people_of(an_edition())[0]).plan_id})


@aims("followup:office_paper")
def one_plan_on_paper(world: World) -> Aim:
    plan = submitted(people_of(an_edition())[0]).plan_id
    return Aim(own={"code": CODE, "key": plan, "language": "en"})


@aims("followup:present")
def presenting(world: World) -> Aim:
    plan = submitted(people_of(an_edition())[0]).plan_id
    return Aim(
        own={"code": CODE, "key": plan},
        data={"on": "2018-07-28"},
        effect=lambda _seen: Plan.objects.filter(presented_on__isnull=False).exists(),
    )


@aims("followup:score", "api:score_plan")
def scoring(world: World) -> Aim:
    plan = submitted(people_of(an_edition())[0]).plan_id
    return Aim(
        own={"code": CODE, "key": plan},
        data={"listener": "Peers", **SHEET},
        effect=lambda _seen: PlanScore.objects.exists(),
    )


@aims("followup:send_back")
def giving_back(world: World) -> Aim:
    plan = submitted(people_of(an_edition())[0]).plan_id
    return Aim(
        own={"code": CODE, "key": plan},
        data={"because": "Say it shorter"},
        effect=lambda _seen: Plan.objects.filter(returned_at__isnull=False).exists(),
    )


def _two(world: World) -> tuple[Participant, Participant]:
    """Somebody's own participation and a foreign one."""
    edition = an_edition(2)
    own, foreign = people_of(edition)
    Participant.objects.filter(pk=own.pk).update(person=world.person)
    Participant.objects.filter(pk=foreign.pk).update(person=world.foreign_person)
    first, second = people_of(edition)
    return first, second


def _two_plans(world: World) -> tuple[Plan, Plan]:
    own, foreign = _two(world)
    return written(own), written(foreign, title=MARKER)


@aims("followup:begin")
def beginning(world: World) -> Aim:
    own, foreign = _two(world)
    return Aim(
        own={"key": own.pk},
        foreign={"key": foreign.pk},
        effect=lambda seen: Plan.objects.filter(participant=seen.arguments["key"]).exists(),
    )


@aims("followup:plan")
def a_plan(world: World) -> Aim:
    own, foreign = _two_plans(world)
    return Aim(own={"key": own.pk}, foreign={"key": foreign.pk})


@aims("followup:own_paper")
def a_paper(world: World) -> Aim:
    own, foreign = _two_plans(world)
    return Aim(own={"key": own.pk, "language": "id"}, foreign={"key": foreign.pk, "language": "id"})


@aims("followup:step")
def writing(world: World) -> Aim:
    own, foreign = _two_plans(world)
    return Aim(
        own={"key": own.pk, "part": "problem"},
        foreign={"key": foreign.pk, "part": "problem"},
        data={"version": "0", "writer": str(uuid4()), "title": "Changed"},
        effect=lambda seen: Plan.objects.filter(pk=seen.arguments["key"], title="Changed").exists(),
    )


@aims("followup:add")
def adding(world: World) -> Aim:
    own, foreign = _two_plans(world)
    return Aim(
        own={"key": own.pk, "part": "activities"},
        foreign={"key": foreign.pk, "part": "activities"},
        effect=lambda seen: PlanActivity.objects.filter(plan=seen.arguments["key"]).count() == 2,
    )


def _rows(world: World) -> tuple[dict[str, object], dict[str, object]]:
    plans = _two_plans(world)
    own, foreign = ({"key": plan.pk, "part": "activities", "row": plan.activities.get().pk} for plan in plans)
    return own, foreign


@aims("followup:row")
def writing_a_row(world: World) -> Aim:
    own, foreign = _rows(world)
    return Aim(
        own=own,
        foreign=foreign,
        data={"version": "0", "writer": str(uuid4()), "what": "Changed"},
        effect=lambda seen: PlanActivity.objects.filter(pk=seen.arguments["row"], what="Changed").exists(),
    )


@aims("followup:remove")
def removing(world: World) -> Aim:
    own, foreign = _rows(world)
    return Aim(
        own=own,
        foreign=foreign,
        effect=lambda seen: not PlanActivity.objects.filter(pk=seen.arguments["row"]).exists(),
    )


@aims("followup:submit")
def submitting(world: World) -> Aim:
    own, foreign = _two_plans(world)
    return Aim(own={"key": own.pk}, foreign={"key": foreign.pk}, effect=_is_submitted)


def _is_submitted(seen: Seen) -> bool:
    return Plan.objects.filter(pk=seen.arguments["key"], submitted_at__isnull=False).exists()


@aims("followup:take_back")
def taking_back(world: World) -> Aim:
    own, foreign = (submitted(one).plan_id for one in _two(world))
    return Aim(own={"key": own}, foreign={"key": foreign}, effect=lambda seen: not _is_submitted(seen))


@aims("followup:ask_again")
def asking_again(world: World) -> Aim:
    own, foreign = _two_plans(world)
    for plan in (own, foreign):
        submit_plan(plan_id=plan.pk, actor="person:officer", at=AT)
    return Aim(
        own={"key": own.pk},
        foreign={"key": foreign.pk},
        effect=lambda seen: (
            PlanEndorsement.objects.filter(submission__plan=seen.arguments["key"]).count() == 2
        ),
    )


@aims("followup:endorse")
def a_supervisors_answer(world: World) -> Aim:
    known(submitted(people_of(an_edition())[0]))
    return Aim(
        own={"secret": SECRET},
        data={"answer": "yes", "signed_name": "Tashi Wangmo", "remark": ""},
        effect=lambda _seen: PlanEndorsement.objects.filter(answered_at__isnull=False).exists(),
    )


# --- afterwards --------------------------------------------------------------------------------------------

ANSWER = {"activity-0": "done", "activity-words-0": "", "value-0": "", "measured-0": "", "told_by": "Tashi"}


def followed(someone: Participant) -> Plan:
    """A plan of an edition that ended in 2018, of which it was told how it goes, with a paper."""
    plan = submitted(someone).plan
    content = PDF.replace(b"1 0 obj", f"% {someone.name}\n1 0 obj".encode(), 1)
    report(
        plan_id=plan.pk,
        months=Months.THREE,
        voice=Voice.PARTICIPANT,
        said=Said(
            activities=[("done", "")],
            uploads=[Upload(content=content, name="report.pdf")],
        ),
        told_by="Karma",
        actor="person:participant",
        at=clock.now(),
    )
    return plan


@aims("followup:report")
def telling(world: World) -> Aim:
    own, foreign = (submitted(one).plan_id for one in _two(world))
    return Aim(
        own={"key": own, "months": 3},
        foreign={"key": foreign, "months": 3},
        data=ANSWER,
        effect=lambda seen: FollowUp.objects.filter(plan=seen.arguments["key"]).exists(),
    )


@aims("followup:first_step")
def noting_a_first_step(world: World) -> Aim:
    own, foreign = (submitted(one).plan_id for one in _two(world))
    return Aim(
        own={"key": own},
        foreign={"key": foreign},
        data={"on": "2018-08-02"},
        effect=lambda seen: Plan.objects.filter(
            pk=seen.arguments["key"], first_step_done_on__isnull=False
        ).exists(),
    )


@aims("followup:own_evidence", "followup:remove_evidence")
def evidence(world: World) -> Aim:
    papers = [FollowUpEvidence.objects.get(follow_up__plan=followed(one)).pk for one in _two(world)]
    own, foreign = papers
    return Aim(
        own={"key": own},
        foreign={"key": foreign},
        effect=lambda seen: not FollowUpEvidence.objects.filter(pk=seen.arguments["key"]).exists(),
    )


@aims("followup:evidence")
def evidence_of_an_edition(world: World) -> Aim:
    followed(people_of(an_edition())[0])
    return Aim(own={"code": CODE, "key": FollowUpEvidence.objects.get().pk})


@aims("followup:follow")
def telling_by_link(world: World) -> Aim:
    plan = submitted(people_of(an_edition())[0]).plan
    FollowUpLink.objects.create(
        plan=plan,
        months=3,
        voice=Voice.SUPERVISOR,
        name="Tashi Wangmo",
        email="tashi@industry.bt.example",
        secret_hash=hashed(SECRET),
        asked_at=clock.now(),
        expires_at=clock.now() + dt.timedelta(days=1),
    )
    return Aim(
        own={"secret": SECRET}, data=ANSWER, effect=lambda _seen: FollowUp.objects.filter(plan=plan).exists()
    )


@aims("followup:follow_ups", "followup:follow_ups_sheet", "api:list_follow_ups", "api:get_follow_up_summary")
def follow_ups_of_an_edition(world: World) -> Aim:
    followed(people_of(an_edition())[0])
    return Aim(own={"code": CODE})


@aims("api:list_my_plans")
def own_plans(world: World) -> Aim:
    _two_plans(world)
    return Aim()


def _asks_for_reports(world: World) -> tuple[Participant, Participant]:
    """Somebody's own participation where country reports are asked for, and a foreign one elsewhere."""
    own, foreign = _two(world)
    Assessment.objects.create(
        edition=own.edition, code="A4", kind=AssessmentKind.COUNTRY_REPORT, title={"en": "Country report"}
    )
    return own, foreign


@aims("followup:own_country_report")
def writing_the_report_of_a_country(world: World) -> Aim:
    own, foreign = _asks_for_reports(world)
    return Aim(
        own={"key": own.pk},
        foreign={"key": foreign.pk},
        data={"seen": "0", "sector": "Paper", "keep": "1"},
        effect=lambda _seen: CountryReport.objects.exists(),
    )


@aims("api:write_my_country_report")
def writing_the_report_of_a_country_as_a_program(world: World) -> Aim:
    own, foreign = _asks_for_reports(world)
    return Aim(
        own={"participant": own.pk},
        foreign={"participant": foreign.pk},
        data={"version": 0, "sector": "Paper"},
        effect=lambda _seen: CountryReport.objects.exists(),
    )


@aims("api:get_my_country_report")
def reading_the_report_of_a_country_as_a_program(world: World) -> Aim:
    own, foreign = _asks_for_reports(world)
    return Aim(own={"participant": own.pk}, foreign={"participant": foreign.pk})


@aims("api:take_my_country_report_back")
def taking_the_report_of_a_country_back(world: World) -> Aim:
    own, foreign = _asks_for_reports(world)
    _handed_in(own.edition)
    return Aim(
        own={"participant": own.pk},
        foreign={"participant": foreign.pk},
        effect=lambda _seen: not CountryReport.objects.filter(submitted_at__isnull=False).exists(),
    )


@aims("followup:return_country_report")
def giving_the_report_of_a_country_back(world: World) -> Aim:
    _handed_in(an_edition())
    return Aim(
        own={"code": CODE, "country": "BT"},
        data={"because": "Say it shorter"},
        effect=lambda _seen: CountryReport.objects.filter(returned_at__isnull=False).exists(),
    )


@aims("followup:country_reports", "api:list_country_reports")
def reports_of_countries(world: World) -> Aim:
    _handed_in(an_edition())
    return Aim(own={"code": CODE})


def _handed_in(edition: Edition) -> None:
    CountryReport.objects.create(
        edition=edition,
        country_id="BT",
        saved_at=AT,
        saved_by="person:participant",
        submitted_at=AT,
        submitted_by="person:participant",
        sector="Paper",
        policy="An act",
        problems="Tests",
        questions="Who?",
    )


@aims("api:tell_how_my_plan_goes")
def telling_as_a_program(world: World) -> Aim:
    aim = telling(world)
    (own, foreign) = ({"key": one["key"]} for one in (aim.own, aim.foreign or {}))
    return replace(aim, own=own, foreign=foreign, data={"months": 3, "activities": [{"state": "done"}]})


def _in_two_countries(world: World) -> tuple[Plan, Plan]:
    """A plan of the focal point's country, and one of another country."""
    edition = an_edition(1)
    country("PK")
    Edition.objects.update(status=EditionStatus.PREPARATION, places=2)
    edition.refresh_from_db()
    participant(edition, 2, "PK")
    Edition.objects.update(status=EditionStatus.CLOSED)
    own, foreign = people_of(edition)
    Participant.objects.filter(pk=foreign.pk).update(name=MARKER)
    foreign.refresh_from_db()
    return followed(own), followed(foreign)


@aims("followup:countries")
def editions_of_a_country(world: World) -> Aim:
    _in_two_countries(world)
    return Aim()


@aims("followup:country", "followup:country_sheet")
def the_board_of_a_country(world: World) -> Aim:
    _in_two_countries(world)
    return Aim(own={"code": CODE, "country": "BT"}, foreign={"code": CODE, "country": "PK"})


@aims("followup:country_plan")
def a_plan_of_a_country(world: World) -> Aim:
    own, foreign = _in_two_countries(world)
    return Aim(
        own={"code": CODE, "country": "BT", "key": own.pk},
        foreign={"code": CODE, "country": "PK", "key": foreign.pk},
    )


@aims("followup:country_report")
def telling_for_somebody(world: World) -> Aim:
    aim = a_plan_of_a_country(world)
    return Aim(
        own={**aim.own, "months": 6},
        foreign={**(aim.foreign or {}), "months": 6},
        data=ANSWER,
        effect=lambda seen: FollowUp.objects.filter(
            plan=seen.arguments["key"], voice=Voice.FOCAL_POINT
        ).exists(),
    )


@aims("followup:country_evidence")
def evidence_of_a_country(world: World) -> Aim:
    own, foreign = (FollowUpEvidence.objects.get(follow_up__plan=one).pk for one in _in_two_countries(world))
    return Aim(
        own={"code": CODE, "country": "BT", "key": own},
        foreign={"code": CODE, "country": "PK", "key": foreign},
    )


# --- successors --------------------------------------------------------------------------------------------


@aims("followup:hand_over")
def naming_a_successor(world: World) -> Aim:
    own, foreign = (submitted(one).plan_id for one in _two(world))
    return Aim(
        own={"key": own},
        foreign={"key": foreign},
        data={"name": "Kinley Dorji", "title": "", "email": "kinley@industry.bt.example", "because": ""},
        effect=lambda seen: HandOver.objects.filter(plan=seen.arguments["key"]).exists(),
    )


def _offered(plan: Plan) -> HandOver:
    made = name_successor(
        plan_id=plan.pk,
        name="Kinley Dorji",
        email="kinley@industry.bt.example",
        actor="person:participant",
        at=clock.now(),
    )
    HandOver.objects.filter(pk=made.pk).update(secret_hash=hashed(f"{SECRET}{plan.pk}"))
    return made


@aims("followup:end_hand_over")
def taking_a_plan_back_from_a_successor(world: World) -> Aim:
    own, foreign = (submitted(one).plan for one in _two(world))
    for plan in (own, foreign):
        _offered(plan)
    return Aim(
        own={"key": own.pk},
        foreign={"key": foreign.pk},
        effect=lambda seen: (
            not HandOver.objects.filter(plan=seen.arguments["key"], put_away_at=None).exists()
        ),
    )


@aims("followup:take_over")
def taking_a_plan_over(world: World) -> Aim:
    plan = submitted(people_of(an_edition())[0]).plan
    _offered(plan)
    return Aim(
        own={"secret": f"{SECRET}{plan.pk}"},
        data={"answer": "yes", "signed_name": "Kinley Dorji"},
        effect=lambda _seen: HandOver.objects.filter(is_accepted=True).exists(),
    )


@aims("api:get_comparison")
def comparing(world: World) -> Aim:
    _asked_a_year_later()
    return Aim(own={"code": CODE})


def _asked_a_year_later() -> YearAnswer:
    nomination = people_of(an_edition())[0].nomination
    return YearAnswer.objects.create(
        edition_id=nomination.edition_id,
        nomination=nomination,
        group=Group.PARTICIPANTS,
        secret_hash=hashed(SECRET),
        asked_at=clock.now(),
        expires_at=clock.now() + dt.timedelta(days=1),
    )


@aims("followup:year")
def answering_a_year_later(world: World) -> Aim:
    row = _asked_a_year_later()
    return Aim(
        own={"secret": SECRET},
        data={"agrees": "yes", "changed": "yes", "taught": "no", "abroad": "no"},
        effect=lambda _seen: YearAnswer.objects.filter(pk=row.pk, agrees=True).exists(),
    )

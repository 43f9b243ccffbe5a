"""The supervisor's answer to a plan, and asking for it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext, override

from balai.audit.services import record
from balai.correspondence.services.writing import send
from balai.engine.documents.words import language_for
from balai.followup.enums import Answer
from balai.followup.models import PlanEndorsement
from balai.followup.queries.plans import endorsement_of
from balai.followup.rules.planning import may_answer, may_ask_supervisor, must_say_why
from balai.followup.services.asking import ask_newly, hashed
from balai.followup.services.planning import address_of, locked, open_again, person_of
from balai.kernel.references import SYSTEM
from balai.kernel.refusal import enforce
from balai.office.addresses import link_to
from balai.programmes.services.telling import edition_in

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

ANSWERED = "plan.answered"


@transaction.atomic
def ask_supervisor_again(*, plan_id: UUID, actor: str, at: datetime) -> PlanEndorsement:
    """Send the supervisor a new link to the newest version; the one before opens nothing any more.

    Raises:
        RuleViolationError: ``plan.not_submitted`` or ``plan.answered``.
    """
    plan = locked(plan_id)
    enforce(may_ask_supervisor(plan, endorsement_of(plan)))
    return ask_newly(plan, plan.submissions.latest("number"), actor=actor, at=at)


def endorsement_for(secret: str) -> PlanEndorsement | None:
    """The question that a link's secret opens, whether or not it is still good."""
    wanted = hashed(secret)
    found = (
        PlanEndorsement.objects.select_related("submission__plan__participant__edition")
        .select_related("submission__plan__participant__country")
        .filter(secret_hash=wanted)
        .first()
    )
    return found if found is not None and constant_time_compare(found.secret_hash, wanted) else None


@transaction.atomic
def answer_endorsement(  # noqa: PLR0913 -- each is named where it is called
    *,
    secret: str,
    answer: Answer,
    signed_name: str,
    remark: str = "",
    promises: Collection[str] = (),
    at: datetime,
) -> PlanEndorsement:
    """Answer once what a supervisor is asked. Who wants changes opens the plan for them; its author is told.

    Raises:
        RuleViolationError: ``plan_endorsement.unknown``, ``plan_endorsement.put_away``,
            ``plan_endorsement.expired``, ``plan_endorsement.answered`` or ``plan_endorsement.no_remark``.
    """
    known = endorsement_for(secret)
    if known is None:
        enforce(may_answer(None, at=at))
        raise AssertionError  # the rule has refused None
    plan = locked(known.submission.plan_id)  # before the question, as everywhere
    endorsement = PlanEndorsement.objects.select_for_update().get(pk=known.pk)
    enforce(may_answer(endorsement, at=at))
    enforce(must_say_why(answer, remark))
    endorsement.answer, endorsement.remark = answer, remark
    endorsement.promises = sorted(promises) if answer == Answer.YES else []
    endorsement.signed_name, endorsement.answered_at = signed_name, at
    endorsement.save()
    record(
        actor=SYSTEM,
        action="plan.endorsement_answered",
        subject=plan.reference,
        at=at,
        detail={"answer": answer.value, "version": known.submission.number},
    )
    if answer == Answer.CHANGES:
        open_again(plan, because=remark, by=endorsement.reference, at=at)
        return endorsement
    person = person_of(plan)
    language = language_for(person.language)
    send(
        letter=ANSWERED,
        to=person,
        language=language,
        context={
            "name": plan.participant.name,
            "edition": edition_in(plan.participant.edition, language),
            "supervisor": endorsement.name,
            "answer": _said(answer, language),
            "remark": remark or "–",
            "link": link_to(address_of(plan)),
        },
        subject_reference=plan.reference,
        at=at,
    )
    return endorsement


def _said(answer: Answer, language: str) -> str:
    with override(language):
        return (
            gettext("endorses your plan") if answer == Answer.YES else gettext("does not endorse your plan")
        )

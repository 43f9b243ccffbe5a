"""Questions about practice: whose tasks they are, who practises, who was briefed, and what counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q

from balai.delivery.enums import Signer
from balai.delivery.models.practice import (
    PracticeProduct,
    PracticeSignature,
    PracticeStep,
    PracticeTask,
    SafetyBriefing,
    SignOff,
)
from balai.directory.enums import SafetyClass
from balai.people.enums import Role
from balai.people.queries import identities_of
from balai.programmes.queries.scopes import covered
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant
from balai.timetable.models import GroupMember
from balai.timetable.queries.own import hosted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.people.models import Grant, Person
    from balai.programmes.models import Edition

SIGNERS = frozenset({Role.PRACTICE_SUPERVISOR, Role.CENTRE_COORDINATOR})
"""They sign others off."""

OFFICE = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT, Role.AUDITOR})
"""They see every sign-off of the editions that their role covers, and sign none."""

STRICTNESS = (SafetyClass.OPEN, SafetyClass.SHOWN, SafetyClass.BRIEFED, SafetyClass.SUPERVISED)
"""From the mildest to the strictest: a briefing covers its own class and those before it."""


# --- tasks ---------------------------------------------------------------------------------------------


def tasks_of(edition: Edition | UUID) -> QuerySet[PracticeTask]:
    """What is practised in an edition, in order."""
    return whole_tasks(PracticeTask.objects.filter(edition=edition))


def whole_tasks(tasks: QuerySet[PracticeTask]) -> QuerySet[PracticeTask]:
    """Tasks with everything that pages and papers say of them: two questions for any number."""
    return (
        tasks.select_related("edition", "site", "machine", "machine__room", "activity", "outcome")
        .prefetch_related(Prefetch("steps", PracticeStep.objects.order_by("number")))
        .order_by("edition__starts_on", "edition__code", "order", "code")
    )


def tasks_signed_by(grants: Iterable[Grant]) -> QuerySet[PracticeTask]:
    """Tasks that somebody may sign: of the editions they supervise, and at the centres they coordinate."""
    return PracticeTask.objects.filter(_signed_by(list(grants)))


def tasks_seen_by(grants: Iterable[Grant]) -> QuerySet[PracticeTask]:
    """Tasks that somebody may sign or, in the office, look at."""
    held = list(grants)
    return PracticeTask.objects.filter(covered(held, OFFICE) | _signed_by(held))


def _signed_by(grants: Sequence[Grant]) -> Q:
    return covered(grants, {Role.PRACTICE_SUPERVISOR}) | hosted(grants, "site")


def with_progress(tasks: QuerySet[PracticeTask]) -> QuerySet[PracticeTask]:
    """Tasks with ``signed``, how many participants have a sign-off."""
    return tasks.annotate(
        signed=Count(
            "sign_offs__participant",
            filter=Q(sign_offs__participant__state=ParticipantState.CONFIRMED),
            distinct=True,
        )
    )


# --- people --------------------------------------------------------------------------------------------


def practising(edition: Edition | UUID, group: str = "") -> QuerySet[Participant]:
    """Who takes part in an edition, or goes with one of its groups, by name."""
    rows = Participant.objects.filter(edition=edition, state=ParticipantState.CONFIRMED)
    if group:
        members = GroupMember.objects.filter(participant=OuterRef("pk"), group__code=group)
        rows = rows.filter(Exists(members))
    return rows.select_related("country", "person").order_by("name", "pk")


# --- what counts ---------------------------------------------------------------------------------------


def counting(sign_offs: QuerySet[SignOff] | None = None) -> QuerySet[SignOff]:
    """Of each participant and task, the sign-off that counts: signed last, then of the greater nonce."""
    rows = SignOff.objects.all() if sign_offs is None else sign_offs
    return rows.order_by("participant", "task", F("signed_at").desc(), F("nonce").desc()).distinct(
        "participant", "task"
    )


def with_signatures(sign_offs: QuerySet[SignOff]) -> QuerySet[SignOff]:
    """Sign-offs with who signed and whether there is a photo; what was drawn stays sealed."""
    return sign_offs.select_related("supervisor", "product").prefetch_related(
        Prefetch("signatures", PracticeSignature.objects.defer("strokes").order_by("signer"))
    )


def is_signed_twice(sign_offs: Iterable[SignOff]) -> bool:
    """Whether one signed without seeing another, and nobody has settled it since.

    Args:
        sign_offs: all of one participant and task.
    """
    ordered = sorted(sign_offs, key=lambda one: (one.signed_at, one.nonce.int))
    last_settled = max((n for n, one in enumerate(ordered) if one.corrects_id), default=-1)
    blind = [one for n, one in enumerate(ordered) if one.corrects_id is None and n > last_settled]
    return len(blind) > (0 if last_settled >= 0 else 1)


def history_of(task: PracticeTask, participant: Participant) -> list[SignOff]:
    """Every sign-off of a participant and a task, the one that counts first."""
    rows = SignOff.objects.filter(task=task, participant=participant)
    return list(with_signatures(rows).order_by(F("signed_at").desc(), F("nonce").desc()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one participant stands with one task.

    Attributes:
        briefing: that lets them work at it, or None.
        sign_off: the one that counts, or None.
        is_twice: whether two signed without seeing each other.
    """

    participant: Participant
    briefing: SafetyBriefing | None
    sign_off: SignOff | None
    is_twice: bool = False


def covers(briefing: SafetyBriefing, task: PracticeTask) -> bool:
    """Whether a briefing lets somebody work at a task: for its machine, or for its class at the site."""
    if briefing.withdrawn_at is not None or briefing.site_id != task.site_id:
        return False
    if briefing.machine_id is not None:
        return briefing.machine_id == task.machine_id
    return STRICTNESS.index(SafetyClass(briefing.safety_class)) >= STRICTNESS.index(
        SafetyClass(task.safety_class)
    )


def briefing_for(task: PracticeTask, briefings: Iterable[SafetyBriefing]) -> SafetyBriefing | None:
    """The first of somebody's briefings that covers a task."""
    return next((one for one in briefings if covers(one, task)), None)


def standings(task: PracticeTask, people: Sequence[Participant]) -> list[Standing]:
    """How each of these stands with a task: three questions for any number."""
    keys = [one.pk for one in people]
    briefings: dict[UUID, list[SafetyBriefing]] = {}
    rows = SafetyBriefing.objects.filter(participant__in=keys, site=task.site_id, withdrawn_at=None)
    for briefing in rows.select_related("given_by").order_by("given_at"):
        briefings.setdefault(briefing.participant_id, []).append(briefing)
    signed: dict[UUID, list[SignOff]] = {}
    every = with_signatures(SignOff.objects.filter(task=task, participant__in=keys))
    for sign_off in every.order_by(F("signed_at").desc(), F("nonce").desc()):
        signed.setdefault(sign_off.participant_id, []).append(sign_off)
    return [
        Standing(
            participant=one,
            briefing=briefing_for(task, briefings.get(one.pk, ())),
            sign_off=next(iter(signed.get(one.pk, ())), None),
            is_twice=is_signed_twice(signed.get(one.pk, ())),
        )
        for one in people
    ]


# --- the passport --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A task in a practice passport.

    Attributes:
        briefing: that covers it, or None.
        sign_off: that counts, or None.
        is_signed: whether both have signed it.
    """

    task: PracticeTask
    briefing: SafetyBriefing | None = None
    sign_off: SignOff | None = None
    is_signed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passport:
    """What one participant practised in one edition.

    Attributes:
        minutes: at machines and tables, of the sign-offs that count.
    """

    participant: Participant
    pages: Sequence[Page] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(page.sign_off.minutes for page in self.pages if page.sign_off)

    @property
    def waiting(self) -> list[Page]:
        """What the participant has not signed yet."""
        return [page for page in self.pages if page.sign_off and not page.is_signed]


def passport_of(participant: Participant) -> Passport:
    """Every task of the edition with the participant's briefing and sign-off: five questions."""
    briefings = list(
        SafetyBriefing.objects.filter(participant=participant, withdrawn_at=None)
        .select_related("given_by")
        .order_by("given_at")
    )
    counted = {
        one.task_id: one for one in with_signatures(counting(SignOff.objects.filter(participant=participant)))
    }
    pages = []
    for task in tasks_of(participant.edition_id):
        sign_off = counted.get(task.pk)
        signers = {one.signer for one in sign_off.signatures.all()} if sign_off else set()
        pages.append(
            Page(
                task=task,
                briefing=briefing_for(task, briefings),
                sign_off=sign_off,
                is_signed={str(one) for one in Signer} <= signers,
            )
        )
    return Passport(participant=participant, pages=pages)


def participations_with_practice(person: Person) -> QuerySet[Participant]:
    """Where somebody takes or took part and something is practised, the newest first."""
    tasks = PracticeTask.objects.filter(edition=OuterRef("edition"))
    return (
        Participant.objects.filter(Exists(tasks), person__in=identities_of(person))
        .select_related("edition", "person", "country")
        .order_by("-edition__starts_on", "pk")
    )


def sign_offs_to_sign(person: Person) -> QuerySet[SignOff]:
    """Sign-offs that count and that somebody has not signed as the participant."""
    own = SignOff.objects.filter(participant__person__in=identities_of(person))
    signed = PracticeSignature.objects.filter(sign_off=OuterRef("pk"), signer=Signer.PARTICIPANT)
    return SignOff.objects.filter(pk__in=counting(own).values("pk")).filter(~Exists(signed))


def products_seen_by(grants: Iterable[Grant]) -> QuerySet[PracticeProduct]:
    """Photos of products at tasks that somebody sees."""
    return PracticeProduct.objects.filter(
        sign_off__task__in=tasks_seen_by(grants).values("pk")
    ).select_related("person", "sign_off")


def results_by_number(sign_off: SignOff | None) -> Mapping[int, str]:
    """How each step was done, by its number."""
    return {int(number): result for number, result in sign_off.results.items()} if sign_off else {}

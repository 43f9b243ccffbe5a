"""Eligibility: what is known of a nominee, what each rule says of it, and how the nomination then stands.

Every change of a list judges the list anew, so that what pages and the office's list show is never old; a
change of the rules does so by :func:`judge_edition`.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.nominations.enums import ApplicationState, FactSource, NominationState, Outcome, Standing
from balai.nominations.models import CountryCall, Document, Endorsement, Nomination, RuleResult, Waiver
from balai.nominations.queries import deadline_of, is_over, live_nominations, places_of
from balai.nominations.queries.applications import documents_asked, is_endorsed, latest_submissions
from balai.nominations.rules import may_waive, missing_of
from balai.nominations.services.locking import lock_call
from balai.people.services.persons import reference_of
from balai.programmes.enums import Severity
from balai.programmes.models import EligibilityRule
from balai.programmes.rules.eligibility import answer, facts_asked

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.nominations.queries import Places
    from balai.people.models import Person
    from balai.programmes.models import Deadline, Edition
    from balai.programmes.rules.eligibility import Value


ASKED_OF_A_NOMINEE = (
    "experience_years",
    "is_military",
    "took_part_before",
    "has_conflict_of_interest",
    "education",
    "language_level",
    "track",
    "sector",
)
"""Columns of a nomination that rules ask for under the same name."""

NOTHING: Mapping[str, Any] = MappingProxyType({})


def facts_of(  # noqa: PLR0913 -- each is named where it is called
    nomination: Nomination,
    *,
    places: Places,
    deadline: Deadline | None,
    doubles: Collection[str],
    told: Mapping[str, Any] = NOTHING,
    at: datetime,
) -> dict[str, Value]:
    """What is known of a nominee, by the names that rules use; what is not known is left out.

    What the nominee told goes before what the focal point wrote.

    Args:
        nomination: with its call and edition.
        places: of the country.
        deadline: of the country.
        doubles: e-mail addresses that the country's own list has more than once.
        told: facts of the application that was sent last, with ``has_all_documents`` and ``is_endorsed``.
        at: the moment to judge by.
    """
    edition = nomination.edition
    is_in_time = not nomination.was_late or nomination.admitted_at is not None
    if nomination.state == NominationState.DRAFT:
        is_in_time = not is_over(deadline, at=at)
    most = places.kept + places.reserve
    facts: dict[str, Value] = {
        "is_of_a_member": nomination.call.membership_id is not None or edition.series.body_id is None,
        "is_within_quota": nomination.rank <= most or places.more_at_own_expense,
        "is_in_time": is_in_time,
        "is_nominated_twice": bool(nomination.email) and nomination.email.lower() in doubles,
    }
    birth_on = _day(told, "birth_on", nomination.birth_on)
    if birth_on and edition.starts_on:
        facts["age"] = _whole_years(birth_on, edition.starts_on)
    passport_until = _day(told, "passport_until", nomination.passport_until)
    if passport_until and edition.departs_on:
        facts["passport_months_after_return"] = max(_whole_months(edition.departs_on, passport_until), 0)
    for name in ASKED_OF_A_NOMINEE:
        value = told.get(name, getattr(nomination, name))
        if value not in (None, ""):
            facts[name] = value
    if told:
        facts["has_all_documents"] = bool(told.get("has_all_documents"))
        facts["is_endorsed"] = bool(told.get("is_endorsed"))
    return facts


def sources_of(facts: Mapping[str, Value], told: Mapping[str, Any]) -> dict[str, str]:
    """Who told each fact: the application before the focal point; what Balai knows itself, its records."""
    sources = {}
    for name in facts:
        origin = {"age": "birth_on", "passport_months_after_return": "passport_until"}.get(name, name)
        if origin in told:
            sources[name] = FactSource.APPLICATION.value
        elif origin in (*ASKED_OF_A_NOMINEE, "birth_on", "passport_until"):
            sources[name] = FactSource.FOCAL_POINT.value
        else:
            sources[name] = FactSource.RECORDS.value
    return sources


def _day(told: Mapping[str, Any], name: str, otherwise: dt.date | None) -> dt.date | None:
    return date.fromisoformat(told[name]) if name in told else otherwise


def _whole_years(since: dt.date, until: dt.date) -> int:
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


def _whole_months(since: dt.date, until: dt.date) -> int:
    return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)


def standing_of(nomination: Nomination, results: Sequence[tuple[EligibilityRule, Outcome]]) -> Standing:
    """How a nomination stands: the worst of what its rules say and of what is not filled in."""
    failed = [rule for rule, outcome in results if outcome == Outcome.FAIL]
    if any(rule.severity == Severity.HARD for rule in failed):
        return Standing.BLOCKED
    unknown = any(
        outcome == Outcome.UNKNOWN and rule.severity != Severity.WARNING for rule, outcome in results
    )
    if missing_of(nomination) or unknown:
        return Standing.MISSING
    if any(rule.severity == Severity.WAIVABLE for rule in failed):
        return Standing.WAIVER
    return Standing.READY


@transaction.atomic
def judge_call(*, call: CountryCall, at: datetime) -> None:
    """Ask every rule of the edition about every live nomination of a country; a fixed number of questions.

    What a rule says as before stays as it was written: most changes of a list change little of it.
    """
    rules = list(EligibilityRule.objects.filter(edition=call.edition_id).order_by("order", "code"))
    nominations = list(live_nominations(call).select_related("person"))
    for nomination in nominations:
        nomination.edition = call.edition  # once for all of them
    before = {
        (nomination_id, rule_id): said
        for nomination_id, rule_id, *said in RuleResult.objects.filter(
            nomination__in=[one.pk for one in nominations]
        ).values_list("nomination_id", "rule_id", "outcome", "value_seen", "sources")
    }
    waived: dict[object, set[str]] = {}
    for nomination_id, code in Waiver.objects.filter(nomination__call=call).values_list(
        "nomination_id", "rule_code"
    ):
        waived.setdefault(nomination_id, set()).add(code)
    places, deadline = places_of(call), deadline_of(call)
    addresses = [one.email.lower() for one in nominations if one.email]
    doubles = {address for address in addresses if addresses.count(address) > 1}
    told_by = _told_by(nominations)
    results, changed = [], []
    for nomination in nominations:
        told = told_by.get(nomination.pk, NOTHING)
        facts = facts_of(nomination, places=places, deadline=deadline, doubles=doubles, told=told, at=at)
        sources = sources_of(facts, told)
        outcomes = []
        for rule in rules:
            outcome = Outcome(answer(rule.expression, facts).value)
            if outcome == Outcome.FAIL and rule.code in waived.get(nomination.pk, set()):
                outcome = Outcome.WAIVED
            outcomes.append((rule, outcome))
            said = [outcome.value, _seen(rule, facts), _seen(rule, sources)]
            if said != before.get((nomination.pk, rule.pk)):
                seen = dict(zip(("outcome", "value_seen", "sources"), said, strict=True))
                results.append(RuleResult(nomination=nomination, rule=rule, at=at, **seen))
        standing = standing_of(nomination, outcomes)
        if standing != nomination.standing:
            nomination.standing = standing
            changed.append(nomination)
    RuleResult.objects.bulk_create(
        results,
        update_conflicts=True,
        unique_fields=["nomination", "rule"],
        update_fields=["outcome", "value_seen", "sources", "at"],
    )
    Nomination.objects.bulk_update(changed, ["standing"])


def _told_by(nominations: Sequence[Nomination]) -> dict[UUID, dict[str, Any]]:
    """What the applications of a list tell, by nomination; four questions, whatever the list's length.

    An application that was returned tells nothing until it is sent again.
    """
    submissions = latest_submissions(nominations)
    sent = {pk: row for pk, row in submissions.items() if row.application.state == ApplicationState.SENT}
    if not sent:
        return {}
    people = {one.pk: one.person.merged_into_id or one.person_id for one in nominations}
    kept: dict[UUID, set[str]] = {}
    theirs = Q(person__in=[*people.values()]) | Q(person__merged_into__in=[*people.values()])
    rows = Document.objects.filter(theirs, put_away_at=None)
    for person_id, merged_into, kind in rows.values_list("person_id", "person__merged_into", "kind"):
        kept.setdefault(merged_into or person_id, set()).add(kind)
    asked = documents_asked(nominations[0].edition_id)
    statements: dict[UUID, list[Endorsement]] = {}
    live = Endorsement.objects.filter(application__nomination__in=[*sent], put_away_at=None)
    for one in live.select_related("application").only(
        "signatory", "signed_at", "is_of_focal_point", "application__nomination"
    ):
        statements.setdefault(one.application.nomination_id, []).append(one)
    return {
        pk: {
            **row.facts,
            "has_all_documents": set(asked) <= kept.get(people[pk], set()),
            "is_endorsed": is_endorsed(statements.get(pk, ())),
        }
        for pk, row in sent.items()
    }


def _seen(rule: EligibilityRule, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in sorted(facts_asked(rule.expression)) if name in facts}


@transaction.atomic
def judge_edition(*, edition: Edition, actor: Person | None, at: datetime) -> int:
    """Judge every list of an edition anew, as after its rules have changed; returns how many there are."""
    known = CountryCall.objects.filter(edition=edition).select_related("edition__series", "country")
    calls = list(known.select_for_update(of=("self",)).order_by("pk"))  # no list changes under its verdict
    for call in calls:
        judge_call(call=call, at=at)
    record(
        actor=reference_of(actor),
        action="nominations.judged",
        subject=edition.reference,
        at=at,
        detail={"calls": len(calls)},
    )
    return len(calls)


@transaction.atomic
def waive_rule(  # noqa: PLR0913 -- each is named where it is called
    *, nomination: Nomination, rule: EligibilityRule, authority: str, reason: str, actor: Person, at: datetime
) -> Waiver:
    """Note that somebody who may has waived a rule for one nominee; the office records it and says who.

    Raises:
        RuleViolationError: ``rule.not_waivable``, ``rule.of_another_edition``, ``rule.waived_already`` or
            ``nomination.withdrawn``.
    """
    call = lock_call(nomination.call_id)
    nomination.refresh_from_db()
    enforce(may_waive(nomination, rule))
    seen = nomination.results.filter(rule=rule).values_list("value_seen", flat=True).first()
    waiver = Waiver.objects.create(
        nomination=nomination,
        rule_code=rule.code,
        authority=authority,
        reason=reason,
        value_seen=seen or {},
        at=at,
        actor=actor.reference,
    )
    record(
        actor=actor.reference,
        action="nomination.rule_waived",
        subject=nomination.reference,
        at=at,
        detail={"rule": rule.code},
    )
    judge_call(call=call, at=at)
    return waiver

"""Who lays proposals before a panel and records what it decided, and when that may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus
from balai.programmes.queries.scopes import covers
from balai.selection.enums import DecisionState, Place
from balai.selection.queries.scores import readings_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from balai.people.models import Grant, Person
    from balai.programmes.models import Edition
    from balai.selection.models import Decision, Signature, Verdict

READERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT, Role.AUDITOR})
"""They see the selection of the editions that their role covers."""

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER})
"""They make proposals, lay them before the panel and record what it decided."""


def may_keep_selection(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """Programme officers of the edition."""
    if covers(grants, KEEPERS, edition):
        return None
    return Refusal("selection.not_kept_by_you", _("A programme officer of this edition does this."))


def may_lay_before_panel(edition: Edition) -> Refusal | None:
    """While the edition is being selected, or prepared, where somebody's place may still be corrected."""
    if edition.status not in {EditionStatus.SELECTION, EditionStatus.PREPARATION}:
        return Refusal(
            "decision.not_now", _("A panel decides after the call and before the programme begins.")
        )
    return None


def must_say_why_corrected(correction: str, *, is_first: bool) -> Refusal | None:
    """A version after the first says why; the first has nothing to correct."""
    if is_first and correction:
        return Refusal("decision.nothing_to_correct", _("Nothing is decided yet that this could correct."))
    if not is_first and not correction.strip():
        return Refusal("decision.no_correction", _("Say why the decision is corrected."))
    return None


def must_be_open(decision: Decision) -> Refusal | None:
    """Only what lies before the panel changes."""
    if decision.state != DecisionState.PROPOSED:
        return Refusal("decision.taken", _("This is decided. A correction is a new version."))
    return None


def must_say_why(verdict: Verdict, reason: str) -> Refusal | None:
    """Whoever decides otherwise than proposed says why."""
    if verdict.deviates and not reason.strip():
        return Refusal("decision.no_reason", _("Say why the panel decides otherwise than proposed."))
    return None


def may_sign(decision: Decision, member: Person) -> Refusal | None:
    """A panel member signs once their own scores are in; until then they see no result."""
    if not readings_for(member, decision.edition_id).filter(is_in=False).exists():
        return None
    return Refusal("decision.scores_missing", _("Hand in your own scores first."))


def must_be_what_was_read(digest: str, now: str) -> Refusal | None:
    """A signature is on what its member has read: not on what became of it meanwhile."""
    if digest == now:
        return None
    return Refusal(
        "decision.changed_meanwhile",
        _("It was changed since you read it. Read it again, and sign then."),
    )


def must_be_signed(signatures: Sequence[Signature], panel: Sequence[Person]) -> Refusal | None:
    """More than half of the panel has signed."""
    seated = {member.pk for member in panel}
    signed = sum(one.member_id in seated for one in signatures)
    if 2 * signed > len(seated):
        return None
    return Refusal("decision.not_signed", _("More than half of the panel has to sign first."))


def may_decide(decision: Decision, verdicts: Sequence[Verdict]) -> Refusal | None:
    """A decision is taken once, selects somebody, and nobody beyond the places there are."""
    refusal = must_be_open(decision)
    if refusal is not None:
        return refusal
    selected = [one for one in verdicts if one.place == Place.SELECTED]
    if not selected:
        return Refusal("decision.nobody", _("Nobody is selected."))
    if len(selected) > (decision.edition.places or 0):
        return Refusal("decision.too_many", _("More people are selected than the edition has places."))
    gone = next((one for one in verdicts if not one.nomination.is_live and _counts(one)), None)
    if gone is not None:
        return Refusal(
            "decision.somebody_withdrawn",
            _("%(name)s was withdrawn and can neither be selected nor be a reserve.")
            % {"name": gone.nomination.name},
        )
    return may_lay_before_panel(decision.edition)


def _counts(verdict: Verdict) -> bool:
    return verdict.place in {Place.SELECTED, Place.RESERVE}

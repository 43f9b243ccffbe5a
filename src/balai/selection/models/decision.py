"""The decision of a panel about an edition, and its verdict on every nominee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.kernel.translated import TranslatedTextField
from balai.nominations.models import Nomination
from balai.programmes.models import Edition
from balai.selection.enums import DecisionState, Place

if TYPE_CHECKING:
    from uuid import UUID

    from balai.selection.models.proposal import Proposal

LARGEST_SEED = 2**31 - 1


class Decision(IdentifiedModel):
    """What a panel decides about an edition: first laid before it, then decided, at last replaced.

    What others may rely on:

    - At most one decision of an edition is in force, that is ``decided``; the database holds it. Ask
      :func:`balai.selection.queries.decisions.decision_in_force`.
    - Once decided, nothing of it changes but that a later version replaces it, and its verdicts never do: a
      trigger refuses it to everybody. A correction is a new version, with the reason for it.
    - Every nominee of the pool has one verdict. As many as have places at most are selected; the reserves
      are numbered 1, 2, 3 … without a gap.
    - What happens afterwards (somebody declines, a reserve moves up) is no change of the decision.

    Attributes:
        version: 1, 2, 3 … within the edition.
        correction: why there is a later version; empty for the first.
        proposal: what the engine proposed, with its evidence; None for a list made by hand.
        problem: the pool, the rules and the locks, as the engine reads them; empty for a list made by hand.
        seed: the published number that lots were drawn with.
        engine_version: of the engine that proposed; empty for a list made by hand.
        minutes: what the minutes say, frozen when it was decided; it names nominees by reference.
        minutes_digest: SHA-256 of the minutes in canonical JSON, in hexadecimal.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="decisions")
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=DecisionState, default=DecisionState.PROPOSED)
    correction = models.CharField(_("why there is a later version"), max_length=500, blank=True)
    proposed_at = models.DateTimeField(_("laid before the panel"))
    proposed_by = models.CharField(max_length=MAX_LENGTH)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    superseded_at = models.DateTimeField(_("replaced"), null=True)
    proposal: models.ForeignKey[Proposal | None, Proposal | None] = models.ForeignKey(
        "selection.Proposal", models.PROTECT, null=True, related_name="decisions"
    )
    problem = models.JSONField(default=dict)
    seed = models.PositiveIntegerField(_("number of the lots"), default=0)
    engine_version = models.CharField(max_length=40, blank=True)
    minutes = models.JSONField(default=dict)
    minutes_digest = models.CharField(_("digest"), max_length=64, blank=True)

    class Meta:
        db_table = "balai_decision"
        constraints = [
            is_one_of("state", DecisionState, name="decision_state_is_known"),
            models.UniqueConstraint(fields=["edition", "version"], name="decision_version_once"),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(state=DecisionState.DECIDED),
                name="decision_one_in_force",
                violation_error_message=_("Another decision of this edition is in force."),
            ),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(state=DecisionState.PROPOSED),
                name="decision_one_before_the_panel",
                violation_error_message=_("Another proposal is before the panel already."),
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="decision_version_begins_at_one"),
            models.CheckConstraint(
                condition=Q(version=1, correction="") | Q(version__gt=1) & ~Q(correction=""),
                name="decision_later_version_says_why",
                violation_error_message=_("Say why the decision is corrected."),
            ),
            models.CheckConstraint(
                condition=Q(state=DecisionState.PROPOSED, decided_at=None, decided_by="", minutes_digest="")
                | ~Q(state=DecisionState.PROPOSED)
                & Q(decided_at__isnull=False, minutes_digest__regex=r"^[0-9a-f]{64}$")
                & ~Q(decided_by="")
                & ~Q(minutes={}),
                name="decision_decided_is_dated_and_minuted",
            ),
            models.CheckConstraint(
                condition=Q(state=DecisionState.SUPERSEDED, superseded_at__isnull=False)
                | ~Q(state=DecisionState.SUPERSEDED) & Q(superseded_at=None),
                name="decision_superseded_is_dated",
            ),
            models.CheckConstraint(condition=Q(seed__lte=LARGEST_SEED), name="decision_seed_is_a_number"),
            holds_references("proposed_by", name="decision_proposed_by_is_a_reference", or_system=True),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.version}"

    @property
    def reference(self) -> str:
        """How the trail names this decision."""
        return f"decision:{self.pk}"

    @property
    def is_in_force(self) -> bool:
        return self.state == DecisionState.DECIDED


class Verdict(IdentifiedModel):
    """What a decision says of one nominee.

    ``proposed_place`` and ``proposed_rank`` are what the engine proposed; where the panel decides otherwise,
    it says why, and the sentence stays what was true of the proposal. Empty for a list made by hand.

    Attributes:
        place: selected, reserve or not selected.
        reserve_rank: 1 for the first reserve; None for everybody else.
        points: tenths of a point that the nominee brings; None where nobody scored.
        sentence: why, by language; true of the proposal, and fit to be read aloud before the person.
        deviation: why the panel decides otherwise than proposed.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="verdicts")
    nomination: models.ForeignKey[Nomination, Nomination] = models.ForeignKey(
        Nomination, models.PROTECT, related_name="verdicts", verbose_name=_("nominee")
    )
    place = models.CharField(_("place"), max_length=12, choices=Place)
    reserve_rank = models.PositiveSmallIntegerField(_("number on the reserve list"), null=True, blank=True)
    points = models.PositiveIntegerField(_("points, in tenths"), null=True, blank=True)
    proposed_place = models.CharField(max_length=12, choices=Place, blank=True)
    proposed_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    sentence = TranslatedTextField(_("why"), blank=True, max_length=2000)
    deviation = models.CharField(_("why the panel decides otherwise"), max_length=500, blank=True)

    class Meta:
        db_table = "balai_verdict"
        constraints = [
            models.UniqueConstraint(fields=["decision", "nomination"], name="verdict_once_for_a_nominee"),
            is_one_of("place", Place, name="verdict_place_is_known"),
            models.CheckConstraint(
                condition=Q(place=Place.RESERVE, reserve_rank__isnull=False, reserve_rank__gte=1)
                | ~Q(place=Place.RESERVE) & Q(reserve_rank=None),
                name="verdict_reserve_has_a_number",
                violation_error_message=_("A reserve has a number on the list, and nobody else."),
            ),
            models.UniqueConstraint(
                fields=["decision", "reserve_rank"],
                deferrable=models.Deferrable.DEFERRED,  # two change places in one transaction
                name="verdict_reserve_number_once",
                violation_error_message=_("Two reserves have the same number."),
            ),
            models.CheckConstraint(
                condition=Q(proposed_place="") | Q(proposed_place__in=Place.values),
                name="verdict_proposed_place_is_known",
            ),
            models.CheckConstraint(
                condition=Q(proposed_place="") | Q(proposed_place=F("place")) | ~Q(deviation=""),
                name="verdict_deviation_says_why",
                violation_error_message=_("Say why the panel decides otherwise than proposed."),
            ),
        ]

    if TYPE_CHECKING:
        decision_id: UUID
        nomination_id: UUID

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.place}"

    @property
    def reference(self) -> str:
        """How the trail names this verdict."""
        return f"verdict:{self.pk}"

    @property
    def deviates(self) -> bool:
        """Whether the panel decided otherwise than proposed."""
        return self.proposed_place not in {"", self.place}

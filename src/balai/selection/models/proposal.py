"""What the panel has settled beforehand, and the proposals that are worked out for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.nominations.models import Nomination
from balai.people.models import Person
from balai.programmes.models import Edition
from balai.selection.enums import Place, ProposalState
from balai.selection.models.decision import Decision

if TYPE_CHECKING:
    from uuid import UUID

OPEN = (ProposalState.WAITING, ProposalState.WORKING)


class Lock(IdentifiedModel):
    """Somebody whom the panel has put in or out beforehand, with a reason that the person may read."""

    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="lock")
    place = models.CharField(
        _("place"),
        max_length=12,
        choices=[
            (Place.SELECTED.value, Place.SELECTED.label),
            (Place.NOT_SELECTED.value, Place.NOT_SELECTED.label),
        ],
    )
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("when"))
    actor = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_lock"
        constraints = [
            models.CheckConstraint(
                condition=Q(place__in=[Place.SELECTED, Place.NOT_SELECTED]), name="lock_is_in_or_out"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="lock_says_why"),
            holds_references("actor", name="lock_actor_is_a_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.place}"


class Proposal(IdentifiedModel):
    """A cohort that is asked for, worked out by the worker in a process of its own, and checked.

    What the checker refuses is kept nowhere: the state says that it was refused, and why.

    Attributes:
        wish: what is asked other than the edition does, by name; empty for the proposal itself.
        problem: what the engine is asked, as it reads it.
        done, of: how many of how many nominees are accounted for.
        status: optimal, bounded or infeasible; empty until it is there.
        points, bound: tenths of a point; no cohort reaches more than the bound.
        told: what pages show, drawn from the evidence once, in every language.
        evidence: the engine's whole answer with its proofs, as JSON.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="proposals")
    state = models.CharField(max_length=9, choices=ProposalState, default=ProposalState.WAITING)
    wish = models.JSONField(default=dict)
    problem = models.JSONField()
    problem_digest = models.CharField(max_length=64)
    seed = models.PositiveIntegerField(_("number of the lots"))
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.CharField(max_length=MAX_LENGTH)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(_("worked out"), null=True)
    status = models.CharField(max_length=10, blank=True)
    points = models.IntegerField(null=True)
    bound = models.IntegerField(null=True)
    told = models.JSONField(default=dict)
    evidence = models.TextField(blank=True)
    engine_version = models.CharField(max_length=40, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "balai_proposal"
        constraints = [
            is_one_of("state", ProposalState, name="proposal_state_is_known"),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(state__in=OPEN),
                name="proposal_one_at_work",
                violation_error_message=_("A proposal for this edition is being worked out already."),
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.DONE, answered_at__isnull=False)
                & Q(status__in=["optimal", "bounded", "infeasible"])
                & ~Q(evidence="")
                | ~Q(state=ProposalState.DONE) & Q(status="", evidence="", told={}),
                name="proposal_shows_only_what_was_checked",
            ),
            models.CheckConstraint(
                condition=Q(bound=None) | Q(points=None) | Q(bound__gte=F("points")),
                name="proposal_bound_is_not_below_its_points",
            ),
            holds_references("asked_by", name="proposal_asked_by_is_a_reference"),
        ]
        indexes = [models.Index(fields=["edition", "-asked_at"], name="proposal_by_edition")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def reference(self) -> str:
        """How the trail names this proposal."""
        return f"proposal:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Signature(IdentifiedModel):
    """A panel member has signed what lies before the panel, as it was at that moment.

    ``digest`` is that of what was signed; when something of it is changed, the signatures on it go.
    """

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="signatures")
    member = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("signed"))
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "balai_signature"
        constraints = [
            models.UniqueConstraint(fields=["decision", "member"], name="signature_once"),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="signature_has_a_digest"
            ),
        ]

    if TYPE_CHECKING:
        member_id: UUID

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.member_id}"

"""Who holds an edition, and what the sites have agreed to."""

from __future__ import annotations

from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import Certainty
from balai.directory.models.base import Sourced, is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.programmes.enums import OrganiserRole, ReservationState
from balai.programmes.models.edition import Edition


class Organiser(IdentifiedModel, Sourced):
    """An organisation's part in an edition; ``order`` is that of protocol, on every page and paper."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(
        "directory.Organisation",
        models.PROTECT,
        related_name="editions_organised",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=16, choices=OrganiserRole)
    order = models.PositiveSmallIntegerField(_("order of protocol"))
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    agreement = models.CharField(_("record of the agreement"), max_length=200, blank=True)

    class Meta:
        db_table = "balai_organiser"
        constraints = [
            is_one_of("certainty", Certainty, name="organiser_certainty_is_known"),
            is_one_of("role", OrganiserRole, name="organiser_role_is_known"),
            models.UniqueConstraint(
                fields=["edition", "organisation", "role"],
                name="organiser_once_in_a_role",
                violation_error_message=_("This organisation has the role already."),
            ),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(role=OrganiserRole.HOST),
                name="organiser_one_host",
                violation_error_message=_("An edition has one host."),
            ),
            models.UniqueConstraint(
                fields=["edition", "order"],
                name="organiser_order_once",
                deferrable=Deferrable.DEFERRED,  # an order is changed by giving all of them anew
                violation_error_message=_("Two organisers have the same place in the order of protocol."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.organisation_id} ({self.role})"


class Reservation(IdentifiedModel):
    """Days on which a site is asked for, and how far it has agreed."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="reservations")
    site = models.ForeignKey(
        "directory.Site", models.PROTECT, related_name="reservations", verbose_name=_("site")
    )
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    people = models.PositiveSmallIntegerField(_("people"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ReservationState, default=ReservationState.WANTED
    )
    held_until = models.DateField(_("held until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        db_table = "balai_reservation"
        constraints = [
            is_one_of("state", ReservationState, name="reservation_state_is_known"),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="reservation_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ReservationState.HELD) | Q(held_until__isnull=False),
                name="reservation_held_says_until_when",
                violation_error_message=_("Say until which day the site holds it."),
            ),
            models.UniqueConstraint(
                fields=["edition", "site", "first_on"],
                name="reservation_once",
                violation_error_message=_("The site is asked for from this day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.site_id} {self.first_on}"

"""Participants: nominees who have confirmed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balai.directory.models.base import everything_in, is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH
from balai.kernel.restricted import RestrictedJSONField
from balai.nominations.models import Nomination
from balai.programmes.models import Edition
from balai.selection.enums import Attendance, EndReason, ParticipantState, PhotoLevel, RoomWish
from balai.selection.models.offer import NumberedPlace, Offer

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from balai.directory.models import Country
    from balai.people.models import Person

HELD = dt.timedelta(hours=24)
"""How long the place of somebody who was not met on arrival stays theirs (workflow E7)."""

IS_CONFIRMED = Q(state=ParticipantState.CONFIRMED)


class Participant(IdentifiedModel):
    """A nominee who has confirmed, and what the programme has to know of them.

    Who holds a place is written here once: the database refuses the same place twice, a person twice in an
    edition, and a place of another country or edition. Who leaves keeps the row, without the place; who
    comes back gets another. What is needed, whom to call and which days are kept free of work are sealed with
    the person's key.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="participants")
    country: models.ForeignKey[Country, Country] = models.ForeignKey(
        "directory.Country", models.PROTECT, related_name="+", verbose_name=_("country")
    )
    person: models.ForeignKey[Person, Person] = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="participations", verbose_name=_("participant")
    )
    nomination: models.ForeignKey[Nomination, Nomination] = models.ForeignKey(
        Nomination, models.PROTECT, related_name="participations"
    )
    offer = models.OneToOneField(Offer, models.PROTECT, related_name="participant")
    place = models.OneToOneField(
        NumberedPlace,
        models.PROTECT,
        null=True,
        related_name="holder",
        error_messages={"unique": _("Somebody else has confirmed this place.")},
    )
    place_number = models.PositiveSmallIntegerField(_("place"))
    state = models.CharField(
        _("state"), max_length=10, choices=ParticipantState, default=ParticipantState.CONFIRMED
    )
    name = models.CharField(_("name"), max_length=200)
    attendance = models.CharField(_("mode of attendance"), max_length=10, choices=Attendance)
    room = models.CharField(pgettext_lazy("to sleep in", "room"), max_length=6, choices=RoomWish, blank=True)
    photos = models.CharField(_("photos and press"), max_length=8, choices=PhotoLevel)
    signed_as = models.CharField(_("signed"), max_length=200)
    needs = RestrictedJSONField(_("diet and needs"), owner="person", null=True)
    emergency = RestrictedJSONField(_("whom to call in an emergency"), owner="person", null=True)
    kept_days = RestrictedJSONField(_("days kept free of work"), owner="person", null=True)
    confirmed_at = models.DateTimeField(_("confirmed"))
    met_at = models.DateTimeField(_("arrived"), null=True)
    missed_at = models.DateTimeField(_("not met on arrival"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    ended_why = models.CharField(_("why"), max_length=8, choices=EndReason, blank=True)
    ended_note = models.CharField(_("note"), max_length=500, blank=True)
    recovers_cost = models.BooleanField(_("costs are claimed back"), null=True)
    recovery_note = models.CharField(_("what is claimed, from whom"), max_length=300, blank=True)
    search_text = models.GeneratedField(
        expression=everything_in("name"), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        db_table = "balai_participant"
        constraints = [
            is_one_of("state", ParticipantState, name="participant_state_is_known"),
            is_one_of("attendance", Attendance, name="participant_attendance_is_known"),
            is_one_of("photos", PhotoLevel, name="participant_photo_level_is_known"),
            models.UniqueConstraint(
                fields=["edition", "person"],
                condition=IS_CONFIRMED,
                name="participant_once_in_an_edition",
                violation_error_message=_("This person takes part in this edition already."),
            ),
            models.UniqueConstraint(
                fields=["nomination"],
                condition=IS_CONFIRMED,
                name="participant_once_for_a_nomination",
                violation_error_message=_("This person takes part in this edition already."),
            ),
            models.CheckConstraint(
                condition=IS_CONFIRMED & Q(place__isnull=False, ended_at=None, ended_by="", ended_why="")
                | ~IS_CONFIRMED & Q(place=None, ended_at__isnull=False) & ~Q(ended_by="") & ~Q(ended_why=""),
                name="participant_holds_a_place_until_the_end",
            ),
            models.CheckConstraint(
                condition=Q(room="") | Q(room__in=RoomWish.values), name="participant_room_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(attendance=Attendance.IN_PERSON) | ~Q(room=""),
                name="participant_on_the_spot_says_what_room",
            ),
            models.CheckConstraint(condition=~Q(signed_as=""), name="participant_has_signed"),
            models.CheckConstraint(
                condition=~Q(ended_why=EndReason.NO_SHOW) | Q(met_at=None, missed_at__isnull=False),
                name="participant_who_did_not_arrive_was_not_met",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("confirmed_at")),
                name="participant_ends_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "country", "name", "id"], name="participant_by_country"),
            models.Index(fields=["country", "name", "id"], name="participant_by_country_alone"),
            models.Index(fields=["name", "id"], name="participant_by_name"),
            models.Index(fields=["confirmed_at", "id"], name="participant_by_moment"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="participant_by_words"),
        ]

    if TYPE_CHECKING:
        edition_id: UUID
        country_id: str
        person_id: UUID
        place_id: UUID | None

    def __str__(self) -> str:
        return f"{self.name} ({self.country_id})"

    @property
    def held_until(self) -> datetime | None:
        """Until when the place of somebody who was not met on arrival is held for them."""
        return None if self.missed_at is None or self.met_at else self.missed_at + HELD

    @property
    def reference(self) -> str:
        """How the trail names this participant."""
        return f"participant:{self.pk}"

    @property
    def as_mentioned(self) -> tuple[UUID, str]:
        """Whom a letter to somebody else names, and how: an erasure strikes it there."""
        return self.person_id, self.name

    def with_whom(self, name: str, address: str) -> list[tuple[UUID, str]]:
        """The same of a letter to somebody whom they named: an erasure strikes that person too."""
        return [self.as_mentioned, (self.person_id, name), (self.person_id, address)]

    @property
    def is_confirmed(self) -> bool:
        return self.state == ParticipantState.CONFIRMED

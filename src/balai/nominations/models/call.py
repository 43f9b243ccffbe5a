"""The call as one country got it: its invitation, how it arrived, and the list that is sent back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.correspondence.models import Letter
from balai.directory.models.base import is_one_of
from balai.kernel.files import KeptFile, KeptFileField
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.kernel.restricted import DataKeyOwner
from balai.nominations.enums import ContactWay, Reached
from balai.programmes.models import Edition

if TYPE_CHECKING:
    from balai.correspondence.models import RegisterEntry
    from balai.directory.models import Country


class CountryCall(IdentifiedModel, DataKeyOwner):
    """The invitation of one country to one edition, and the list of nominees that the country keeps under it.

    It is addressed to the role of the country's focal point, whoever holds it. ``membership`` is why the
    country was invited: it was a member on ``called_on``; empty where the series is offered to no body.
    ``version`` rises with every change of the list, so that two people who change it at once are told.
    ``note_entry`` is the number of the note verbale where no letter has one that it could bear.
    The letter of nomination is sealed with the key of this row: it is the country's, and no person's.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="country_calls")
    country: models.ForeignKey[Country, Country] = models.ForeignKey(
        "directory.Country", models.PROTECT, related_name="country_calls", verbose_name=_("country")
    )
    membership = models.ForeignKey(
        "directory.Membership", models.PROTECT, null=True, related_name="+", verbose_name=_("membership")
    )
    called_on = models.DateField(_("day of the call"))
    issued_at = models.DateTimeField(_("invited"))
    opened_at = models.DateTimeField(_("opened"), null=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(_("changed"), null=True)
    changed_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    numbered = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(_("sent"), null=True)
    sent_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    is_eligibility_stated = models.BooleanField(_("the nominees meet what is asked"), default=False)
    is_release_stated = models.BooleanField(_("they are released with pay"), default=False)
    is_return_stated = models.BooleanField(_("they return to their posts"), default=False)
    note_entry: models.OneToOneField[RegisterEntry | None, RegisterEntry | None] = models.OneToOneField(
        "correspondence.RegisterEntry",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("note verbale"),
    )
    letter_file = KeptFileField(null=True)
    letter_name = models.CharField(_("letter of nomination"), max_length=160, blank=True)
    letter_type = models.CharField(max_length=100, blank=True)
    letter_size = models.PositiveIntegerField(default=0)
    letter_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "balai_country_call"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "country"],
                name="country_is_called_once_for_an_edition",
                violation_error_message=_("This country is invited already."),
            ),
            models.CheckConstraint(
                condition=Q(letter_file=None, letter_name="", letter_at=None)
                | (Q(letter_file__isnull=False, letter_at__isnull=False) & ~Q(letter_name="")),
                name="country_call_letter_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by="")
                | (
                    Q(sent_at__isnull=False, letter_file__isnull=False)
                    & Q(is_eligibility_stated=True, is_release_stated=True, is_return_stated=True)
                    & ~Q(sent_by="")
                ),
                name="country_call_sent_has_letter_and_statements",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(opened_at__gte=F("issued_at")),
                name="country_call_is_opened_after_it_was_issued",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.country_id}"

    @property
    def reference(self) -> str:
        """How the trail names this call."""
        return f"country_call:{self.pk}"

    @property
    def scope(self) -> str:
        """The scope of the focal point to whom it is addressed."""
        return f"country:{self.country_id}"

    @property
    def letter_of_nomination(self) -> KeptFile | None:
        """The letter that the country uploaded."""
        if self.letter_file is None:
            return None
        return KeptFile(
            id=self.letter_file,
            name=self.letter_name,
            media_type=self.letter_type,
            size=self.letter_size,
        )


class CallLetter(IdentifiedModel):
    """The letter of invitation to one holder of the role; delivery and reading are the letter's own.

    ``person`` repeats whom it was written to, so that the database refuses a second one.
    """

    call = models.ForeignKey(CountryCall, models.PROTECT, related_name="letters")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="+")

    class Meta:
        db_table = "balai_call_letter"
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], name="call_letter_once_for_a_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.person_id}"


class CallCopy(IdentifiedModel):
    """The copy of an invitation that an office of an embassy got.

    ``contact`` is that office as the directory has it, so that the database refuses a second copy.
    """

    call = models.ForeignKey(CountryCall, models.PROTECT, related_name="copies")
    contact = models.ForeignKey("directory.Contact", models.PROTECT, related_name="+")
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="+")

    class Meta:
        db_table = "balai_call_copy"
        constraints = [
            models.UniqueConstraint(fields=["call", "contact"], name="call_copy_once_for_an_office"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.contact_id}"


class CallContact(IdentifiedModel):
    """One try to reach an office that did not answer its letter. Rows are only ever added."""

    call = models.ForeignKey(CountryCall, models.PROTECT, related_name="contacts")
    at = models.DateTimeField(_("when"))
    way = models.CharField(_("how"), max_length=10, choices=ContactWay)
    reached = models.CharField(_("what came of it"), max_length=8, choices=Reached)
    note = models.CharField(_("note"), max_length=500, blank=True)
    actor = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_call_contact"
        constraints = [
            is_one_of("way", ContactWay, name="call_contact_way_is_known"),
            is_one_of("reached", Reached, name="call_contact_reached_is_known"),
            holds_references("actor", name="call_contact_actor_is_a_reference", or_system=True),
        ]
        indexes = [models.Index(fields=["call", "at"], name="call_contact_by_moment")]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.way} {self.reached}"


class ReturnedPlaces(IdentifiedModel):
    """Places that a country gave back; what others got is told by their quotas. Rows are only ever added."""

    call = models.ForeignKey(CountryCall, models.PROTECT, related_name="returns")
    places = models.PositiveSmallIntegerField(_("places"))
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("when"))
    actor = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_returned_places"
        constraints = [
            models.CheckConstraint(condition=Q(places__gte=1), name="returned_places_are_one_or_more"),
            models.CheckConstraint(condition=~Q(reason=""), name="returned_places_say_why"),
            holds_references("actor", name="returned_places_actor_is_a_reference", or_system=True),
        ]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.places}"

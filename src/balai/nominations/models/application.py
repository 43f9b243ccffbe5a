"""Applications: what a nominee fills in for one edition, what was sent, and what the employer signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import are_some_of, is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH
from balai.kernel.restricted import RestrictedJSONField
from balai.nominations.enums import ApplicationState, PhotoConsent, Section, Signatory, Support
from balai.nominations.models.nomination import Nomination

if TYPE_CHECKING:
    from balai.people.models import Person


class Application(IdentifiedModel):
    """The application of one nominee for one edition; who the person is stands in the profile.

    While it is a draft, or was returned, it shows the profile as it is; each sending freezes what was sent in
    a :class:`Submission`. The state changes only in :mod:`balai.nominations.services`.
    """

    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="application")
    state = models.CharField(
        _("state"), max_length=8, choices=ApplicationState, default=ApplicationState.DRAFT
    )
    versions = models.JSONField(default=dict)
    invited_at = models.DateTimeField(_("invited"), null=True)
    opened_at = models.DateTimeField(_("opened"), null=True)
    saved_at = models.DateTimeField(_("saved"), null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    returned_at = models.DateTimeField(_("returned"), null=True)
    returned_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    returned_because = models.TextField(_("what is missing"), max_length=1000, blank=True)
    returned_sections = ArrayField(
        models.CharField(max_length=12, choices=Section), default=list, verbose_name=_("in these sections")
    )
    returned_until = models.DateTimeField(_("complete it by"), null=True)

    problem = models.TextField(_("the problem at work that you want to solve"), max_length=3000, blank=True)
    why_me = models.TextField(_("why you are the one to take part"), max_length=3000, blank=True)
    outcomes = models.TextField(_("what you expect to learn"), max_length=3000, blank=True)
    use_after = models.TextField(_("how you will use it after your return"), max_length=3000, blank=True)
    priorities = models.TextField(_("which topics matter most to you"), max_length=1000, blank=True)
    contribution = models.TextField(_("what you can teach the others"), max_length=1000, blank=True)
    has_conflict_of_interest = models.BooleanField(
        _("is related to somebody who decides"), null=True, blank=True
    )
    conflict_note = models.CharField(_("in what way"), max_length=300, blank=True)
    has_read_demands = models.BooleanField(_("has read what the activities demand"), default=False)
    photo_consent = models.CharField(
        _("pictures and words of you"), max_length=8, choices=PhotoConsent, blank=True
    )
    signed_name = models.CharField(_("your name, as a signature"), max_length=200, blank=True)
    signed_place = models.CharField(_("place"), max_length=120, blank=True)

    class Meta:
        db_table = "balai_application"
        constraints = [
            is_one_of("state", ApplicationState, name="application_state_is_known"),
            are_some_of("returned_sections", Section, name="application_returned_sections_are_known"),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.DRAFT, sent_at=None)
                | ~Q(state=ApplicationState.DRAFT) & Q(sent_at__isnull=False),
                name="application_sent_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.RETURNED)
                | Q(returned_at__isnull=False) & ~Q(returned_by="") & ~Q(returned_because=""),
                name="application_returned_says_what_is_missing",
            ),
        ]

    def __str__(self) -> str:
        return f"application: {self.nomination_id}"

    @property
    def reference(self) -> str:
        """How the trail names this application."""
        return f"application:{self.pk}"

    def version_of(self, section: str) -> int:
        """How often a section was saved."""
        return int(self.versions.get(section, {}).get("number", 0))

    def writer_of(self, section: str) -> str:
        """Which opening of its form saved a section last."""
        return str(self.versions.get(section, {}).get("writer", ""))


class Submission(IdentifiedModel):
    """What was sent with one sending of an application, frozen. Rows are only ever added.

    ``content`` holds the open parts by section, the documents by their ids, and the declarations with their
    versions; the sealed parts lie beside it, sealed again for this row with the same person's key. ``facts``
    are those that rules of eligibility ask for.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="submissions")
    person: models.ForeignKey[Person, Person] = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    at = models.DateTimeField(_("sent"))
    actor = models.CharField(max_length=MAX_LENGTH)
    content = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    passport = RestrictedJSONField(owner="person", null=True)
    needs = RestrictedJSONField(owner="person", null=True)
    faith = RestrictedJSONField(owner="person", null=True)
    health = RestrictedJSONField(owner="person", null=True)

    class Meta:
        db_table = "balai_submission"
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="submission_numbers_count"),
            models.CheckConstraint(condition=Q(number__gte=1), name="submission_numbers_begin_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.number}"


class Endorsement(IdentifiedModel):
    """The employer's part of an application: asked for by a link, and signed once.

    Only a hash of the link's secret is kept. A signed one does not change; to correct it, it is put away and
    asked for anew. ``signatory`` tells why this person signs: an owner is endorsed by the chamber, and where
    the supervisor is the focal point, a second person signs besides.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="endorsements")
    signatory = models.CharField(_("who signs"), max_length=8, choices=Signatory)
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("position"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    is_of_focal_point = models.BooleanField(
        default=False, help_text=_("The focal point of the country is asked: a second person signs besides.")
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("asked"))
    expires_at = models.DateTimeField(_("expires"))
    opened_at = models.DateTimeField(_("opened"), null=True)
    signed_at = models.DateTimeField(_("signed"), null=True)
    put_away_at = models.DateTimeField(null=True)
    put_away_because = models.CharField(_("reason"), max_length=300, blank=True)

    mission = models.TextField(_("what your organisation does"), max_length=2000, blank=True)
    why_this_course = models.TextField(_("why this course"), max_length=2000, blank=True)
    issue = models.TextField(_("what it shall help to solve"), max_length=2000, blank=True)
    why_this_person = models.TextField(_("why this person"), max_length=2000, blank=True)
    plan = models.TextField(_("how the results will be used"), max_length=2000, blank=True)
    support = ArrayField(
        models.CharField(max_length=10, choices=Support), default=list, verbose_name=_("what you promise")
    )
    is_relevant = models.BooleanField(default=False)
    is_released = models.BooleanField(default=False)
    returns_to_post = models.BooleanField(default=False)
    signed_name = models.CharField(_("your name, as a signature"), max_length=200, blank=True)

    class Meta:
        db_table = "balai_endorsement"
        constraints = [
            is_one_of("signatory", Signatory, name="endorsement_signatory_is_known"),
            are_some_of("support", Support, name="endorsement_support_is_known"),
            models.UniqueConstraint(
                fields=["application", "signatory"],
                condition=Q(put_away_at=None),
                name="endorsement_one_of_a_kind",
                violation_error_message=_("This statement is asked for already."),
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_name="")
                | Q(signed_at__isnull=False, is_relevant=True, is_released=True, returns_to_post=True)
                & ~Q(signed_name="")
                & ~Q(why_this_course="")
                & ~Q(why_this_person=""),
                name="endorsement_signed_says_everything",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="endorsement_expires_after_it_is_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.signatory}"

    @property
    def reference(self) -> str:
        """How the trail names this statement."""
        return f"endorsement:{self.pk}"

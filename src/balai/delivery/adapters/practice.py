"""What this room does for the rights of those who practised and those who signed.

What was practised, at what level and for how long is kept: a transcript may be asked for years later. What is
written in plain about somebody is scrubbed; photos and drawn signatures go earlier, or with the person's key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balai.delivery.models.practice import PracticeProduct, PracticeSignature, SafetyBriefing, SignOff
from balai.delivery.queries.practice import sign_offs_to_sign
from balai.delivery.services.practice import forget_products, forget_strokes
from balai.delivery.services.practice_tasks import copy_tasks
from balai.people.enums import Role
from balai.people.registries import Expired, SealedFact, SealedFile
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Sequence

    from django.db.models import QuerySet
    from django.utils.functional import Promise
    from django_stubs_ext import StrOrPromise

    from balai.people.access import SignedInRequest
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.programmes.registries import Carrying


def sign_offs_about(persons: Collection[Person]) -> QuerySet[SignOff]:
    return SignOff.objects.filter(participant__person__in=persons).order_by("signed_at", "pk")


def briefings_about(persons: Collection[Person]) -> QuerySet[SafetyBriefing]:
    return SafetyBriefing.objects.filter(participant__person__in=persons).order_by("given_at", "pk")


class PracticeSealed:
    """Drawn signatures and photos of products, for the copy of whose they are."""

    def facts(self, persons: Collection[Person]) -> Iterable[SealedFact]:
        rows = PracticeSignature.objects.filter(person__in=persons, strokes__isnull=False)
        for row in rows.select_related("person").order_by("pk"):
            yield SealedFact(name=f"practice.{row.sign_off_id}.signature", row=row, field="strokes")

    def files(self, persons: Collection[Person]) -> Iterable[SealedFile]:
        rows = PracticeProduct.objects.filter(person__in=persons).select_related("person").order_by("pk")
        for row in rows:
            yield SealedFile(kept=row.kept, owner=row.person, what="practice.product")


class PracticeEraser:
    """Scrubs what supervisors wrote about somebody, and removes photos and drawn signatures."""

    def __call__(self, persons: Collection[Person], *, at: dt.datetime) -> int:
        said = SignOff.objects.filter(participant__person__in=persons)
        notes = said.exclude(note="").update(note="")
        reasons = said.exclude(Q(why="") | Q(why=SCRUBBED)).update(why=SCRUBBED)
        drawn = PracticeSignature.objects.filter(person__in=persons, strokes__isnull=False)
        photos = PracticeProduct.objects.filter(person__in=persons)
        return notes + reasons + forget_strokes(drawn) + forget_products(photos)


SCRUBBED = "–"
"""In place of the reason of a correction, which must have one."""


class SignatureRetention:
    """Drawn signatures: that somebody signed, and when, stays."""

    label: str | Promise = _("Practice: drawn signatures")
    weeks = 26
    why: str | Promise = _("Assumed: half a year, for appeals against what was signed.")

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        rows = (
            PracticeSignature.objects.filter(strokes__isnull=False)
            .filter(sign_off__task__edition__ends_on__lt=ended_before)
            .order_by("sign_off__task__edition__ends_on", "pk")
            .values_list("pk", "person_id", "sign_off__task__edition__ends_on", "sign_off_id")
        )
        for key, person, ended, sign_off in rows.iterator(chunk_size=2_000):
            assert ended is not None  # noqa: S101 -- it is before a day
            yield Expired(key=key, person_id=person, about=f"sign_off:{sign_off}", ended_on=ended)

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Take away what was drawn."""
        return forget_strokes(PracticeSignature.objects.filter(pk__in=[one.key for one in expired]))


class ProductRetention:
    """Photos of what participants made."""

    label: str | Promise = _("Practice: photos of products")
    weeks = 52
    why: str | Promise = _("Assumed: a year, for the report and the follow-up.")

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        rows = (
            PracticeProduct.objects.filter(sign_off__task__edition__ends_on__lt=ended_before)
            .order_by("sign_off__task__edition__ends_on", "pk")
            .values_list("pk", "person_id", "sign_off__task__edition__ends_on", "sign_off_id")
        )
        for key, person, ended, sign_off in rows.iterator(chunk_size=2_000):
            assert ended is not None  # noqa: S101 -- it is before a day
            yield Expired(key=key, person_id=person, about=f"sign_off:{sign_off}", ended_on=ended)

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Remove the files with their rows."""
        return forget_products(PracticeProduct.objects.filter(pk__in=[one.key for one in expired]))


class CarriedTasks:
    """Tasks of practice with their steps; the next edition signs them off anew."""

    label: StrOrPromise = _("Tasks of practice, with their steps")
    order = 35

    def count(self, edition: Edition) -> int:
        return edition.practice_tasks.count()

    def carry(self, carrying: Carrying) -> None:
        copy_tasks(carrying)


def waiting(request: SignedInRequest, *, at: dt.datetime) -> Sequence[Move]:
    """Sign-offs that the reader has not signed as the participant."""
    person = request.user.person
    if person is None or not any(grant.role == Role.PARTICIPANT for grant in request.grants):
        return []
    number = sign_offs_to_sign(person.merged_into or person).count()
    if not number:
        return []
    words = ngettext(
        "%(number)d sign-off waits for your signature",
        "%(number)d sign-offs wait for your signature",
        number,
    )
    return [
        Move(
            state="due",
            what=words % {"number": number},
            why=gettext("Look whether it says what you did, then sign it."),
            deed=Deed(label=gettext("Practice passport"), url=reverse("delivery:passport")),
        )
    ]

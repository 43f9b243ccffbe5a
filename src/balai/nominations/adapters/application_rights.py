"""What this room does for the rights of persons with profiles, applications, documents and statements.

What counts (state, dates, sections, versions of declarations) stays; everything that a person told goes. The
sealed parts and the files go first, half a year after the last edition; the rest after five years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from balai.kernel.files import remove
from balai.nominations.models import Application, Document, Endorsement, Profile, Submission
from balai.nominations.models import sections as parts
from balai.people.registries import ERASED, Expired, SealedFact, SealedFile

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from uuid import UUID

    from django.db.models import Model
    from django.utils.functional import Promise

    from balai.people.models import Person

SEALED_EMPTY: dict[str, Any] = dict.fromkeys(parts.SEALED_COLUMNS)


def _empty(model: type[Model], names: Iterable[str]) -> dict[str, Any]:
    """The empty value of each column: nothing, an empty text, or an empty list."""
    columns = {column.name: column for column in model._meta.concrete_fields}
    return {name: None if columns[name].null else columns[name].get_default() for name in names}


PROFILE_EMPTY = {
    **_empty(Profile, (name for names in parts.PROFILE.values() for name in names)),
    **SEALED_EMPTY,
    "passport_index": "",
    "zone_differs": [],
    "lacking": {},
}
APPLICATION_EMPTY = _empty(
    Application,
    (
        name
        for names in parts.APPLICATION.values()
        for name in names
        if name not in {"has_read_demands", "photo_consent"}
    ),
)
SUBMISSION_EMPTY: dict[str, Any] = {**SEALED_EMPTY, "content": {}, "facts": {}}
STATEMENT_EMPTY: dict[str, Any] = {
    "name": ERASED,
    "title": "",
    "email": "erased@invalid.example",
    "phone": "",
    "mission": "",
    "issue": "",
    "plan": "",
    "put_away_because": "",
}


class ApplicationEraser:
    """Empties profile, applications, what was sent, and statements; removes documents."""

    def __call__(self, persons: Collection[Person], *, at: dt.datetime) -> int:
        return _forget_told([one.pk for one in persons]) + _forget_sealed([one.pk for one in persons], at=at)


def _forget_told(persons: Collection[UUID]) -> int:
    applications = Application.objects.filter(nomination__person__in=persons)
    statements = Endorsement.objects.filter(application__nomination__person__in=persons)
    done = (
        Profile.objects.filter(person__in=persons).exclude(Q(**PROFILE_EMPTY)).update(**PROFILE_EMPTY)
        + applications.exclude(Q(**APPLICATION_EMPTY)).update(**APPLICATION_EMPTY)
        + Submission.objects.filter(person__in=persons)
        .exclude(Q(**SUBMISSION_EMPTY))
        .update(**SUBMISSION_EMPTY)
        + statements.exclude(Q(**STATEMENT_EMPTY)).update(**STATEMENT_EMPTY)
    )
    # What is returned says why, and what is signed says by whom: the tables ask for it.
    applications.exclude(returned_because="").update(returned_because=ERASED)
    statements.filter(signed_at=None).update(why_this_course="", why_this_person="")
    statements.exclude(signed_at=None).update(
        signed_name=ERASED, why_this_course=ERASED, why_this_person=ERASED
    )
    return done


def _forget_sealed(persons: Collection[UUID], *, at: dt.datetime) -> int:
    done = 0
    emptied = {**SEALED_EMPTY, "passport_index": ""}
    done += Profile.objects.filter(person__in=persons).exclude(Q(**emptied)).update(**emptied)
    done += Submission.objects.filter(person__in=persons).exclude(Q(**SEALED_EMPTY)).update(**SEALED_EMPTY)
    for document in Document.objects.filter(person__in=persons).exclude(name=ERASED):
        if document.kept is not None:
            remove(document.kept)
        document.file, document.name, document.issued_on = None, ERASED, None
        document.put_away_at = document.put_away_at or at
        document.save(update_fields=["file", "name", "issued_on", "put_away_at"])
        done += 1
    return done


class ApplicationsSealed:
    """What this room keeps sealed about persons, for their own copy."""

    def facts(self, persons: Collection[Person]) -> Iterator[SealedFact]:
        """Of the profile, and of each sending."""
        for profile in Profile.objects.filter(person__in=persons).select_related("person"):
            yield from _facts_in(profile, "profile")
        rows = Submission.objects.filter(person__in=persons).select_related("person")
        for submission in rows.order_by("at", "pk"):
            yield from _facts_in(submission, f"submission:{submission.pk}")

    def files(self, persons: Collection[Person]) -> Iterator[SealedFile]:
        """Every document whose file is there, also of those that were sent and replaced since."""
        rows = Document.objects.filter(person__in=persons).select_related("person")
        for one in rows.order_by("kept_at", "pk"):
            if one.kept is not None:
                yield SealedFile(kept=one.kept, owner=one.person, what=f"document.{one.kind}")


def _facts_in(row: Profile | Submission, name: str) -> Iterator[SealedFact]:
    for column in parts.SEALED_COLUMNS:
        if getattr(row, column) is not None:
            yield SealedFact(name=f"{name}.{column}", row=row, field=column)


class _OfTheLastEdition:
    """A class that is counted from the end of the last edition for which a person was nominated."""

    filled: Q

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        """Profiles of persons whose last edition ended before a day; one without days never ends."""
        rows = (
            Profile.objects.filter(self.filled)
            .annotate(ended_on=Max("person__nominations__edition__ends_on"))
            .filter(ended_on__lt=ended_before)
            .exclude(person__nominations__edition__ends_on=None)
            .order_by("ended_on", "pk")
            .values_list("pk", "person_id", "ended_on")
        )
        for key, person, ended in rows.iterator(chunk_size=2_000):
            yield Expired(key=key, person_id=person, about=f"profile:{key}", ended_on=ended)


class SealedRetention(_OfTheLastEdition):
    """Passport, health, needs and faith, and every document, half a year after the last edition."""

    label: str | Promise = _("Applications: passport, health, needs, faith and documents")
    weeks = 26
    why: str | Promise = _("Assumed: half a year, for claims of insurance and questions of borders.")
    filled = (
        Q(passport__isnull=False)
        | Q(needs__isnull=False)
        | Q(faith__isnull=False)
        | Q(health__isnull=False)
        | Q(person__documents__isnull=False) & ~Q(person__documents__name=ERASED)
    )

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Empty the sealed parts, and remove the files."""
        return _forget_sealed([one.person_id for one in expired if one.person_id], at=at)


class ApplicationRetention(_OfTheLastEdition):
    """The rest of what people told, five years after their last edition."""

    label: str | Promise = _("Applications: profiles, what was sent, and statements of employers")
    weeks = 260
    why: str | Promise = _("Assumed: five years, for follow-up and audits of the programme.")
    filled = ~Q(**PROFILE_EMPTY)

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Empty them."""
        return _forget_told([one.person_id for one in expired if one.person_id])

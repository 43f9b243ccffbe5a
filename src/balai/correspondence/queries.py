"""Questions about letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from balai.correspondence.models import Letter, LetterTemplate, RegisterEntry
from balai.correspondence.models.letter import STATES_THAT_NEED_THE_OFFICE
from balai.correspondence.registries import LetterText, letter_kinds
from balai.office.queries import current_office
from balai.people.queries import identities_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from balai.people.models import Person


def register_entries(
    *, words: str = "", direction: str = "", only_needing_the_office: bool = False
) -> QuerySet[RegisterEntry]:
    """Lines of the register that hold every word asked for, with their letters."""
    entries = RegisterEntry.objects.select_related("letter").defer("letter__text", "letter__html")
    for word in words.lower().split():
        entries = entries.filter(search_text__contains=word)
    if direction:
        entries = entries.filter(direction=direction)
    if only_needing_the_office:
        entries = entries.filter(letter__state__in=STATES_THAT_NEED_THE_OFFICE)
    return entries


def letters_needing_the_office() -> QuerySet[Letter]:
    """Letters in the register that came back, could not be sent, or may have been sent."""
    return Letter.objects.filter(entry__isnull=False, state__in=STATES_THAT_NEED_THE_OFFICE)


def counted_for_the_office() -> dict[str, int]:
    """How many letters need the office, by state; states without a letter are left out."""
    counted = letters_needing_the_office().order_by().values("state").annotate(number=Count("pk"))
    return {row["state"]: row["number"] for row in counted}


def mailbox() -> QuerySet[Letter]:
    """Every mail of an installation from which no mail leaves; without the texts."""
    return Letter.objects.defer("text", "html")


def letters_to(person: Person) -> QuerySet[Letter]:
    """What was written to a person, under any of their identities; without what opened their account."""
    return letters_to_any(identities_of(person))


def letters_to_any(persons: Iterable[Person]) -> QuerySet[Letter]:
    """What was written to these; without what opened their accounts."""
    return Letter.objects.filter(person__in=persons, is_secret=False)


def letters_about(*references: str, words: Iterable[str] = ()) -> QuerySet[Letter]:
    """Letters of the register about some things, the newest first, without their texts.

    Args:
        references: of the things.
        words: each stands in the line of the register; none asks for all letters.
    """
    rows = Letter.objects.filter(subject_reference__in=references, entry__isnull=False, is_secret=False)
    for word in words:
        rows = rows.filter(entry__search_text__contains=word.lower())
    return rows.select_related("entry").defer("text", "html").order_by("-written_at", "-id")


def wording(kind: str, language: str) -> tuple[str, LetterText]:
    """The language and the words a letter is written in: the office's, else ours, else those of English."""
    ours = letter_kinds[kind].texts
    for candidate in dict.fromkeys([language, *current_office().languages, "en"]):
        newest = newest_template(kind, candidate)
        if newest is not None:
            return candidate, LetterText(newest.subject, newest.body)
        if candidate in ours:
            return candidate, ours[candidate]
    raise LookupError(f"{kind} has no English text")  # checked by a test for every kind


def newest_template(kind: str, language: str) -> LetterTemplate | None:
    """The office's wording of a letter, or None while it uses ours."""
    return LetterTemplate.objects.filter(kind=kind, language=language).order_by("-version").first()

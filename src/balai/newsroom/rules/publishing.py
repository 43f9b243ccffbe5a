"""What is missing in an article, and what in it is wrong: everything that stands before publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from balai.newsroom.enums import FaultKind
from balai.newsroom.rules.binding import QUOTE, Fault, codes_in, faults_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.kernel.translated import TranslatedText
    from balai.newsroom.models import Article, Photo, Quotation
    from balai.newsroom.rules.binding import Desk

TEXTS = ("headline", "lead", "dateline", "body", "members_text")
NEEDED = ("headline", "lead", "dateline", "body")
"""What every article has, in each language of the product."""


def faults_of(
    article: Article, desk: Desk, *, quotations: Sequence[Quotation], photos: Sequence[Photo]
) -> list[Fault]:
    """Everything that keeps an article from being published, what is missing first.

    Args:
        article: as it is written.
        desk: what it is held against.
        quotations: with their consents fetched.
        photos: with their consents fetched.
    """
    found = [
        *_missing(article),
        *_without_consent(quotations, photos),
        *_lost_quotations(article, quotations),
    ]
    for name in TEXTS:
        text: TranslatedText = getattr(article, name)
        for language, words in text.items():
            place = f"{_part(name)} ({language})"
            found += faults_in(words, desk, language=language, place=place)
    for photo in photos:
        part = _("photo %(number)s") % {"number": photo.order}
        for text in (photo.caption, photo.alternative):
            for language, words in text.items():
                found += faults_in(words, desk, language=language, place=f"{part} ({language})")
    return found


def hints_for(
    article: Article, *, quotations: Sequence[Quotation], photos: Sequence[Photo], topics: Sequence[object]
) -> list[str]:
    """What an article may be published without, and is better with."""
    wanted = (
        (photos, _("No photo yet. Add one with caption, credit and alternative text.")),
        (quotations, _("Nobody is quoted yet.")),
        (topics, _("No topic yet. Related articles and subscribers are found by it.")),
        (article.members_text, _("Nothing for participants and alumni yet.")),
        (
            article.edition_id,
            _("It is about no edition: it has no facts to refer to, and is in no printable issue."),
        ),
    )
    return [hint for is_there, hint in wanted if not is_there]


def facts_used(article: Article) -> list[str]:
    """The facts that any text of an article refers to, each once."""
    texts = [words for name in TEXTS for words in getattr(article, name).values()]
    return list(dict.fromkeys(code for text in texts for code in codes_in(text)))


def _part(name: str) -> str:
    return {
        "headline": _("Headline"),
        "lead": _("Lead"),
        "dateline": _("Dateline"),
        "body": _("Text"),
        "members_text": _("For participants and alumni"),
    }[name]


def _missing(article: Article) -> list[Fault]:
    return [
        Fault(
            kind=FaultKind.MISSING,
            place=f"{_part(name)} ({language})",
            value="",
            message=_("Every article has this, in each language."),
            remedy=_("Write it."),
        )
        for name in NEEDED
        for language, _name in settings.LANGUAGES
        if not getattr(article, name).get(language)
    ]


def _without_consent(quotations: Sequence[Quotation], photos: Sequence[Photo]) -> list[Fault]:
    quoted = [
        Fault(
            kind=FaultKind.CONSENT,
            place=_("quotation %(number)s") % {"number": quotation.order},
            value=str(quotation.attribution),
            message=_("Nobody is quoted who has not agreed, or no longer does."),
            remedy=_("Ask the person, or take the quotation out."),
        )
        for quotation in quotations
        if not quotation.is_of_an_office and not _holds(quotation)
    ]
    shown = [
        Fault(
            kind=FaultKind.CONSENT,
            place=_("photo %(number)s") % {"number": photo.order},
            value=str(photo.caption),
            message=_("Nobody is shown who has not agreed, or no longer does."),
            remedy=_("Ask the person, or take the photo out."),
        )
        for photo in photos
        if photo.shows_people and not _holds(photo)
    ]
    return [*quoted, *shown]


def _holds(part: Quotation | Photo) -> bool:
    return part.consent is not None and part.consent.withdrawn_at is None


def _lost_quotations(article: Article, quotations: Sequence[Quotation]) -> list[Fault]:
    numbers = {str(quotation.order) for quotation in quotations}
    return [
        Fault(
            kind=FaultKind.UNKNOWN,
            place=f"{_part('body')} ({language})",
            value=f"{{quote:{number}}}",
            message=_("There is no quotation of this number."),
            remedy=_("Add it, or take the reference out."),
        )
        for language, words in article.body.items()
        for number in QUOTE.findall(words)
        if number not in numbers
    ]

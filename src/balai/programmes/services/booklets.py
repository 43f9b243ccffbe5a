"""The General Information booklet: frozen with the call, corrected by an erratum that says what changed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.kernel.translated import TranslatedText
from balai.programmes.models import Booklet, BookletFile, BookletText, Edition
from balai.programmes.queries.booklet import chapters_changed, digest_of, facts_of, newest_booklet
from balai.programmes.rules.moves import may_change
from balai.programmes.services.telling import tell_all

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from typing import Any

    from balai.programmes.enums import BookletFileKind


class Typesetter(Protocol):
    """Makes the files of a booklet; :mod:`balai.programmes.documents` has the one there is."""

    def __call__(  # noqa: PLR0913 -- each is named where it is called
        self,
        facts: Mapping[str, Any],
        *,
        before: Mapping[str, Any] | None,
        reason: Mapping[str, str],
        version: int,
        issued_on: date,
        at: datetime,
    ) -> Mapping[tuple[BookletFileKind, str], bytes]:
        """Set the booklet, and the notice of what changed where there is one before, in each language.

        Raises:
            RuleViolationError: ``booklet.cannot_be_set``: a text cannot be printed; says which.
        """


@transaction.atomic
def freeze_booklet(
    *,
    edition: Edition,
    typeset: Typesetter,
    actor: str,
    at: datetime,
    reason: TranslatedText | None = None,
) -> Booklet:
    """Freeze what holds now as the next version: stored as it is sent, never changed.

    Args:
        edition: its row is locked, so that what is set is what is stored.
        typeset: makes the files.
        actor: who.
        at: the moment; the booklet carries its day at the host's.
        reason: why it changes; of the first version there is none.

    Raises:
        RuleViolationError: ``booklet.unchanged``, ``booklet.no_reason`` or ``booklet.cannot_be_set``.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    facts = facts_of(edition)
    digest = digest_of(facts)
    newest = newest_booklet(edition)
    if newest is not None and newest.facts_digest == digest:
        raise RuleViolationError(
            Refusal("booklet.unchanged", _("The booklet says what holds. There is nothing to correct."))
        )
    if newest is not None and not reason:
        raise RuleViolationError(
            Refusal("booklet.no_reason", _("Say why the booklet changes. The reason stands in the erratum."))
        )
    version = newest.version + 1 if newest else 1
    files = typeset(
        facts,
        before=newest.facts if newest else None,
        reason=reason or {},
        version=version,
        issued_on=at.astimezone(ZoneInfo(edition.time_zone)).date(),
        at=at,
    )
    booklet = Booklet.objects.create(
        edition=edition,
        version=version,
        frozen_at=at,
        actor=actor,
        facts=facts,
        facts_digest=digest,
        reason=(reason or TranslatedText()) if newest else TranslatedText(),
        changes=chapters_changed(newest.facts, facts) if newest else [],
    )
    BookletFile.objects.bulk_create(
        BookletFile(
            booklet=booklet,
            kind=kind,
            language=language,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
        )
        for (kind, language), content in files.items()
    )
    record(
        actor=actor,
        action="edition.booklet_frozen",
        subject=edition.reference,
        at=at,
        detail={"version": version},
    )
    return booklet


@transaction.atomic
def keep_booklet_texts(
    *, edition: Edition, texts: Mapping[str, TranslatedText], actor: str, at: datetime
) -> None:
    """Keep what the office writes into the chapters; an empty one has the words that Balai ships.

    Raises:
        RuleViolationError: ``edition.cancelled``.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    enforce(may_change(edition))
    before = {row.chapter: row for row in BookletText.objects.filter(edition=edition)}
    changed = 0
    for chapter, text in texts.items():
        row = before.get(chapter)
        if not text and row is not None:
            row.delete()
        elif text and (row is None or row.text != text):
            BookletText.objects.update_or_create(edition=edition, chapter=chapter, defaults={"text": text})
        else:
            continue
        changed += 1
    if changed:
        record(
            actor=actor,
            action="edition.booklet_texts_kept",
            subject=edition.reference,
            at=at,
            detail={"chapters": changed},
        )


@transaction.atomic
def issue_erratum(
    *, edition: Edition, reason: TranslatedText, typeset: Typesetter, actor: str, at: datetime
) -> Booklet:
    """Correct a booklet that went out: freeze the next version and tell everybody concerned.

    Raises:
        RuleViolationError: ``booklet.none``, and as :func:`freeze_booklet`.
    """
    if newest_booklet(edition) is None:
        raise RuleViolationError(
            Refusal("booklet.none", _("No booklet went out yet. It is frozen with the call."))
        )
    booklet = freeze_booklet(edition=edition, typeset=typeset, actor=actor, at=at, reason=reason)
    tell_all(
        edition=edition,
        letter="edition.erratum",
        context=lambda language: {
            "version": str(booklet.version),
            "reason": reason.in_language(language).text,
        },
        actor=actor,
        at=at,
    )
    return booklet

"""The life of an edition: approved, called, moved on, moved to other days, postponed, cancelled, converted.

Whoever counts on an edition is told within the transaction that changes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import DateField, DurationField, ExpressionWrapper, F, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from balai.audit.services import record
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.programmes.enums import ChangeKind, EditionStatus, Mode, ReservationState
from balai.programmes.models import Activity, Edition, EditionChange, Reservation
from balai.programmes.queries.booklet import owes_an_erratum
from balai.programmes.rules.moves import may_convert, may_move, may_move_dates, may_resume
from balai.programmes.services.booklets import freeze_booklet
from balai.programmes.services.deadlines import recompute_deadlines
from balai.programmes.services.editions import save_judged
from balai.programmes.services.telling import span_in, tell_all
from balai.programmes.signals import call_opened

if TYPE_CHECKING:
    from datetime import date, datetime, timedelta

    from balai.kernel.translated import TranslatedText
    from balai.programmes.services.booklets import Typesetter

DAYS = ("starts_on", "ends_on", "arrives_on", "departs_on")


@transaction.atomic
def approve_edition(*, edition: Edition, actor: str, at: datetime) -> Edition:
    """Approve an idea: it has a host, a mandate and its days.

    Raises:
        RuleViolationError: ``edition.no_such_move``, ``…no_host``, ``…no_mandate`` or ``…no_dates``.
    """
    return _move(edition, EditionStatus.APPROVED, action="edition.approved", actor=actor, at=at)


@transaction.atomic
def open_call(*, edition: Edition, typeset: Typesetter, actor: str, at: datetime) -> Edition:
    """Open the call: the booklet is frozen, organisers are told, and the countries are invited.

    The invitations are written by the room of nominations, which hears of it (``signals.call_opened``).

    Raises:
        RuleViolationError: ``edition.no_such_move``, what is lacking for a call, or ``booklet.…``.
    """
    edition = _move(edition, EditionStatus.CALL, action="edition.call_opened", actor=actor, at=at)
    freeze_booklet(edition=edition, typeset=typeset, actor=actor, at=at)
    tell_all(
        edition=edition,
        letter="edition.call_opened",
        context=lambda language: {"dates": span_in(edition.starts_on, edition.ends_on, language)},
        actor=actor,
        at=at,
        to_countries=False,
    )
    call_opened.send(sender=Edition, edition=edition, actor=actor, at=at)
    return edition


@transaction.atomic
def move_on(*, edition: Edition, to: EditionStatus, actor: str, at: datetime) -> Edition:
    """Go on to the next stage of a life: selection, preparation, running, closed, reported, evaluated.

    Raises:
        RuleViolationError: ``edition.no_such_move``, ``edition.begins_later`` or ``edition.ends_later``.
    """
    if to in {EditionStatus.APPROVED, EditionStatus.CALL, EditionStatus.POSTPONED, EditionStatus.CANCELLED}:
        raise ValueError(f"{to} has a deed of its own")
    return _move(edition, to, action="edition.moved_on", actor=actor, at=at)


@transaction.atomic
def move_edition(  # noqa: PLR0913 -- each is named where it is called
    *,
    edition: Edition,
    starts_on: date,
    ends_on: date,
    arrives_on: date,
    departs_on: date,
    reason: TranslatedText,
    typeset: Typesetter,
    actor: str,
    at: datetime,
) -> Edition:
    """Move an edition to other days after its call: activities, deadlines and booklet follow, all are told.

    Sites have to agree again: what they had promised was for the other days.

    Raises:
        RuleViolationError: ``edition.not_movable``, ``edition.same_dates`` or ``booklet.…``.
        ValidationError: the days are out of order.
    """
    edition = _locked(edition)
    enforce(may_move_dates(edition))
    before = (edition.starts_on, edition.ends_on)
    _shift(edition, starts_on=starts_on, ends_on=ends_on, arrives_on=arrives_on, departs_on=departs_on)
    save_judged(edition)
    _decide(edition, ChangeKind.MOVED, reason, before=before, actor=actor, at=at)
    _follow(edition, reason, typeset, letter="edition.moved", before=before, actor=actor, at=at)
    return edition


@transaction.atomic
def postpone_edition(*, edition: Edition, reason: TranslatedText, actor: str, at: datetime) -> Edition:
    """Postpone an edition to days that are not known yet, and tell everybody concerned.

    Raises:
        RuleViolationError: ``edition.no_such_move``.
    """
    edition = _locked(edition)
    before = edition.status
    enforce(may_move(edition, EditionStatus.POSTPONED, at=at))
    edition.status, edition.status_before = EditionStatus.POSTPONED, before
    edition.save(update_fields=["status", "status_before"])
    days = (edition.starts_on, edition.ends_on)
    _decide(edition, ChangeKind.POSTPONED, reason, before=days, actor=actor, at=at)
    _tell(edition, reason, letter="edition.postponed", actor=actor, at=at)
    return edition


@transaction.atomic
def resume_edition(  # noqa: PLR0913 -- each is named where it is called
    *,
    edition: Edition,
    starts_on: date,
    ends_on: date,
    arrives_on: date,
    departs_on: date,
    reason: TranslatedText,
    typeset: Typesetter,
    actor: str,
    at: datetime,
) -> Edition:
    """Take a postponed edition up again, on days that are known now; otherwise as :func:`move_edition`.

    Raises:
        RuleViolationError: ``edition.not_postponed`` or ``booklet.…``.
        ValidationError: the days are out of order.
    """
    edition = _locked(edition)
    enforce(may_resume(edition))
    before = (edition.starts_on, edition.ends_on)
    edition.status, edition.status_before = EditionStatus(edition.status_before), ""
    _shift(edition, starts_on=starts_on, ends_on=ends_on, arrives_on=arrives_on, departs_on=departs_on)
    save_judged(edition)
    _decide(edition, ChangeKind.RESUMED, reason, before=before, actor=actor, at=at)
    _follow(edition, reason, typeset, letter="edition.resumed", before=before, actor=actor, at=at)
    return edition


@transaction.atomic
def cancel_edition(*, edition: Edition, reason: TranslatedText, actor: str, at: datetime) -> Edition:
    """Cancel an edition for good; it stays on record, and everybody concerned is told.

    Raises:
        RuleViolationError: ``edition.no_such_move``.
    """
    edition = _locked(edition)
    was_an_idea = edition.status == EditionStatus.IDEA
    enforce(may_move(edition, EditionStatus.CANCELLED, at=at))
    edition.status, edition.status_before = EditionStatus.CANCELLED, ""
    edition.save(update_fields=["status", "status_before"])
    days = (edition.starts_on, edition.ends_on)
    _decide(edition, ChangeKind.CANCELLED, reason, before=days, actor=actor, at=at)
    if not was_an_idea:  # nobody outside has heard of it
        _tell(edition, reason, letter="edition.cancelled", actor=actor, at=at)
    return edition


@transaction.atomic
def convert_edition(  # noqa: PLR0913 -- each is named where it is called
    *,
    edition: Edition,
    mode: Mode,
    reason: TranslatedText,
    typeset: Typesetter,
    actor: str,
    at: datetime,
) -> Edition:
    """Hold an edition in another way than was said, in person or online; the booklet follows, all are told.

    Raises:
        RuleViolationError: ``edition.is_over``, ``edition.same_mode`` or ``booklet.…``.
    """
    edition = _locked(edition)
    enforce(may_convert(edition, mode))
    mode_before = Mode(edition.mode)
    edition.mode = mode
    edition.save(update_fields=["mode"])
    EditionChange.objects.create(
        edition=edition,
        kind=ChangeKind.CONVERTED,
        at=at,
        actor=actor,
        reason=reason,
        mode_before=mode_before,
        mode_after=mode,
    )
    detail = {"before": mode_before.value, "after": mode.value}
    record(actor=actor, action="edition.converted", subject=edition.reference, at=at, detail=detail)
    recompute_deadlines(edition=edition, actor=actor, at=at)
    if owes_an_erratum(edition):
        freeze_booklet(edition=edition, typeset=typeset, actor=actor, at=at, reason=reason)
    if edition.status == EditionStatus.IDEA:
        return edition

    def gaps(language: str) -> dict[str, str]:
        with override(language):
            return {
                "reason": reason.in_language(language).text,
                "mode_before": str(mode_before.label),
                "mode": str(mode.label),
            }

    tell_all(edition=edition, letter="edition.converted", context=gaps, actor=actor, at=at)
    return edition


# --- what several of them do --------------------------------------------------------------------------------


def _locked(edition: Edition) -> Edition:
    return (
        Edition.objects.select_for_update(of=("self",)).select_related("series", "country").get(pk=edition.pk)
    )


def _move(edition: Edition, to: EditionStatus, *, action: str, actor: str, at: datetime) -> Edition:
    edition = _locked(edition)
    enforce(may_move(edition, to, at=at))
    before = edition.status
    edition.status = to
    edition.save(update_fields=["status"])
    detail = {"before": before, "after": to.value}
    record(actor=actor, action=action, subject=edition.reference, at=at, detail=detail)
    return edition


def _shift(edition: Edition, **days: date) -> None:
    """Give an edition its new days, and move what is bound to the old ones by as much."""
    if all(getattr(edition, name) == days[name] for name in DAYS):
        raise RuleViolationError(Refusal("edition.same_dates", _("These are the days that it has already.")))
    old = edition.starts_on
    for name in DAYS:
        setattr(edition, name, days[name])
    if old is not None:
        shift_bound_days(edition, days["starts_on"] - old)


def shift_bound_days(edition: Edition, by: timedelta) -> None:
    """Move the days of activities and reservations; what a site had agreed to is to be asked again."""
    if not by:
        return
    length = ExpressionWrapper(Value(by), output_field=DurationField())
    Activity.objects.filter(edition=edition).update(
        earliest_on=Cast(F("earliest_on") + length, DateField()),
        latest_on=Cast(F("latest_on") + length, DateField()),
    )
    Reservation.objects.filter(edition=edition).update(
        first_on=Cast(F("first_on") + length, DateField()),
        last_on=Cast(F("last_on") + length, DateField()),
        state=ReservationState.WANTED,
        held_until=None,
    )


def _decide(  # noqa: PLR0913 -- each is named where it is called
    edition: Edition,
    kind: ChangeKind,
    reason: TranslatedText,
    *,
    before: tuple[date | None, date | None],
    actor: str,
    at: datetime,
) -> None:
    EditionChange.objects.create(
        edition=edition,
        kind=kind,
        at=at,
        actor=actor,
        reason=reason,
        starts_on_before=before[0],
        ends_on_before=before[1],
        starts_on_after=edition.starts_on,
        ends_on_after=edition.ends_on,
    )
    record(actor=actor, action=f"edition.{kind}", subject=edition.reference, at=at)


def _follow(  # noqa: PLR0913 -- each is named where it is called
    edition: Edition,
    reason: TranslatedText,
    typeset: Typesetter,
    *,
    letter: str,
    before: tuple[date | None, date | None],
    actor: str,
    at: datetime,
) -> None:
    """Let deadlines and booklet follow the new days, and tell everybody both."""
    recompute_deadlines(edition=edition, actor=actor, at=at)
    if owes_an_erratum(edition):
        freeze_booklet(edition=edition, typeset=typeset, actor=actor, at=at, reason=reason)
    tell_all(
        edition=edition,
        letter=letter,
        context=lambda language: {
            "reason": reason.in_language(language).text,
            "dates_before": span_in(*before, language),
            "dates": span_in(edition.starts_on, edition.ends_on, language),
        },
        actor=actor,
        at=at,
    )


def _tell(edition: Edition, reason: TranslatedText, *, letter: str, actor: str, at: datetime) -> None:
    tell_all(
        edition=edition,
        letter=letter,
        context=lambda language: {
            "reason": reason.in_language(language).text,
            "dates": span_in(edition.starts_on, edition.ends_on, language),
        },
        actor=actor,
        at=at,
        tells_deadlines=False,
    )

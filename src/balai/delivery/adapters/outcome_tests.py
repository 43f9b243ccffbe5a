"""Tests for the rooms around: cards, tasks, rights of participants, what a clone carries; gains as told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import Occasion
from balai.delivery.models import AnswerSheet
from balai.delivery.queries.materials import reach_of
from balai.delivery.queries.outcome_tests import outcome_tests_of, own_participations, sheets_about, sheets_of
from balai.delivery.registries import OwnCard
from balai.delivery.rules.outcome_tests import KEEPERS, READERS, may_answer_test, window
from balai.delivery.services.outcome_tests import gains_of, take_off_the_person
from balai.delivery.services.question_bank import copy_questions
from balai.people.registries import Expired
from balai.programmes.models import Edition
from balai.ui import wording
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from django.utils.functional import Promise
    from django_stubs_ext import StrOrPromise

    from balai.delivery.models import OutcomeTest
    from balai.delivery.rules.gains import Gain
    from balai.people.access import SignedInRequest
    from balai.people.models import Grant, Person
    from balai.programmes.models import Outcome
    from balai.programmes.registries import Carrying
    from balai.selection.models import Participant

HUNDRED = 100
HALF = 50
"""A gain of nought stands in the middle of its bar."""


# --- what waits -----------------------------------------------------------------------------------------


def open_tests(participant: Participant, *, at: dt.datetime) -> list[Occasion]:
    """Which tests of their edition somebody may answer now; two questions where there are tests."""
    test = outcome_tests_of(participant.edition_id)
    return _open_of(test, participant, at) if test is not None else []


def _open_of(test: OutcomeTest, participant: Participant, at: dt.datetime) -> list[Occasion]:
    sheets = sheets_of(participant)
    return [
        occasion
        for occasion in Occasion
        if may_answer_test(participant, test, occasion, sheets.get(occasion), at=at) is None
    ]


def tests_card(participant: Participant, *, at: dt.datetime) -> Sequence[OwnCard]:
    """The test that is open, else the way to days and results; nothing where there are no tests."""
    test = outcome_tests_of(participant.edition_id)
    if test is None or test.drawn_at is None:
        return ()
    found = _open_of(test, participant, at)
    if not found:
        address = reverse("delivery:tests")
        return (OwnCard(title=gettext("Tests"), line=gettext("Days and results"), url=address),)
    return tuple(
        OwnCard(
            title=str(occasion.label),
            line=gettext("It is open now, and saves itself"),
            url=reverse("delivery:test", args=[participant.edition.code, occasion.value]),
            is_due=True,
        )
        for occasion in found
    )


def waiting(request: SignedInRequest, *, at: dt.datetime) -> Sequence[Move]:
    """Tests that the reader has not handed in."""
    person = request.user.person
    if person is None:
        return []
    return list(_moves(person.merged_into or person, at))


def _moves(person: Person, at: dt.datetime) -> Iterator[Move]:
    rows = own_participations(person)
    for one in rows[:3] if rows.exists() else ():
        for occasion in open_tests(one, at=at):
            last = window(one.edition.outcome_test, occasion)[1]
            yield Move(
                state="due",
                what=gettext("%(code)s: answer the test") % {"code": one.edition.code},
                why=gettext("It shows what the programme adds; no certificate depends on it."),
                by=wording.brief_day(last.date()),
                deed=Deed(
                    label=gettext("Answer"),
                    url=reverse("delivery:test", args=[one.edition.code, occasion.value]),
                ),
            )


# --- rights of participants -----------------------------------------------------------------------------


class SheetEraser:
    """Takes sheets off the person; what was answered counts on, and is nobody's."""

    def __call__(self, persons: Collection[Person], *, at: dt.datetime) -> int:
        return take_off_the_person(sheets_about(persons))


class SheetRetention:
    """Whose sheets they are, a year after the edition; gains need only that two belong together."""

    label: str | Promise = _("Tests: whose answers they are")
    weeks = 52
    why: str | Promise = _("Assumed: a year, for questions about one’s own result.")

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        rows = (
            AnswerSheet.objects.filter(test__edition__ends_on__lt=ended_before, participant__isnull=False)
            .order_by("test__edition__ends_on", "pk")
            .values_list("pk", "participant__person_id", "participant_id", "test__edition__ends_on")
        )
        for key, person, participant, ended in rows.iterator(chunk_size=2_000):
            assert ended is not None  # noqa: S101 -- it is before a day
            yield Expired(key=key, person_id=person, about=f"participant:{participant}", ended_on=ended)

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Take them off the person."""
        return take_off_the_person(AnswerSheet.objects.filter(pk__in=[one.key for one in expired]))


class CarriedQuestions:
    """The bank; the next edition draws its own forms."""

    label: StrOrPromise = _("Questions of the tests before and after")
    order = 36

    def count(self, edition: Edition) -> int:
        return edition.bank_questions.filter(superseded_at=None).count()

    def carry(self, carrying: Carrying) -> None:
        copy_questions(carrying)


# --- what they tell -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An outcome with what the group gained in it, ready to be shown.

    Attributes:
        is_told: whether enough people answered both times.
        x, width: where the interval begins on a bar of a hundred, and how wide it is, as words.
    """

    outcome: Outcome
    gain: Gain
    is_told: bool
    x: str = ""
    width: str = ""
    at: str = ""

    @property
    def before(self) -> str:
        return _percent(self.gain.before[1])

    @property
    def after(self) -> str:
        return _percent(self.gain.after[1])

    @property
    def points(self) -> str:
        return _points(self.gain.gain)

    @property
    def low(self) -> str:
        return _points(self.gain.low)

    @property
    def high(self) -> str:
        return _points(self.gain.high)


def gains_seen(person: Person, grants: Sequence[Grant], code: str) -> tuple[Edition, OutcomeTest, bool]:
    """The tests of an edition for the office, and for the resource persons who teach in it."""
    edition = get_object_or_404(Edition.objects.select_related("series"), code=code)
    reach = reach_of(person, grants, edition, readers=READERS, keepers=KEEPERS)
    test = outcome_tests_of(edition)
    if test is None or not (reach.reads_all or reach.taught):
        raise Http404
    return edition, test, reach.reads_all


def told_gains(test: OutcomeTest, *, fewest: int) -> list[Told]:
    """Every outcome that was asked about; numbers only where enough answered both times.

    What one person changed would else be read from shares before and after, so these are held back as well;
    and so would what those few answered who answered only once, who are what all have more than both times.
    """
    return [_told(outcome, gain, fewest) for outcome, gain in gains_of(test)]


def _told(outcome: Outcome, gain: Gain, fewest: int) -> Told:
    once = gain.before[0] + gain.after[0] - 2 * gain.number
    is_told = gain.number >= fewest and (not once or once >= fewest)
    if not is_told or gain.low is None or gain.high is None or gain.gain is None:
        return Told(outcome=outcome, gain=gain, is_told=is_told)
    return Told(
        outcome=outcome,
        gain=gain,
        is_told=True,
        x=f"{HALF + HALF * gain.low:.1f}",
        width=f"{max(HALF * (gain.high - gain.low), 0.6):.1f}",
        at=f"{HALF + HALF * gain.gain:.1f}",
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{HUNDRED * share:.0f} %"


def _points(share: float | None) -> str:
    if share is None:
        return "–"
    points = round(HUNDRED * share)
    return f"{points:+d}".replace("-", "−") if points else "0"


def gains_head() -> list[str]:
    """What the columns are called, in the reader's language."""
    return [
        gettext("Outcome"),
        gettext("Statement"),
        gettext("Answered before"),
        gettext("Right before, %"),
        gettext("Answered after"),
        gettext("Right after, %"),
        gettext("Answered both times"),
        gettext("Gain, percentage points"),
        gettext("Gain, lower end (95 percent)"),
        gettext("Gain, upper end (95 percent)"),
    ]


def gains_rows(rows: Iterable[Told]) -> Iterator[list[str]]:
    """One outcome at a time; how many answered is told of each, the rest where enough did."""
    for row in rows:
        gain = row.gain
        shares = (gain.before[1], gain.after[1], gain.gain, gain.low, gain.high)
        before, after, points, low, high = (
            "" if share is None or not row.is_told else f"{HUNDRED * share:.1f}" for share in shares
        )
        numbers = [str(number) for number in (gain.before[0], gain.after[0], gain.number)]
        yield [
            row.outcome.code,
            str(row.outcome.statement),
            numbers[0],
            before,
            numbers[1],
            after,
            numbers[2],
            points,
            low,
            high,
        ]

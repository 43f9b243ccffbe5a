"""What came of an edition, counted from its records as everybody may know it.

Numbers of persons are told by the rule of :mod:`balai.reporting.queries.few`; and nothing is told while
people are still asked, because two versions would differ by one person's answer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Sum

from balai.certificates.enums import CertificateState
from balai.certificates.models import Certificate
from balai.delivery.adapters.outcome_tests import told_gains
from balai.delivery.enums import THERE, FeedbackKind, Level
from balai.delivery.models import Presence, SignOff
from balai.delivery.queries.feedback import results_of
from balai.delivery.queries.outcome_tests import outcome_tests_of
from balai.delivery.queries.practice import counting
from balai.delivery.queries.questionnaires import END_COURSE, FIVE, TEN
from balai.delivery.rules.feedback import END_DAYS
from balai.followup.models.times import ASKED_UNTIL, waves_of
from balai.followup.queries.board import summary_of, whole_edition
from balai.followup.queries.comparison import comparison_of
from balai.nominations.enums import Sex
from balai.programmes.models import KnownCountry
from balai.reporting.enums import Bound, Measure
from balai.reporting.models import Evidence
from balai.reporting.queries.few import FEWEST, guarded, listed
from balai.reporting.queries.spending import by_partner, ledger_of
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.db.models import QuerySet

    from balai.programmes.models import Edition

SETTLED_AFTER = dt.timedelta(days=30)
"""When everything that was spent is booked (workflow S54)."""
ASKED_AT_THE_END = {one.key for part in END_COURSE for one in part.questions} | {"recommend", "confidence"}
"""Questions about the programme; those about the stay, trainers and centres are for those who mend them."""
HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number, in no language.

    Attributes:
        measure: what it is of.
        about: which one of several: an outcome, a question, months, an organisation; codes.
        words: how a record calls that, by language; empty where the program has its words.
        value: the number; of money as exact text; None where it is hidden.
        bound: whether it is that, or more or fewer than that.
        n: of how many, or how many answered.
        low, high: the ends of an interval of 95 per cent.
        unit: of money.
    """

    measure: Measure
    about: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    value: float | str | None = None
    bound: Bound = Bound.EXACTLY
    n: int | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""

    @property
    def written(self) -> dict[str, Any]:
        """As it is kept: without what is not told."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "", {})}


def evidence_of(edition: Edition) -> QuerySet[Evidence]:
    """Its versions, the newest first."""
    return Evidence.objects.filter(edition=edition).order_by("-number")


def public_evidence(edition: Edition) -> Evidence | None:
    """The version that everybody may read, without its content; the edition must be public besides."""
    newest = evidence_of(edition).defer("content").first()
    return newest if newest is not None and newest.is_public else None


def editions_with_evidence(*, ended_from: dt.date) -> Iterator[Edition]:
    """Those that ended since a day and whose figures are public, by code."""
    newest = Evidence.objects.filter(edition__ends_on__gte=ended_from).select_related("edition")
    for one in newest.order_by("edition__code", "-number").distinct("edition__code").defer("content"):
        if one.is_public:
            yield one.edition


def content_of(edition: Edition, *, on: dt.date) -> dict[str, Any]:
    """What a version would hold now."""
    figures = list(figures_of(edition, on=on))
    return {"figures": [one.written for one in figures], "countries": _countries(edition)}


def figures_of(edition: Edition, *, on: dt.date) -> Iterator[Figure]:
    """Everything that is recorded and may be told on a day, in the order in which it is shown."""
    people = _participants(edition).count() or edition.known_participants or 0
    if people:
        yield persons(Measure.PARTICIPANTS, people)
        yield from _women(edition)
    if countries := _countries(edition):
        yield Figure(measure=Measure.COUNTRIES, value=len(countries))
    yield from _taught(edition)
    yield from _tested(edition, on)
    yield from _said(edition, on)
    certificates = Certificate.objects.filter(edition=edition, state=CertificateState.VALID).count()
    if certificates:
        yield persons(Measure.CERTIFICATES, certificates, of=max(people, certificates))
    yield from _followed(edition, on)
    yield from _compared(edition, on)
    yield from _given(edition, people, on)


def persons(
    measure: Measure, number: int, *, of: int | None = None, among: int | None = None, about: str = ""
) -> Figure:
    """How many persons, told so that no number of fewer than five can be had from it.

    Args:
        measure: what is counted.
        number: how many.
        of: of how many, which is told beside it.
        among: another number that is told and of which these are a part.
        about: which one, where a measure has several.
    """
    bound, value = guarded(number, of=of, among=among)
    return Figure(
        measure=measure, about=about, value=value, bound=bound, n=None if bound == Bound.HIDDEN else of
    )


def _participants(edition: Edition) -> QuerySet[Participant]:
    return Participant.objects.filter(edition=edition, state=ParticipantState.CONFIRMED)


def _countries(edition: Edition) -> list[str]:
    codes = set(_participants(edition).values_list("country", flat=True))
    return sorted(
        codes or set(KnownCountry.objects.filter(edition=edition).values_list("country", flat=True))
    )


def _women(edition: Edition) -> Iterator[Figure]:
    rows = _participants(edition).exclude(nomination__sex="").values_list("nomination__sex")
    known = dict(rows.annotate(number=Count("pk")).order_by("nomination__sex"))
    if known:
        yield persons(Measure.WOMEN, known.get(Sex.FEMALE, 0), of=sum(known.values()))


def _taught(edition: Edition) -> Iterator[Figure]:
    slot = "session__last_slot"
    there = Presence.objects.filter(
        session__edition=edition,
        session__last_slot__isnull=False,
        session__activity__session_type__is_contact=True,
        participant__in=_participants(edition),
        state__in=THERE,
        is_claimed=False,
    ).aggregate(
        time=Sum(F(f"{slot}__ends_at") - F(f"{slot}__begins_at")), people=Count("participant", distinct=True)
    )
    if there["people"]:
        hours = there["time"] / dt.timedelta(hours=1) / there["people"]
        yield _mean(Measure.HOURS, hours, n=there["people"])
    signed = SignOff.objects.filter(participant__in=_participants(edition))
    rows = list(counting(signed).values_list("participant", "level"))
    people = {one for one, _level in rows}
    if len(people) >= FEWEST:
        yield Figure(measure=Measure.SIGN_OFFS, value=len(rows), n=len(people))
        alone = {one for one, level in rows if level == Level.INDEPENDENT}
        yield persons(Measure.ALONE, len(alone), of=len(people))
    elif people:
        yield Figure(measure=Measure.SIGN_OFFS, bound=Bound.HIDDEN)


def _mean(measure: Measure, value: float, *, n: int, about: str = "") -> Figure:
    if n < FEWEST:
        return Figure(measure=measure, about=about, bound=Bound.HIDDEN)
    return Figure(measure=measure, about=about, value=round(value, 1), n=n)


def _tested(edition: Edition, on: dt.date) -> Iterator[Figure]:
    test = outcome_tests_of(edition)
    if test is None or on <= test.after_until:
        return
    for told in told_gains(test, fewest=FEWEST):
        gain, is_told = told.gain, told.is_told and told.gain.gain is not None
        yield Figure(
            measure=Measure.GAIN,
            about=told.outcome.code,
            words=dict(told.outcome.statement),
            value=_points(gain.gain) if is_told else None,
            bound=Bound.EXACTLY if is_told else Bound.HIDDEN,
            n=gain.number if is_told else None,
            low=_points(gain.low) if is_told else None,
            high=_points(gain.high) if is_told else None,
        )


def _points(share: float | None) -> int | None:
    return None if share is None else round(HUNDRED * share)


def _said(edition: Edition, on: dt.date) -> Iterator[Figure]:
    if edition.ends_on is None or on <= edition.ends_on + dt.timedelta(days=END_DAYS):
        return
    _answers, parts = results_of(edition, FeedbackKind.END)
    for one in (row for _part, rows in parts for row in rows):
        scale = one.question.scale
        if one.question.key not in ASKED_AT_THE_END or scale not in (FIVE, TEN) or not one.number:
            continue
        words = [int(word) for word, _label in scale.choices]
        mean = sum(word * count for word, count in zip(words, one.counts, strict=True)) / one.number
        yield _mean(Measure.FEEDBACK, mean, n=one.number, about=one.question.key)


def _followed(edition: Edition, on: dt.date) -> Iterator[Figure]:
    lines = whole_edition(edition, while_asked=True)
    summary = summary_of(edition, lines)
    if not summary.submitted:
        return
    bound, plans = listed(summary.submitted, of=summary.people)
    n = None if bound == Bound.HIDDEN else summary.people
    yield Figure(measure=Measure.PLANS, value=plans, bound=bound, n=n)
    yield persons(Measure.ENDORSED, summary.endorsed, of=summary.people, among=summary.submitted)
    told = [one for one in summary.waves if on > one.wave.due_on + ASKED_UNTIL]
    for one in told:
        yield persons(
            Measure.HEARD,
            one.answered,
            of=summary.people,
            among=summary.submitted,
            about=str(one.wave.months.value),
        )
    for one in told:
        yield persons(
            Measure.ACTIVE,
            one.active,
            of=summary.people,
            among=one.answered,
            about=str(one.wave.months.value),
        )
    if told and len(told) == len(summary.waves) and summary.counting:  # of each plan, the newest answer
        if summary.counting < FEWEST:
            yield Figure(measure=Measure.REACHED, bound=Bound.HIDDEN)
        else:
            few = summary.people_reached < FEWEST
            yield Figure(
                measure=Measure.REACHED,
                value=FEWEST if few else summary.people_reached,
                bound=Bound.BELOW if few else Bound.EXACTLY,
                n=summary.counting,
            )


def _compared(edition: Edition, on: dt.date) -> Iterator[Figure]:
    waves = waves_of(edition)
    found = comparison_of(edition, on=on)
    if found is None or not waves or on <= waves[-1].due_on + ASKED_UNTIL:
        return
    if not all(answers.asked for answers in found.values()):
        return  # one group alone compares nothing
    names = list(dict.fromkeys(name for answers in found.values() for name in answers.shares))
    for name in names:
        for group, answers in found.items():
            about = f"{name}.{group.value}"
            share = answers.shares.get(name)
            if share is None:
                yield Figure(measure=Measure.YEAR, about=about, bound=Bound.HIDDEN)
                continue
            told = persons(Measure.YEAR, share.yes, of=share.of, about=about)
            exact = told.bound == Bound.EXACTLY
            yield Figure(
                measure=Measure.YEAR,
                about=about,
                value=share.percent if exact else round(HUNDRED * float(told.value or 0) / share.of),
                bound=told.bound,
                n=share.of,
                low=share.low if exact else None,
                high=share.high if exact else None,
            )


def _given(edition: Edition, people: int, on: dt.date) -> Iterator[Figure]:
    ledger = ledger_of(edition)
    if ledger is None or edition.ends_on is None or on <= edition.ends_on + SETTLED_AFTER:
        return
    partners = [one for one in by_partner(edition) if one.payer is not None]
    for measure in (Measure.CASH, Measure.IN_KIND):
        for one in partners:
            assert one.payer is not None  # noqa: S101 -- the list above
            sums = one.cash if measure == Measure.CASH else one.in_kind
            for currency, amount in sums.parts:
                yield Figure(
                    measure=measure,
                    about=one.payer.code,
                    words=dict(one.payer.name),
                    value=str(amount),
                    unit=currency,
                )
    spent: Decimal = sum((one.reported for one in partners), Decimal(0))
    if spent and people >= FEWEST:
        cost = (spent / people).quantize(Decimal(1))
        yield Figure(measure=Measure.COST, value=str(cost), n=people, unit=ledger.currency)


def read_figures(content: Mapping[str, Any]) -> list[Figure]:
    """The figures of a version, as they were counted."""
    rows: Iterable[Mapping[str, Any]] = content["figures"]
    return [
        Figure(**{**row, "measure": Measure(row["measure"]), "bound": Bound(row["bound"])}) for row in rows
    ]

"""Public figures in the reader's language: for pages, and for programs with their definitions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from balai.delivery.enums import FeedbackKind
from balai.delivery.queries.questionnaires import questionnaire, questions_of
from balai.directory.models import Country
from balai.followup.enums import Group, Months
from balai.followup.forms.deeds import question_of
from balai.kernel.translated import TranslatedText
from balai.programmes.registries import Light, OpenThing, Owner
from balai.reporting.adapters.lights import settled_by
from balai.reporting.enums import Measure
from balai.reporting.queries.evidence import public_evidence, read_figures
from balai.reporting.queries.few import said
from balai.reporting.queries.measures import HEADINGS, MEANINGS
from balai.reporting.rules.reports import OVER
from balai.ui.parts import Deed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from balai.programmes.models import Edition
    from balai.reporting.queries.evidence import Figure

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_NAME = "CC BY 4.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure in words.

    Attributes:
        about: what it is of, where a measure has several.
        value: with its bound and unit.
        beside: of how many, how many answered, the interval.
    """

    figure: Figure
    about: str
    value: str
    beside: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A measure with its figures."""

    code: str
    label: str
    definition: str
    source: str
    rows: Sequence[Row]

    @property
    def is_single(self) -> bool:
        """Whether it has one figure, which needs no name beside the measure's."""
        return len(self.rows) == 1 and not self.rows[0].about


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The measures under one heading."""

    heading: str
    code: str
    measures: Sequence[Shown]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything that a version tells, in the reader's language.

    Attributes:
        countries: by name.
        missing: measures of which nothing is recorded, or not yet.
    """

    sections: Sequence[Section]
    countries: Sequence[Country]
    missing: Sequence[str]

    @property
    def measures(self) -> list[Shown]:
        return [one for section in self.sections for one in section.measures]


def told(edition: Edition, content: Mapping[str, Any]) -> Told:
    """A version's content as a reader of this language has it."""
    figures = read_figures(content)
    by_measure: dict[Measure, list[Figure]] = {}
    for one in figures:
        by_measure.setdefault(one.measure, []).append(one)
    questions = questions_of(questionnaire(FeedbackKind.END, edition))
    asked = {key: str(one.label) for key, one in questions.items()}
    shown = {
        measure: Shown(
            code=measure.value,
            label=str(measure.label),
            definition=str(MEANINGS[measure].definition),
            source=str(MEANINGS[measure].source),
            rows=[_row(one, asked) for one in by_measure[measure]],
        )
        for measure in Measure
        if measure in by_measure
    }
    countries = Country.objects.filter(pk__in=content["countries"])
    return Told(
        sections=[
            Section(heading=str(heading), code=f"h-{number}", measures=measures)
            for number, heading in enumerate(HEADINGS, start=1)
            if (measures := [one for name, one in shown.items() if MEANINGS[name].heading is heading])
        ],
        countries=sorted(countries, key=lambda one: (str(one.brief_name), one.pk)),
        missing=[str(measure.label) for measure in Measure if measure not in shown],
    )


def _row(one: Figure, asked: Mapping[str, str]) -> Row:
    return Row(figure=one, about=_about(one, asked), value=_value(one), beside=" · ".join(_beside(one)))


def _about(one: Figure, asked: Mapping[str, str]) -> str:
    if one.words:
        return str(TranslatedText(one.words))
    if one.measure in {Measure.HEARD, Measure.ACTIVE}:
        return str(Months(int(one.about)).label)
    if one.measure == Measure.FEEDBACK:
        return asked.get(one.about, one.about)
    if one.measure == Measure.YEAR:
        name, _, group = one.about.partition(".")
        return f"{question_of(name)} {Group(group).label}"
    return one.about


def _value(one: Figure) -> str:
    return said(one.bound, "" if one.value is None else _number(one))


def _number(one: Figure) -> str:
    assert one.value is not None  # noqa: S101 -- asked before
    if one.unit:
        return f"{one.unit} {number_format(Decimal(one.value), use_l10n=True, force_grouping=True)}"
    written = number_format(one.value, use_l10n=True, force_grouping=True)
    unit = MEANINGS[one.measure].unit
    if unit == "points":
        return gettext("%(number)s points") % {"number": _signed(one.value)}
    if unit == "percent":
        return f"{written} %"
    return written


def _signed(value: float | str) -> str:
    return f"{value:+}".replace("-", "−") if value else "0"


def _beside(one: Figure) -> list[str]:
    found = []
    unit = MEANINGS[one.measure].unit
    if one.n is not None:
        if unit == "sign-offs":
            found.append(ngettext("of %(n)s person", "of %(n)s people", one.n) % {"n": one.n})
        elif unit or one.measure in {Measure.REACHED, Measure.COST}:
            found.append(f"n = {one.n}")
        else:
            found.append(gettext("of %(number)d") % {"number": one.n})
    if one.low is not None and one.high is not None:
        ends = (_signed(one.low), _signed(one.high)) if unit == "points" else (one.low, one.high)
        found.append(gettext("95 %%: %(low)s to %(high)s") % {"low": ends[0], "high": ends[1]})
    return found


def as_data(edition: Edition, content: Mapping[str, Any]) -> dict[str, Any]:
    """The same for programs: every figure with its definition and source, in the reader's language."""
    all_of_it = told(edition, content)
    return {
        "figures": [
            {
                **one.figure.written,
                "unit": one.figure.unit or MEANINGS[one.figure.measure].unit or "persons",
                "label": measure.label,
                **({"about_text": one.about} if one.about else {}),
                "text": f"{one.value} ({one.beside})" if one.beside else one.value,
                "definition": measure.definition,
                "source": measure.source,
            }
            for measure in all_of_it.measures
            for one in measure.rows
        ],
        "countries": [{"code": one.pk, "name": str(one.brief_name)} for one in all_of_it.countries],
        "not_told": list(all_of_it.missing),
    }


def evidence_light(edition: Edition, *, at: dt.datetime) -> Light:
    """What came of a programme that is over and public is told to everybody; one question."""
    due = settled_by(edition)
    is_asked = edition.status in OVER and edition.is_public
    is_there = is_asked and public_evidence(edition) is not None
    thing = OpenThing(
        owner=Owner.OFFICER,
        what=gettext("Publish what came of it"),
        why=gettext("Donors and citizens find no figures of this programme yet."),
        due_at=due,
        is_waiting=due is None or at < due,
        deed=Deed(label=gettext("Open evidence"), url=reverse("reporting:evidence", args=[edition.code])),
    )
    return Light(
        title=gettext("Evidence"),
        rule=gettext("What came of the programme is published."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=int(is_there),
        of=int(is_asked),
        open=[thing] if is_asked and not is_there else [],
    )

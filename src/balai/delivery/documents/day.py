"""The day's sheet and the meals of a day on paper, in either language.

In: what the pages show. Out: the bytes of a PDF. The list of meals names nobody: it is for kitchens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from balai.engine.documents.errors import DocumentError
from balai.engine.documents.minutes import Column, Minutes, Named, Section, minutes_pdf
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.office.documents import office_letterhead
from balai.ui import wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from balai.delivery.adapters.day_sheet import DayMeal, DaySheet
    from balai.programmes.models import Edition


def day_pdf(sheet: DaySheet, language: str, *, at: dt.datetime) -> bytes:
    """Print the day's sheet in the language of now.

    Args:
        sheet: made in that language.
        language: "en" or "id".
        at: the PDF's date of making.

    Raises:
        RuleViolationError: ``day.cannot_be_set``: a text cannot be printed; says which.
    """
    facts = (
        Named(name=gettext("Day"), text=", ".join(one for one in (sheet.name, sheet.number) if one)),
        Named(
            name=gettext("Times"),
            text=gettext("local time (%(zone)s)") % {"zone": wording.zone_place(sheet.zone)},
        ),
    )
    return _printed(
        sheet.edition, gettext("Sheet of the day"), facts, list(_parts_of(sheet)), language, at=at
    )


def meals_pdf(  # noqa: PLR0913 -- each is named where it is called
    edition: Edition,
    on: dt.date,
    meals: Sequence[DayMeal],
    language: str,
    *,
    is_fasting: bool,
    at: dt.datetime,
) -> bytes:
    """Print what kitchens cook on a day, in the language of now; as :func:`day_pdf`."""
    facts = [Named(name=gettext("Day"), text=str(wording.long_day(on)))]
    if is_fasting:
        facts.append(Named(name=gettext("Fasting month"), text=gettext("Ask the office who eats by day.")))
    return _printed(
        edition, gettext("Meals by diet"), tuple(facts), [_meal(one) for one in meals], language, at=at
    )


def _printed(  # noqa: PLR0913 -- as above
    edition: Edition,
    heading: str,
    facts: tuple[Named, ...],
    sections: Sequence[Section],
    language: str,
    *,
    at: dt.datetime,
) -> bytes:
    try:
        return minutes_pdf(
            Minutes(
                language=language,
                letterhead=office_letterhead(language, otherwise=edition.title),
                heading=heading,
                subject=str(edition.title),
                reference=edition.code,
                facts=facts,
                sections=tuple(sections),
            ),
            at=at,
        )
    except (DocumentError, ValueError) as error:
        raise RuleViolationError(Refusal("day.cannot_be_set", str(error))) from error


def _parts_of(sheet: DaySheet) -> Iterator[Section]:
    yield _listed(
        gettext("Sessions"),
        ((gettext("Time"), 0.9), (gettext("Session"), 2), (gettext("Where"), 1.5)),
        ((gettext("Who comes"), 1.2), (gettext("With"), 1.6)),
        rows=[
            (
                one.time,
                f"{one.title} ({one.code})",
                one.place,
                one.who,
                ". ".join([one.people, *one.replaced]),
            )
            for one in sheet.lines
        ],
    )
    if sheet.rides:
        yield _listed(
            gettext("Rides"),
            ((gettext("Time"), 0.8), (gettext("Ride"), 2), (gettext("Vehicle"), 2)),
            rows=[(one.time, one.way, "; ".join(one.vehicles)) for one in sheet.rides],
        )
    if sheet.meals:
        yield _listed(
            gettext("Meals"),
            ((gettext("Time"), 0.9), (gettext("Meal"), 1), (gettext("Where"), 1.4), (gettext("People"), 0.5)),
            ((gettext("Diets"), 2),),
            rows=[
                (
                    one.time,
                    one.sitting.label,
                    one.place,
                    str(one.sitting.people),
                    "; ".join(f"{way}: {number}" for way, number in one.counts),
                )
                for one in sheet.meals
            ],
        )
    if sheet.gates:
        yield _listed(
            gettext("Gate lists"),
            ((gettext("Site"), 2), (gettext("State"), 1.5), (gettext("People"), 0.5)),
            rows=[(one.site, one.state.word, str(one.people)) for one in sheet.gates],
        )
    if sheet.away:
        yield _listed(
            gettext("Excused or absent"),
            ((gettext("Participant"), 1.4), (gettext("Country"), 1), (gettext("State"), 0.8)),
            ((gettext("Sessions"), 2),),
            rows=[(one.name, one.country, one.state, one.sessions) for one in sheet.away],
        )
    if sheet.open:
        yield Section(heading=gettext("Open"), paragraphs=tuple(one.what for one in sheet.open))
    if sheet.contacts:
        yield _listed(
            gettext("Whom to ask"),
            ((gettext("Office"), 1.6), (gettext("Telephone"), 1), (gettext("E-mail"), 1.4)),
            rows=[
                (f"{one.office}, {one.organisation.brief_name}", one.telephone, one.email)
                for one in sheet.contacts
            ],
        )


def _meal(meal: DayMeal) -> Section:
    sitting = meal.sitting
    said = [f"{meal.time}. {wording.people(sitting.people)}.", *meal.notes]
    return Section(
        heading=", ".join(one for one in (sitting.label, meal.place) if one),
        paragraphs=tuple(said),
        columns=(Column(head=gettext("Eats"), width=3), Column(head=gettext("Meals"), width=1)),
        rows=tuple((way, str(number)) for way, number in meal.counts),
    )


def _listed(heading: str, *columns: Sequence[tuple[str, float]], rows: Sequence[tuple[str, ...]]) -> Section:
    return Section(
        heading=heading,
        columns=tuple(Column(head=head, width=width) for part in columns for head, width in part),
        rows=tuple(rows),
    )

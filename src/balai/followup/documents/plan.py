"""From a plan to its paper, as PDF in one language: the words around the plan, not those in it.

In: the plan, and what it says as plain values. Out: bytes.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, override, pgettext

from balai.engine.documents.errors import DocumentError
from balai.engine.documents.minutes import Column, Minutes, Named, Section, minutes_pdf
from balai.engine.documents.words import date_text
from balai.followup.enums import Answer
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.office.documents import office_letterhead

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.followup.models import Plan, PlanEndorsement

LANGUAGES = ("en", "id")


def plan_pdf(  # noqa: PLR0913 -- what one paper shows
    plan: Plan,
    said: Mapping[str, Any],
    language: str,
    *,
    number: int,
    endorsement: PlanEndorsement | None,
    at: dt.datetime,
) -> bytes:
    """A plan on paper.

    Args:
        plan: with its participant, country and edition.
        said: as :func:`~balai.followup.services.planning.content_of` tells it, frozen or as it is now.
        language: "en" or "id".
        number: of the version; 0 for a draft.
        endorsement: what the supervisor said, if it is about this version.
        at: the PDF's date of making; of a submitted plan the moment of its submission.

    Raises:
        RuleViolationError: ``plan.cannot_be_set``: a text cannot be printed; says which.
    """
    with override(language):
        try:
            paper = _paper(plan, said, language, number, endorsement)
            return minutes_pdf(paper, at=at.replace(microsecond=0))
        except (DocumentError, ValueError) as error:
            message = gettext("The plan cannot be printed yet: %(reason)s") % {"reason": error}
            raise RuleViolationError(Refusal("plan.cannot_be_set", message)) from error


def _paper(
    plan: Plan, said: Mapping[str, Any], language: str, number: int, endorsement: PlanEndorsement | None
) -> Minutes:
    participant = plan.participant
    edition = participant.edition
    version = gettext("Version %(number)d") % {"number": number} if number else gettext("Draft")
    facts = (
        (gettext("Participant"), participant.name),
        (gettext("Country"), participant.country.name.in_language(language).text),
        (gettext("Organisation"), said["organisation"]),
        (gettext("Programme"), edition.title.in_language(language).text),
        (gettext("SDG target"), said["sdg_target"]),
        (
            pgettext("voice", "Supervisor"),
            ", ".join(filter(None, (said["supervisor_name"], said["supervisor_title"]))),
        ),
        (gettext("Endorsement"), _endorsed(endorsement, language)),
    )
    return Minutes(
        language=language,
        letterhead=office_letterhead(language, otherwise=gettext("Action plan")),
        heading=gettext("Action plan"),
        subject=said["title"] or gettext("Without a title"),
        reference=f"{edition.code}, {version}",
        facts=tuple(Named(name=name, text=text) for name, text in facts),
        sections=tuple(_sections(said, language)),
    )


def _endorsed(endorsement: PlanEndorsement | None, language: str) -> str:
    if endorsement is None or endorsement.answered_at is None:
        return gettext("Not endorsed yet")
    if endorsement.answer != Answer.YES:
        return gettext("Not endorsed")
    return f"{endorsement.signed_name}, {date_text(endorsement.answered_at.date(), language)}"


def _sections(said: Mapping[str, Any], language: str) -> list[Section]:
    def day(value: str | None) -> str:
        return date_text(dt.date.fromisoformat(value), language) if value else ""

    def span(row: Mapping[str, Any]) -> str:
        return " – ".join(filter(None, (day(row["starts_on"]), day(row["ends_on"]))))

    def figure(value: str | None, unit: str, on: str | None) -> str:
        if value is None:
            return ""
        return ", ".join(filter(None, (f"{value} {unit}".strip(), day(on))))

    texts = (
        (gettext("Problem"), ("problem", "causes")),
        (gettext("Overall goal"), ("goal",)),
        (gettext("Objective"), ("purpose",)),
    )
    after = (
        (gettext("People, equipment and authority that it needs"), ("inputs",)),
        (gettext("Support that is asked for"), ("support_wanted",)),
        (gettext("What may go wrong, and what is done then"), ("risks",)),
    )
    sections = [_section(heading, said, names) for heading, names in texts]
    sections.append(
        Section(
            heading=gettext("First step, within two weeks of the return"),
            paragraphs=tuple(filter(None, (said["first_step"], day(said["first_step_on"])))),
        )
    )
    sections.append(
        Section(
            heading=gettext("Activities"),
            columns=(
                Column(head=gettext("What will be done"), width=2.4),
                Column(head=gettext("Who does it"), width=1.3),
                Column(head=gettext("When"), width=1.5),
                Column(head=gettext("Cost, and who pays"), width=1.3),
                Column(head=gettext("How one sees that it is done"), width=1.6),
            ),
            rows=tuple(
                (row["what"], row["responsible"], span(row), row["means"], row["milestone"])
                for row in said["activities"]
            ),
        )
    )
    sections.append(
        Section(
            heading=gettext("Indicators"),
            columns=(
                Column(head=gettext("What is counted"), width=2.4),
                Column(head=gettext("Today"), width=1.5),
                Column(head=gettext("Target"), width=1.5),
                Column(head=gettext("Where it can be checked"), width=1.6),
            ),
            rows=tuple(
                (
                    row["name"],
                    figure(row["baseline"], row["unit"], row["baseline_on"]),
                    figure(row["target"], row["unit"], row["due_on"]),
                    row["verification"],
                )
                for row in said["indicators"]
            ),
        )
    )
    sections += [_section(heading, said, names) for heading, names in after]
    reached = [
        gettext("%(number)s women") % {"number": said["women_reached"]} if said["women_reached"] else "",
        gettext("%(number)s men") % {"number": said["men_reached"]} if said["men_reached"] else "",
    ]
    sections.append(Section(heading=gettext("Who benefits"), paragraphs=(", ".join(filter(None, reached)),)))
    shared = (said["dissemination"], day(said["dissemination_on"]))
    sections.append(Section(heading=gettext("How it is passed on"), paragraphs=tuple(filter(None, shared))))
    return [one for one in sections if any(one.paragraphs) or one.rows]


def _section(heading: str, said: Mapping[str, Any], names: tuple[str, ...]) -> Section:
    return Section(heading=heading, paragraphs=tuple(said[name] for name in names if said[name]))

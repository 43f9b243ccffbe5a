"""The transcript of practice: what one participant did at machines and tables, as both have signed it.

In: a passport of an edition. Out: the bytes of a PDF, in either language. Notes and photos are not in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext, override

from balai.delivery.enums import StepResult
from balai.delivery.queries.practice import results_by_number
from balai.engine.documents.errors import DocumentError
from balai.engine.documents.minutes import Column, Minutes, Named, Section, minutes_pdf
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.office.documents import office_letterhead
from balai.ui import wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from balai.delivery.models.practice import PracticeTask, SignOff
    from balai.delivery.queries.practice import Page, Passport


def transcript_pdf(passport: Passport, language: str, *, at: dt.datetime) -> bytes:
    """Print what was signed off, task by task with its steps, and what was not practised.

    Args:
        passport: of one participant in one edition.
        language: "en" or "id".
        at: the PDF's date of making; the same passport and moment give the same bytes.

    Raises:
        RuleViolationError: ``practice.cannot_be_set``: a text cannot be printed; says which.
    """
    with override(language):
        try:
            return minutes_pdf(_transcript(passport, language), at=at)
        except (DocumentError, ValueError) as error:
            raise RuleViolationError(Refusal("practice.cannot_be_set", str(error))) from error


def _transcript(passport: Passport, language: str) -> Minutes:
    participant = passport.participant
    edition = participant.edition
    signed = [page for page in passport.pages if page.sign_off]
    minutes = ngettext("%(number)d minute", "%(number)d minutes", passport.minutes)
    return Minutes(
        language=language,
        letterhead=office_letterhead(language, otherwise=edition.title),
        heading=gettext("Transcript of practice"),
        subject=str(edition.title),
        reference=edition.code,
        facts=(
            Named(name=gettext("Participant"), text=participant.name),
            Named(name=gettext("Country"), text=participant.country.brief_name),
            Named(name=gettext("Tasks signed off"), text=f"{len(signed)} / {len(passport.pages)}"),
            Named(name=gettext("At machines and tables"), text=minutes % {"number": passport.minutes}),
        ),
        sections=(
            *(_section(page, page.sign_off) for page in signed if page.sign_off),
            *_rest(passport),
            _levels(),
        ),
    )


def _section(page: Page, sign_off: SignOff) -> Section:
    task = page.task
    zone = ZoneInfo(task.edition.time_zone)
    signed = wording.long_day(sign_off.signed_at.astimezone(zone).date())
    spent = ngettext("%(number)d minute", "%(number)d minutes", sign_off.minutes)
    said = [
        gettext("Level: %(level)s.") % {"level": sign_off.get_level_display()},
        spent % {"number": sign_off.minutes} + ".",
        *_measured(task, sign_off),
        gettext("Signed by %(supervisor)s on %(day)s.") % {"supervisor": sign_off.supervisor, "day": signed},
        gettext("Signed by the participant.")
        if page.is_signed
        else gettext("The participant has not signed yet."),
    ]
    results = results_by_number(sign_off)
    place = ", ".join(str(one) for one in (task.machine, task.site) if one)
    return Section(
        heading=f"{task.title} ({place})",
        paragraphs=(" ".join(said),),
        columns=(Column(head=gettext("Step"), width=2.4), Column(head=gettext("How it was done"), width=1)),
        rows=tuple(
            (str(step.text), str(StepResult(results.get(step.number, StepResult.NOT_SEEN)).label))
            for step in task.steps.all()
        ),
    )


def _measured(task: PracticeTask, sign_off: SignOff) -> Iterator[str]:
    if sign_off.measured is not None:
        yield f"{task.measure}: {number_format(sign_off.measured.normalize())} {task.unit}."


def _rest(passport: Passport) -> Iterator[Section]:
    left = [str(page.task.title) for page in passport.pages if not page.sign_off]
    if left:
        yield Section(heading=gettext("Not signed off"), paragraphs=tuple(left))


def _levels() -> Section:
    return Section(
        heading=gettext("What the levels mean"),
        paragraphs=(
            gettext("Observed: saw how it is done."),
            gettext("Assisted: worked with the help of the supervisor."),
            gettext("Independent: worked alone, and did every critical step."),
        ),
    )

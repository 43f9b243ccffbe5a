"""What the records say of what remains: plans, money, documentation, lessons, follow-up, codes, annexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Max
from django.utils.translation import gettext, pgettext

from balai.certificates.enums import CertificateState
from balai.certificates.models import Certificate
from balai.delivery.models import Material
from balai.directory.enums import Certainty
from balai.followup.models.times import ASKED_UNTIL
from balai.nominations.models import CountryCall
from balai.programmes.enums import marker_words
from balai.reporting.enums import Basis
from balai.reporting.models import AidPublication
from balai.reporting.queries.few import FEWEST, guarded, listed
from balai.reporting.queries.report_parts.records import (
    Told,
    bars,
    by_part,
    exact,
    facts,
    money,
    nothing,
    number,
    papers,
    persons,
    table,
    text,
)
from balai.reporting.queries.spending import by_line
from balai.selection.models import Decision
from balai.timetable.models import Timetable
from balai.ui import wording

if TYPE_CHECKING:
    from balai.engine.documents.report import Block
    from balai.followup.queries.board import Summary
    from balai.reporting.queries.report_parts.records import Records
    from balai.reporting.queries.spending import Sums


def plans(records: Records) -> Told:
    """How many plans there are, and one line of each."""
    told = records.plans
    if not told.submitted:
        return Told(blocks=[nothing(gettext("No action plan was submitted."))])
    submitted = exact(listed(told.submitted, of=told.people))
    return Told(
        blocks=[
            facts(
                (
                    gettext("Plans submitted"),
                    f"{papers(told.submitted, of=told.people)} / {told.people}",
                ),
                (gettext("Endorsed by a supervisor at home"), _of_plans(told, told.endorsed)),
                (
                    gettext("Handed over to a successor"),
                    _of_plans(told, told.handed_over) if told.handed_over else "",
                ),
            ),
            _every_plan(records),
        ],
        figures={
            "plans": submitted
            and [*submitted, *exact(guarded(told.endorsed, of=told.people, among=told.submitted))]
        },
    )


def _every_plan(records: Records) -> Block:
    """By country where everybody wrote one; else by title alone, for it would show where one is missing."""
    told = records.plans
    written = [
        (records.countries[line.participant.country_id].brief_name, line.plan.title)
        for line in records.lines
        if line.plan is not None and line.is_submitted
    ]
    plan = pgettext("of a participant", "Plan")
    if told.submitted == told.people:
        heads = [(gettext("Country"), 0.9), (plan, 3.5)]
        return table(gettext("Every plan in a line"), heads, written)
    if told.submitted < FEWEST:
        return nothing(gettext("Of fewer than five plans no list is given."))
    titles = sorted(title for _country, title in written)
    return table(gettext("Every plan in a line"), [(plan, 1.0)], [(title,) for title in titles])


def _of_plans(told: Summary, number: int) -> str:
    return persons(number, of=told.people, among=told.submitted)


def finance(records: Records) -> Told:
    """Budget against actual by line and by partner, in cash and in kind, and what a day of somebody cost."""
    ledger = records.ledger
    lines = by_line(records.edition)
    if ledger is None:
        said = gettext("No book was opened for this edition: what was spent and given is not recorded.")
        blocks: list[Block] = [nothing(said)]
        if lines and all(one.line.certainty == Certainty.ASSUMED for one in lines):
            blocks.append(nothing(gettext("Its budget is made of assumptions, and is not told here.")))
        return Told(blocks=blocks, is_empty=True)
    currency = ledger.currency
    cash = sum(one.cash.reported for one in records.partners)
    in_kind = sum(one.in_kind.reported for one in records.partners)
    whole = cash + in_kind
    days = sum(records.received.weights.values()) if records.received.basis == Basis.DAYS else 0
    blocks = [
        facts(
            (gettext("Spent in cash"), money(currency, cash)),
            (gettext("Given in kind, valued"), money(currency, in_kind)),
            (gettext("Together"), money(currency, whole)),
            (
                gettext("For each day of a participant from abroad"),
                money(currency, whole / days) if days and whole else "",
            ),
        ),
        table(
            gettext("Budget and actual, by line"),
            [
                (gettext("Line"), 1.8),
                (gettext("Cash or in kind"), 0.8),
                (gettext("Budget"), 1.1),
                (gettext("Spent"), 1.2),
                (gettext("Left"), 1),
            ],
            [
                (
                    one.line.description,
                    one.line.get_form_display(),
                    money(one.line.currency, one.line.amount),
                    _amounts(one.spent),
                    "" if one.left is None else number(one.left),
                )
                for one in lines
            ],
        ),
        table(
            gettext("By partner"),
            [
                (gettext("Partner"), 1.6),
                (gettext("Budget, cash"), 1),
                (gettext("Spent, cash"), 1),
                (gettext("Budget, in kind"), 1),
                (gettext("Given, in kind"), 1),
            ],
            [
                (
                    one.payer.name if one.payer else gettext("nobody yet"),
                    _amounts(one.planned_cash),
                    _amounts(one.cash),
                    _amounts(one.planned_in_kind),
                    _amounts(one.in_kind),
                )
                for one in records.partners
            ],
        ),
    ]
    if whole:
        blocks.append(
            bars(
                gettext("What each partner gave, in %(currency)s") % {"currency": currency},
                [
                    (one.payer.name, one.reported, number(one.reported))
                    for one in records.partners
                    if one.payer and one.reported
                ],
            )
        )
    else:
        blocks.append(nothing(gettext("Nothing is booked yet.")))
    return Told(blocks=blocks, is_empty=not whole)


def _amounts(sums: Sums) -> str:
    return "; ".join(money(currency, amount) for currency, amount in sums.parts)


def media(records: Records) -> Told:
    """What was handed out; what was written of it, the newsroom tells."""
    given = Material.objects.filter(edition=records.edition, withdrawn_at=None).count()
    if given:
        return Told(blocks=[facts((gettext("Materials handed out"), given))])
    return Told(blocks=[nothing(gettext("No materials are recorded."))])


def lessons(records: Records) -> Told:
    """What the organisers learnt, who takes it up, and until when."""
    found = list(records.edition.lessons.select_related("taken_up_in").order_by("number"))
    if not found:
        return Told(blocks=[nothing(gettext("No lessons are recorded."))], is_empty=True)
    heads = [
        (gettext("No."), 0.3),
        (gettext("Lesson"), 2.2),
        (gettext("Owner"), 0.8),
        (gettext("Due"), 0.8),
        (gettext("What was done"), 1.4),
    ]
    rows = [
        (
            one.number,
            one.text,
            one.get_owner_role_display() if one.owner_role else "",
            wording.date(one.due_on) if one.due_on else "",
            one.answer or (one.taken_up_in.code.upper() if one.taken_up_in else ""),
        )
        for one in found
    ]
    return Told(blocks=[table(gettext("Lessons, and decisions for the next edition"), heads, rows)])


def follow_up(records: Records) -> Told:
    """What became of the plans, at each of the three times."""
    told = records.plans
    if not told.submitted:
        return Told(blocks=[nothing(gettext("There is no plan to follow up."))])
    heads = [
        (gettext("When"), 1.2),
        (gettext("Due on"), 1),
        (gettext("Answered"), 0.9),
        (gettext("Under way, done or changed"), 1.1),
        (gettext("Supervisors who answered"), 1.1),
    ]
    over = [one for one in told.waves if records.on > one.wave.due_on + ASKED_UNTIL]
    rows = [
        (
            one.wave.months.label,
            wording.date(one.wave.due_on),
            _of_plans(told, one.answered),
            persons(one.active, of=told.people, among=one.answered) if one.answered else "",
            _of_plans(told, one.supervisors) if one.answered else "",
        )
        for one in over
    ]
    blocks: list[Block] = [
        facts(
            (
                gettext("First steps done within two weeks"),
                _of_plans(told, told.steps_in_time) if told.steps_in_time else "",
            ),
            (gettext("First steps done later"), _of_plans(told, told.steps_late) if told.steps_late else ""),
        ),
        table(gettext("How plans go"), heads, rows),
    ]
    if len(over) < len(told.waves):
        asked = gettext("How plans go is told once nobody is asked any more: next after %(day)s.")
        until = told.waves[len(over)].wave.due_on + ASKED_UNTIL
        blocks.append(nothing(asked % {"day": wording.date(until)}))
        return Told(blocks=blocks)
    if told.counting >= FEWEST:
        reached = by_part({"women": told.women, "men": told.men})
        blocks.append(
            facts(
                (gettext("Women reached, as told"), reached.get("women", "")),
                (gettext("Men reached, as told"), reached.get("men", "")),
                (gettext("Counted by so many plans"), str(told.counting)),
            )
        )
    if told.obstacles:
        blocks.append(
            bars(
                gettext("What stood in the way, by number of plans"),
                [
                    (obstacle.label, max(count, FEWEST), _of_plans(told, count))
                    for obstacle, count in told.obstacles
                ],
            )
        )
    return Told(blocks=blocks)


def compliance(records: Records) -> Told:
    """Codes under which it is reported as aid, and what is kept of data protection and accessibility."""
    edition = records.edition
    newest = AidPublication.objects.filter(series=edition.series_id).order_by("-number").first()
    is_told = newest is not None and edition.code in newest.editions
    return Told(
        blocks=[
            facts(
                (gettext("Purpose codes of the OECD"), ", ".join(edition.sector_codes)),
                (gettext("Targets of the Sustainable Development Goals"), ", ".join(edition.sdg_targets)),
                (
                    gettext("Policy markers"),
                    "; ".join(marker_words(one) for one in edition.policy_markers),
                ),
                (
                    gettext("IATI file that tells of it"),
                    gettext("version %(number)s of %(day)s")
                    % {"number": newest.number, "day": wording.date(records.day(newest.at))}
                    if newest is not None and is_told
                    else gettext("none yet"),
                ),
                title=gettext("Aid"),
            ),
            text(
                gettext(
                    "Nobody but who approved it is named in this report. How many people each country sent is"
                    " told as it was; what was decided, measured or said of people is told of five or more,"
                    " and so that no smaller number follows by subtraction."
                ),
                title=gettext("Data protection"),
            ),
            text(
                gettext(
                    "The PDF of this report keeps PDF/UA-1: it can be read aloud, and every bar has its figure."
                ),
                title=gettext("Accessibility"),
            ),
        ]
    )


def annexes(records: Records) -> Told:
    """Which papers and lists there are; they lie with the records, and are given to who may see them."""
    edition = records.edition
    booklets = edition.booklets.aggregate(count=Count("pk"), last=Max("frozen_at"))
    calls = CountryCall.objects.filter(edition=edition).aggregate(count=Count("pk"))
    decisions = Decision.objects.filter(edition=edition, decided_at__isnull=False).aggregate(
        count=Count("pk"), last=Max("decided_at")
    )
    tables = Timetable.objects.filter(edition=edition, published_at__isnull=False).aggregate(
        count=Count("pk"), last=Max("published_at")
    )
    valid = Certificate.objects.filter(edition=edition, state=CertificateState.VALID).aggregate(
        count=Count("pk"), last=Max("issued_at")
    )
    plans, taking_part = records.plans, max(sum(records.by_country.values()), valid["count"])
    rows = [
        (gettext("General Information and errata"), booklets["count"], booklets["last"]),
        (gettext("Letters that called countries"), calls["count"], None),
        (gettext("Minutes of the selection panel"), decisions["count"], decisions["last"]),
        (gettext("Versions of the timetable"), tables["count"], tables["last"]),
        (gettext("Notes of presence"), len(records.presences), None),
        (gettext("Action plans"), papers(plans.submitted, of=plans.people), None),
        (gettext("Certificates in the register"), persons(valid["count"], of=taking_part), valid["last"]),
    ]
    blocks: list[Block] = [
        text(
            gettext(
                "These papers and lists lie with the records of the edition; who may see them finds them there."
            )
        ),
        table(
            "",
            [(gettext("Paper or list"), 2), (gettext("How many"), 0.7), (gettext("The last of"), 1)],
            [(what, count, wording.date(records.day(last)) if last else "") for what, count, last in rows],
        ),
    ]
    return Told(blocks=blocks, figures={"certificates": exact(guarded(valid["count"], of=taking_part))})

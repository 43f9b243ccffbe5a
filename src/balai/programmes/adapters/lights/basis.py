"""What an edition stands on: its mandate, the money, and who runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balai.programmes.adapters.lights.words import deed_on, some_of
from balai.programmes.enums import OrganiserRole, Side
from balai.programmes.queries.editions import due_moment
from balai.programmes.registries import Light, OpenThing, Owner

if TYPE_CHECKING:
    import datetime as dt

    from balai.programmes.models import Edition


def mandate(edition: Edition, *, at: dt.datetime) -> Light:
    """Some pledge holds on the first day."""
    due = due_moment(edition, "call")
    held = [one.pledge for one in edition.mandate_set.all()]
    day = edition.starts_on
    holding = [
        pledge for pledge in held if pledge.valid_until is None or day is None or pledge.valid_until >= day
    ]
    open_things = []
    if not holding:
        open_things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Name the mandate"),
                why=(
                    gettext("%(names)s ended before the first day.") % {"names": some_of(held)}
                    if held
                    else _("No pledge says that this edition shall be held.")
                ),
                due_at=due,
                deed=deed_on(_("Choose pledges"), "programmes:mandates", edition),
            )
        )
    return Light(
        title=_("Mandate"),
        rule=_("A pledge or another mandate holds on the first day."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=len(holding),
        of=max(len(held), 1),
        open=open_things,
    )


def money(edition: Edition, *, at: dt.datetime) -> Light:
    """Every line of the budget has a payer who is an organiser, and the package says what is given."""
    due = due_moment(edition, "call")
    lines = edition.budget.all()
    organisers = {one.organisation_id for one in edition.organisers.all()}
    unpaid = [line.description or line.code for line in lines if line.payer_id not in organisers]
    open_things = []
    if not lines:
        open_things.append(
            OpenThing(
                owner=Owner.FINANCE,
                what=_("Write the budget"),
                why=_("No line says what the edition costs and who pays."),
                due_at=due,
                deed=deed_on(_("Open the budget"), "programmes:sheet", edition, "budget"),
            )
        )
    if unpaid:
        message = ngettext(
            "%(names)s has no payer among the organisers.",
            "%(names)s have no payer among the organisers.",
            len(unpaid),
        )
        open_things.append(
            OpenThing(
                owner=Owner.FINANCE,
                what=_("Agree who pays"),
                why=message % {"names": some_of(unpaid)},
                due_at=due,
                deed=deed_on(_("Open the budget"), "programmes:sheet", edition, "budget"),
            )
        )
    if lines and not any(item.side == Side.ORGANISER for item in edition.package.all()):
        open_things.append(
            OpenThing(
                owner=Owner.FINANCE,
                what=_("Say what participants are given"),
                why=_("The booklet tells each country what is paid for its people."),
                due_at=due,
                deed=deed_on(_("Open the package"), "programmes:sheet", edition, "package"),
            )
        )
    return Light(
        title=_("Money"),
        rule=_("Every line of the budget has a payer who is an organiser."),
        owner=Owner.FINANCE,
        due_at=due,
        ready=len(lines) - len(unpaid),
        of=len(lines),
        open=open_things,
    )


def organisers(edition: Edition, *, at: dt.datetime) -> Light:
    """There is a host, and every organiser has agreed."""
    due = due_moment(edition, "call")
    rows = edition.organisers.all()
    open_things = []
    if not any(row.role == OrganiserRole.HOST for row in rows):
        open_things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Name the host"),
                why=_("Nothing is approved without a host."),
                due_at=due,
                deed=deed_on(_("Open the organisers"), "programmes:sheet", edition, "organisers"),
            )
        )
    open_things += [
        OpenThing(
            owner=Owner.PARTNERS,
            what=gettext("%(name)s: agreement") % {"name": row.organisation.brief_name},
            why=gettext("Its part as %(role)s is not agreed yet.") % {"role": row.get_role_display().lower()},
            due_at=due,
            is_waiting=True,
            deed=deed_on(_("Note the agreement"), "programmes:sheet", edition, "organisers"),
        )
        for row in rows
        if row.agreed_on is None
    ]
    return Light(
        title=_("Organisers"),
        rule=_("There is a host, and every organiser has agreed."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=sum(row.agreed_on is not None for row in rows),
        of=len(rows),
        open=open_things,
    )

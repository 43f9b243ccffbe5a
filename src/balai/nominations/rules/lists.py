"""May it be done? Who reads and changes a country's list, until when, and what is asked before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.nominations.enums import NominationState, Origin, Standing
from balai.nominations.queries import countries_of, is_over
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus, Severity
from balai.programmes.queries.scopes import covers
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from balai.nominations.models import CountryCall, Nomination
    from balai.nominations.queries import Places
    from balai.people.models import Grant
    from balai.programmes.models import Deadline, Edition, EligibilityRule

READERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT, Role.AUDITOR})
"""They see the nominations of every country in the editions that their role covers."""

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER})
"""They invite, note contacts, enter nominations for a country, admit late ones and record waivers."""

OPEN_STATUSES = frozenset({EditionStatus.CALL, EditionStatus.SELECTION})
"""While these last, nominations are taken; after the deadline as late ones."""

LATE_STATUSES = OPEN_STATUSES | {EditionStatus.PREPARATION}
"""After the selection a country names somebody in the place of who cannot come: late, and one by one."""

UNSETTLED = frozenset({NominationState.DRAFT, NominationState.LATE})
"""Nobody has chosen among these yet, so that they change as long as any are taken."""

NEEDED: Mapping[str, object] = {
    "sex": _("sex in the passport"),
    "birth_on": _("date of birth"),
    "passport_until": _("passport valid until"),
    "email": _("e-mail address"),
    "track": _("kind of nominee"),
    "employer": _("employer or enterprise"),
    "position": _("position"),
    "experience_years": _("years of experience in the field"),
    "education": _("highest education"),
    "language_level": _("level in the working language"),
    "reason": _("why this person"),
    "expected_use": _("what it will be used for at home"),
}
"""What must be there before a nomination is sent, by the name of its field."""


# --- who ---------------------------------------------------------------------------------------------------


def may_keep_call(grants: Iterable[Grant], call: CountryCall) -> Refusal | None:
    """The focal point of the country; and programme officers, who enter what comes on paper."""
    if call.country_id in countries_of(grants) or covers(grants, KEEPERS, call.edition):
        return None
    return Refusal("call.not_kept_by_you", _("The focal point of the country changes this list."))


def may_read_nominations(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """Those who see every country."""
    if covers(grants, READERS, edition):
        return None
    return Refusal("nominations.not_yours", _("Nominations of all countries are open to the office."))


def may_keep_nominations(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """Those who invite, admit and record waivers."""
    if covers(grants, KEEPERS, edition):
        return None
    return Refusal("nominations.not_kept_by_you", _("A programme officer of this edition does this."))


# --- when --------------------------------------------------------------------------------------------------


def may_invite_countries(edition: Edition) -> Refusal | None:
    """Invitations go out while the call is open."""
    if edition.status != EditionStatus.CALL:
        return Refusal("call.not_open", _("Countries are invited while the call is open."))
    return None


def may_change_list(call: CountryCall) -> Refusal | None:
    """A list changes while nominations are taken at all."""
    if call.edition.status not in OPEN_STATUSES:
        return Refusal(
            "nominations.closed",
            _("Nominations for this edition are closed. Write to the office if somebody has to be replaced."),
        )
    return None


def may_name(call: CountryCall) -> Refusal | None:
    """People are named as long as a place may come free; after the selection they wait in the late queue."""
    return None if call.edition.status in LATE_STATUSES else may_change_list(call)


def takes_applications(nomination: Nomination) -> bool:
    """Whether this nominee may still apply: who is named after the selection, until the programme begins."""
    is_after = nomination.was_late or nomination.state in UNSETTLED
    return nomination.edition.status in (LATE_STATUSES if is_after else OPEN_STATUSES)


def must_be_unchanged(call: CountryCall, version: int | None, *, by: str) -> Refusal | None:
    """Two people who change a list at once are told, so that neither undoes the other's work unseen.

    Args:
        call: as it is now.
        version: of the list that the reader saw; None where it does not matter.
        by: who changed it last, by name.
    """
    if version is None or version == call.version:
        return None
    when = wording.clock(call.changed_at) if call.changed_at else ""
    return Refusal(
        "nominations.changed_meanwhile",
        gettext("%(who)s changed this list at %(when)s UTC. This is how it is now; please look at it again.")
        % {"who": by or gettext("Somebody else"), "when": when},
    )


def may_rank(call: CountryCall, deadline: Deadline | None, *, at: datetime) -> Refusal | None:
    """The order is the country's until its deadline; nobody is displaced afterwards."""
    if is_over(deadline, at=at):
        return Refusal(
            "nominations.ranking_closed",
            _("The deadline is over, and the order of those who were sent in time stays."),
        )
    return may_change_list(call)


def may_change_nominee(
    nomination: Nomination, deadline: Deadline | None, *, is_office: bool, at: datetime
) -> Refusal | None:
    """What was sent in time is settled at the deadline; afterwards the office corrects it."""
    if nomination.state == NominationState.WITHDRAWN:
        return Refusal("nomination.withdrawn", _("This nomination was withdrawn. It stays as it was."))
    is_settled = nomination.state == NominationState.SENT and is_over(deadline, at=at)
    if is_settled and not is_office:
        return Refusal(
            "nomination.settled", _("The deadline is over. Ask the office to correct what was sent.")
        )
    return may_name(nomination.call) if nomination.state in UNSETTLED else may_change_list(nomination.call)


def may_withdraw(nomination: Nomination) -> Refusal | None:
    """A nomination is withdrawn once; until people have confirmed, which is a matter of later rooms."""
    if nomination.state == NominationState.WITHDRAWN:
        return Refusal("nomination.withdrawn", _("This nomination was withdrawn. It stays as it was."))
    return may_name(nomination.call) if nomination.state in UNSETTLED else may_change_list(nomination.call)


def may_return_places(call: CountryCall, places: Places, number: int) -> Refusal | None:
    """Only places that the country still has."""
    if number > places.kept:
        return Refusal(
            "places.not_there",
            ngettext(
                "The country has %(number)d place to return.",
                "The country has %(number)d places to return.",
                places.kept,
            )
            % {"number": places.kept},
        )
    return may_change_list(call)


# --- what is missing ---------------------------------------------------------------------------------------


def missing_of(nomination: Nomination) -> list[str]:
    """Names of the fields that have to be filled in before a nomination is sent, in order."""
    return [name for name in NEEDED if getattr(nomination, name) in {None, ""}]


def must_be_confirmed(
    *, is_focal_point: bool, has_focal_point: bool, nominations: Iterable[Nomination]
) -> Refusal | None:
    """Who was named to the office by somebody else counts once the focal point has said so (edge case E3).

    Two ministries of one country may nominate apart from each other. There is one list, and one voice: where
    the focal point has named people, what the office keyed in besides waits until the focal point sends it.

    Args:
        is_focal_point: whether the list is sent by somebody who speaks for the country.
        has_focal_point: whether there is such a person at all.
        nominations: all that are live.
    """
    origins = {
        one.origin for one in nominations if one.state == NominationState.DRAFT or one.origin != Origin.OFFICE
    }
    if is_focal_point or not has_focal_point or len(origins) < 2:
        return None
    return Refusal(
        "nominations.focal_point_confirms",
        _(
            "The focal point has named people as well. Only the focal point can confirm both, by sending the list."
        ),
    )


def may_send(
    call: CountryCall,
    drafts: Sequence[Nomination],
    *,
    has_letter: bool,
    statements: Iterable[bool],
) -> Refusal | None:
    """What still stands in the way of sending; waivable rules and missing alternates do not."""
    if not drafts:
        return Refusal("nominations.nobody", _("Name at least one person first."))
    blocked = next((one for one in drafts if one.standing == Standing.BLOCKED), None)
    if blocked is not None:
        return Refusal(
            "nominations.somebody_blocked",
            _("%(name)s is blocked. Correct what is named beside the person, or take the person out.")
            % {"name": blocked.name},
        )
    missing = next((one for one in drafts if missing_of(one)), None)
    if missing is not None:
        return Refusal(
            "nominations.something_missing",
            _("Something is missing for %(name)s: %(what)s.")
            % {"name": missing.name, "what": ", ".join(str(NEEDED[name]) for name in missing_of(missing))},
        )
    if not has_letter:
        return Refusal("nominations.no_letter", _("Add the signed letter of nomination first."))
    if not all(statements):
        return Refusal("nominations.not_stated", _("Confirm the three statements first."))
    return may_name(call)


# --- the office --------------------------------------------------------------------------------------------


def may_admit(nomination: Nomination) -> Refusal | None:
    """Only what waits in the late queue."""
    if nomination.state != NominationState.LATE:
        return Refusal("nomination.not_late", _("This nomination does not wait in the late queue."))
    return None


def may_waive(nomination: Nomination, rule: EligibilityRule) -> Refusal | None:
    """Only a rule that says who may waive it, and only for a nomination that counts."""
    if nomination.state == NominationState.WITHDRAWN:
        return Refusal("nomination.withdrawn", _("This nomination was withdrawn. It stays as it was."))
    if rule.severity != Severity.WAIVABLE:
        return Refusal("rule.not_waivable", _("Nobody may waive this rule."))
    if rule.edition_id != nomination.edition_id:
        return Refusal("rule.of_another_edition", _("This rule belongs to another edition."))
    if nomination.waivers.filter(rule_code=rule.code).exists():
        return Refusal("rule.waived_already", _("This rule is waived already."))
    return None

"""What each duty of table.csv is, and whose it is: written by hand from docs/explain/permissions.md.

A line of the table names its duty, and its cells must follow from it. So a wrong cell is noticed twice:
where it contradicts the duty here, and where it contradicts what the product answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.people.enums import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

ANONYMOUS = "anonymous"
COLUMNS = (ANONYMOUS, *Role.values)
PROGRAM = Role.API_CLIENT.value
PEOPLE = frozenset(Role.values) - {PROGRAM}
EVERYBODY = frozenset(COLUMNS)

OPENING = {"200", "201", "202", "204", "302", "303"}
CLOSING = {"in", "on", "401", "403", "404"}
REFUSED = "409"


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Who has it, and for whom it covers what is foreign.

    Attributes:
        roles: the columns that it opens.
        everything: those of them for whom it reaches beyond their own; only there may a cell carry a star.
    """

    roles: frozenset[str]
    everything: frozenset[str] = frozenset()


def _all(*roles: Role, programs: bool = False) -> Duty:
    """A duty that reaches everything for everybody who has it."""
    columns = _of(*roles, programs=programs)
    return Duty(roles=columns, everything=columns)


def _of(*roles: Role, programs: bool = False) -> frozenset[str]:
    return frozenset(role.value for role in roles) | ({PROGRAM} if programs else set())


OFFICE = (Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT)

DUTIES: Mapping[str, Duty] = {
    "nobody": Duty(roles=frozenset()),
    "public": Duty(roles=EVERYBODY),
    "signing in": Duty(roles=frozenset({ANONYMOUS})),
    "holding a link": Duty(roles=EVERYBODY),
    "own things": Duty(roles=PEOPLE),
    "own things, also by token": Duty(roles=PEOPLE | {PROGRAM}),
    "searching": Duty(roles=PEOPLE, everything=_of(Role.ADMINISTRATOR, Role.AUDITOR)),
    "searching, also by token": Duty(
        roles=PEOPLE | {PROGRAM}, everything=_of(Role.ADMINISTRATOR, Role.AUDITOR)
    ),
    "letting people in": _all(Role.ADMINISTRATOR),
    "guarding rights": _all(Role.ADMINISTRATOR),
    "reading people": _all(Role.ADMINISTRATOR, Role.AUDITOR),
    "reading people, also programs": _all(Role.ADMINISTRATOR, Role.AUDITOR, programs=True),
    "setting up the office": _all(Role.ADMINISTRATOR),
    "minding the background": _all(Role.ADMINISTRATOR),
    "minding the mailbox": _all(Role.ADMINISTRATOR),
    "keeping the register": _all(*OFFICE),
    "keeping the register, also programs": _all(*OFFICE, programs=True),
    "reading the register": _all(*OFFICE, Role.AUDITOR),
    "reading the register, also programs": _all(*OFFICE, Role.AUDITOR, programs=True),
    "reading the directory": Duty(roles=PEOPLE, everything=_of(*OFFICE, Role.AUDITOR)),
    "reading the directory, also programs": Duty(
        roles=PEOPLE | {PROGRAM}, everything=_of(*OFFICE, Role.AUDITOR)
    ),
    "reading resource persons": Duty(
        roles=_of(*OFFICE, Role.AUDITOR, Role.CENTRE_COORDINATOR), everything=_of(*OFFICE, Role.AUDITOR)
    ),
    "keeping the directory": _all(Role.PROGRAMME_OFFICER, Role.SECRETARIAT),
    "keeping a centre": Duty(
        roles=_of(Role.PROGRAMME_OFFICER, Role.SECRETARIAT, Role.CENTRE_COORDINATOR),
        everything=_of(Role.PROGRAMME_OFFICER, Role.SECRETARIAT),
    ),
    "reading editions": _all(*OFFICE, Role.FINANCE_OFFICER, Role.AUDITOR),
    "keeping editions": _all(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER),
    "keeping the money of editions": _all(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER),
    "opening receipts": _all(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER, Role.AUDITOR),
    "bringing programmes in": Duty(roles=_of(*OFFICE)),
    "taking programmes along": _all(*OFFICE, Role.AUDITOR),
    "speaking for a country": Duty(roles=_of(Role.FOCAL_POINT)),
    "reading the list of a country": Duty(
        roles=_of(Role.FOCAL_POINT, *OFFICE, Role.AUDITOR), everything=_of(*OFFICE, Role.AUDITOR)
    ),
    "keeping the list of a country": Duty(
        roles=_of(Role.FOCAL_POINT, Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER),
        everything=_of(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER),
    ),
    "reading nominations": _all(*OFFICE, Role.AUDITOR),
    "keeping nominations": _all(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER),
    "looking at passports": _all(*OFFICE),
    "reading places": _all(*OFFICE, Role.AUDITOR),
    "keeping places": _all(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER),
    "reading about participants": _all(*OFFICE, Role.AUDITOR, Role.HEALTH_OFFICER),
    "looking at health": _all(Role.HEALTH_OFFICER),
    "caring for participants": _all(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.HEALTH_OFFICER),
    "reading selections": _all(*OFFICE, Role.AUDITOR),
    "keeping selections": _all(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER),
    "reading certificates": _all(*OFFICE, Role.AUDITOR),
    "keeping certificates": _all(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER),
    "reading action plans": _all(*OFFICE, Role.AUDITOR),
    "keeping action plans": _all(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER),
    "meeting alumni": Duty(roles=PEOPLE, everything=PEOPLE),
    "keeping alumni": _all(*OFFICE),
    "reading the whole exchange": _all(*OFFICE, Role.AUDITOR),
    "reading the exchange": Duty(
        roles=_of(*OFFICE, Role.AUDITOR, Role.CENTRE_COORDINATOR), everything=_of(*OFFICE, Role.AUDITOR)
    ),
    "keeping the exchange": _all(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER),
    "speaking for an organisation": Duty(
        roles=_of(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.CENTRE_COORDINATOR),
        everything=_of(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER),
    ),
    "reading timetables": _all(*OFFICE, Role.AUDITOR),
    "keeping timetables": _all(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER),
    "reading presence": Duty(
        roles=_of(*OFFICE, Role.AUDITOR, Role.CENTRE_COORDINATOR), everything=_of(*OFFICE, Role.AUDITOR)
    ),
    "reading the presence of everybody": _all(*OFFICE, Role.AUDITOR),
    "noting presence": Duty(
        roles=_of(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.CENTRE_COORDINATOR),
        everything=_of(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER),
    ),
    "printing for participants": _all(*OFFICE),
    "correcting presence": _all(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER),
    "sending gate lists": _all(*OFFICE),
    "reading incidents": Duty(
        roles=_of(Role.PROGRAMME_OFFICER, Role.SECRETARIAT, Role.HEALTH_OFFICER),
        everything=_of(Role.PROGRAMME_OFFICER, Role.SECRETARIAT),
    ),
    "reporting incidents": Duty(
        roles=_of(Role.PROGRAMME_OFFICER, Role.SECRETARIAT, Role.HEALTH_OFFICER, Role.CENTRE_COORDINATOR),
        everything=_of(Role.PROGRAMME_OFFICER, Role.SECRETARIAT),
    ),
    "reading feedback": _all(*OFFICE, Role.AUDITOR),
    "getting materials": Duty(roles=PEOPLE, everything=_of(*OFFICE, Role.AUDITOR)),
    "handing out materials": Duty(roles=PEOPLE, everything=_of(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER)),
    "reading tests": _all(*OFFICE, Role.AUDITOR),
    "keeping tests": _all(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER),
    "seeing gains": Duty(roles=PEOPLE, everything=_of(*OFFICE, Role.AUDITOR)),
    "reading practice": Duty(
        roles=_of(*OFFICE, Role.AUDITOR, Role.PRACTICE_SUPERVISOR, Role.CENTRE_COORDINATOR),
        everything=_of(*OFFICE, Role.AUDITOR),
    ),
    "signing practice": Duty(roles=_of(Role.PRACTICE_SUPERVISOR, Role.CENTRE_COORDINATOR)),
    "reading transcripts of practice": Duty(
        roles=_of(*OFFICE, Role.AUDITOR, Role.PRACTICE_SUPERVISOR), everything=_of(*OFFICE, Role.AUDITOR)
    ),
    "reading a decision of a panel": _all(*OFFICE, Role.AUDITOR, Role.PANEL_MEMBER),
    "scoring for a panel": Duty(roles=_of(Role.PANEL_MEMBER)),
    "reading drafts of news": _all(*OFFICE, Role.PRESS_OFFICER, Role.AUDITOR),
    "writing news": _all(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.PRESS_OFFICER),
    "reading the trail": _all(Role.ADMINISTRATOR, Role.AUDITOR),
    "reading the trail, also programs": _all(Role.ADMINISTRATOR, Role.AUDITOR, programs=True),
}


def contradictions(line: Mapping[str, str]) -> list[str]:
    """How the cells of a line differ from what its duty says."""
    name = line["duty"]
    if name not in DUTIES:
        return [f"no duty is called {name!r}"]
    duty = DUTIES[name]
    found = []
    for column in COLUMNS:
        is_theirs = column in duty.roles
        own, _stroke, foreign = line[column].rstrip("*").partition("/")
        is_starred = line[column].endswith("*")
        if is_theirs and not _may_be_entitled(own, foreign, is_starred=is_starred):
            found.append(f"{column} has the duty {name!r}, and {line[column]} opens nothing or too much")
        if not is_theirs and not _is_closed(column, own, foreign, is_starred=is_starred):
            found.append(f"{column} has not the duty {name!r}, and {line[column]} opens")
        if is_starred and column not in duty.everything:
            found.append(f"{column}: the duty {name!r} covers nothing foreign here, so no star")
    return found


def _may_be_entitled(own: str, foreign: str, *, is_starred: bool) -> bool:
    """One's own opens; what is foreign opens with a star only; a rule may refuse one's own alone."""
    if own not in OPENING and not (own == REFUSED and foreign in OPENING):
        return False
    return not foreign or (foreign in OPENING) == is_starred


def _is_closed(column: str, own: str, foreign: str, *, is_starred: bool) -> bool:
    parts = {own, foreign} - {""}
    if is_starred or not parts <= CLOSING:
        return False
    return column != ANONYMOUS or parts <= {"in", "401", "404"}

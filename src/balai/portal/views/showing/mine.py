"""My programme: what a participant needs on the day, composed from the rooms that know it."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from balai.delivery.adapters.materials import forms_of
from balai.delivery.queries.daily import contacts_for
from balai.delivery.queries.materials import by_session
from balai.delivery.queries.presence import own_slots
from balai.delivery.registries import own_cards
from balai.delivery.rules.presence import may_change_presence, may_claim
from balai.delivery.services.codes import PERSON, code_of
from balai.delivery.services.terms import terms_of
from balai.engine.documents.quick import qr_svg
from balai.exchange.queries.exchange import taps_of, technologies_at
from balai.timetable.services.attending import wholes_in
from balai.timetable.views.showing.days import SOON, line_of, told_when
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from balai.delivery.adapters.materials import Shown
    from balai.delivery.models import Presence
    from balai.delivery.registries import OwnCard
    from balai.directory.models import Contact, Technology
    from balai.programmes.models import Edition
    from balai.selection.models import Participant
    from balai.timetable.models import Slot
    from balai.timetable.views.showing.days import Line


NEWEST = 5
"""Sessions that have begun which are told at once; the others are unfolded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MySession:
    """A session of the reader.

    Attributes:
        begins_at, ends_at: for the script that goes on telling the time without network.
        presence: how the reader was noted, in words; empty while nobody noted them.
        is_claimed: only the reader says so.
        may_claim: whether the reader may say now that they were there.
        materials: what is handed out for it, each by its title with the forms in which it is fetched.
        technologies: of the centre where it is, each with whether the reader wants it; only with the first
            session there.
    """

    key: UUID
    on: date
    begins_at: datetime
    ends_at: datetime
    line: Line
    presence: str = ""
    is_claimed: bool = False
    may_claim: bool = False
    materials: Sequence[tuple[str, Sequence[Shown]]] = ()
    technologies: Sequence[tuple[Technology, bool]] = ()

    @property
    def wanted(self) -> int:
        """How many of the technologies the reader wants."""
        return sum(is_wanted for _technology, is_wanted in self.technologies)


@dataclass(frozen=True, slots=True, kw_only=True)
class MyDay:
    """A day with the reader's sessions."""

    on: date
    name: str
    sessions: Sequence[MySession]


@dataclass(frozen=True, slots=True, kw_only=True)
class MyCode:
    """What the reader shows at the door: a square code as the address of a drawing, and six digits."""

    drawing: str
    digits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """Everything that the page shows of one edition.

    Attributes:
        today: the day of today, in words, by the clock of the edition; ``today_on`` the same as a date.
        where_we_are: which day of the programme it is, or how far away.
        next: the first session that has not ended, or None; ``when`` says when that is.
        began: sessions that have begun, the newest first.
        has_code: none is shown once the edition is over.
    """

    today: str
    today_on: date
    where_we_are: str
    next: MySession | None
    when: str
    days: Sequence[MyDay]
    began: Sequence[MySession]
    code: MyCode | None
    due: Sequence[OwnCard]
    cards: Sequence[OwnCard]
    contacts: Sequence[Contact]

    @property
    def today_sessions(self) -> Sequence[MySession]:
        """Those of today, of which some may be over."""
        return next((day.sessions for day in self.days if day.on == self.today_on), ())

    @property
    def ahead(self) -> Sequence[MyDay]:
        """The days after today."""
        return [day for day in self.days if day.on > self.today_on]

    @property
    def is_over(self) -> bool:
        """Whether all its days lie behind; what stays is more than what was."""
        return bool(self.behind) and not self.ahead and not self.today_sessions

    @property
    def began_first(self) -> Sequence[MySession]:
        """Those of which the reader is told at once: the newest, and where they may say something."""
        return [one for place, one in enumerate(self.began) if place < NEWEST or one.may_claim]

    @property
    def began_before(self) -> Sequence[MySession]:
        """The others that have begun."""
        return [one for place, one in enumerate(self.began) if place >= NEWEST and not one.may_claim]

    @property
    def noted(self) -> Sequence[tuple[str, int]]:
        """How often the reader was noted in which way, the most frequent first; not what only they say."""
        noted = [one.presence for one in self.began if one.presence and not one.is_claimed]
        return Counter(noted).most_common()

    @property
    def behind(self) -> Sequence[MyDay]:
        """The days before today."""
        return [day for day in self.days if day.on < self.today_on]


def mine_of(participant: Participant, *, at: datetime) -> Mine:
    """What a participant needs to know now; the code is given with the first look."""
    edition = participant.edition
    zone = ZoneInfo(edition.time_zone)
    now = at.astimezone(zone)
    slots = list(own_slots(participant).select_related("site__organisation"))
    sessions = _sessions(participant, slots, zone, at=at)
    first = next((one for one in sessions if one.ends_at > at), None)
    slot = next((one for one in slots if first and one.session_id == first.key), None)
    cards = [card for source in own_cards for card in source(participant, at=at)]
    return Mine(
        today=str(wording.long_day(now.date())),
        today_on=now.date(),
        where_we_are=_where_we_are(edition, slots, now.date(), zone),
        next=first,
        when=told_when(slot, at=at, days=(first.on - now.date()).days, begins=slot.begins_at.astimezone(zone))
        if slot and first
        else "",
        days=[
            MyDay(on=on, name=str(wording.long_day(on)), sessions=list(own))
            for on, own in groupby(sessions, lambda one: one.on)
        ],
        began=[one for one in reversed(sessions) if one.begins_at <= at],
        code=_code(participant, at=at) if _is_checked_in(edition, now.date()) else None,
        due=[card for card in cards if card.is_due],
        cards=[card for card in cards if not card.is_due],
        contacts=contacts_for(edition, slots),
    )


def _is_checked_in(edition: Edition, today: date) -> bool:
    """Whether somebody still reads codes: until the last day, and while presence may change."""
    is_over = edition.ends_on is not None and edition.ends_on < today
    return not is_over and may_change_presence(edition) is None


def _sessions(
    participant: Participant, slots: Sequence[Slot], zone: ZoneInfo, *, at: datetime
) -> list[MySession]:
    noted: dict[UUID, Presence] = {one.session_id: one for one in participant.presences.all()}
    terms = terms_of(participant.edition_id)
    is_open = may_change_presence(participant.edition) is None
    wholes = wholes_in([participant.edition_id])
    handed_out = by_session(participant)
    to_see = _technologies(participant, slots)
    found = []
    for slot in slots:
        begins = slot.begins_at.astimezone(zone)
        presence = noted.get(slot.session_id)
        centre = slot.site.organisation_id if slot.site is not None else None
        phase = "past" if slot.ends_at <= at else "now" if slot.begins_at <= at else ""
        found.append(
            MySession(
                key=slot.session_id,
                on=begins.date(),
                begins_at=slot.begins_at,
                ends_at=slot.ends_at,
                line=replace(line_of(slot, begins, wholes), phase=phase),
                presence=presence.get_state_display() if presence else "",
                is_claimed=presence.is_claimed if presence else False,
                may_claim=is_open and may_claim(slot, terms, at=at, is_noted=presence is not None) is None,
                materials=[
                    (one.title, forms_of(one.versions.all()[0]))
                    for one in handed_out.get(slot.session_id, ())
                ],
                technologies=to_see.pop(centre, ()),
            )
        )
    return found


def _technologies(
    participant: Participant, slots: Sequence[Slot]
) -> dict[UUID | None, list[tuple[Technology, bool]]]:
    """What the centres of some sessions can show, by their keys; two questions."""
    wanted = taps_of([participant])
    found: dict[UUID | None, list[tuple[Technology, bool]]] = defaultdict(list)
    for one in technologies_at({slot.site.organisation_id for slot in slots if slot.site is not None}):
        found[one.organisation_id].append((one, (participant.pk, one.pk) in wanted))
    return found


def _where_we_are(edition: Edition, slots: Sequence[Slot], today: date, zone: ZoneInfo) -> str:
    """“Day 7 of 13 · Bandung”, “5 days until it begins”, “The programme is over”."""
    first, last = edition.starts_on, edition.ends_on
    if first is None or last is None:
        return ""
    if today < first:
        days = (first - today).days
        return ngettext("%(number)d day until it begins", "%(number)d days until it begins", days) % {
            "number": days
        }
    if today > last:
        return gettext("The programme is over.")
    day = gettext("Day %(number)d of %(all)d") % {
        "number": (today - first).days + 1,
        "all": (last - first).days + 1,
    }
    cities = dict.fromkeys(
        slot.site.city for slot in slots if slot.site and slot.begins_at.astimezone(zone).date() == today
    )
    return " · ".join([day, *(city for city in cities if city)])


def _code(participant: Participant, *, at: datetime) -> MyCode:
    code = code_of(participant=participant, at=at)
    drawing = b64encode(qr_svg(PERSON + code.secret).encode()).decode()
    return MyCode(
        drawing=f"data:image/svg+xml;base64,{drawing}", digits=f"{code.digits[:3]} {code.digits[3:]}"
    )


def words_of_time() -> dict[str, object]:
    """What the script says of the next session, where the page is read later than it was made."""
    return {
        "now": gettext("Now"),
        "soon": gettext("Next, in %(duration)s"),
        "today": gettext("Next, today"),
        "tomorrow": gettext("Next, tomorrow"),
        "later": gettext("Next, on %(day)s"),
        "minutes": gettext("%(minutes)s min"),
        "hours": gettext("%(hours)s h"),
        "both": gettext("%(hours)s h %(minutes)s min"),
        "soon_below": SOON,
        "nothing": gettext("Nothing today"),
    }

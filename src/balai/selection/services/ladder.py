"""The ladder: who is asked for a place that became free, and why (workflow S24).

Alternates of the same country come first, then a new name from its focal point, then everybody else by
points within quotas and targets, at last the host country. Who could not be there in time by any visa route
is left out. The engine lays the ladder; here the edition is brought to it, and each rung said in words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from balai.directory.queries import visa_route_for
from balai.engine.selection import limits as engine
from balai.engine.selection.ladder import Vacancy, replacements
from balai.engine.selection.problem import Nominee, Problem
from balai.engine.selection.swaps import Tally
from balai.nominations.models import Profile
from balai.selection.enums import Rung
from balai.selection.models import NumberedPlace, Offer, TravelPapers
from balai.selection.models.offer import IS_OPEN
from balai.selection.queries.offers import (
    allowed_beyond,
    arrival_of,
    held_by_country,
    host_deadline,
    kept_by_country,
    last_leaver,
    offered_by_country,
    refused_before,
    terms_in_force,
)
from balai.selection.queries.scores import plan_of
from balai.selection.services.pooling import pool_of
from balai.selection.services.wording import Wording, points_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from balai.nominations.models import Nomination
    from balai.programmes.models import Edition
    from balai.selection.models import Renomination
    from balai.selection.services.pooling import Money, Pool

RUNGS = {"country": Rung.COUNTRY, "region": Rung.REGION, "host": Rung.HOST}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """How long somebody's visa takes.

    Attributes:
        days: whole days, none for who needs none or holds one; of a route that nobody knows, those that the
            host plans for visas.
        is_known: whether a rule or a visa says it.
        visa_until: the last day of a visa that the person holds, if it lasts until the end.
    """

    days: int
    is_known: bool
    visa_until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may be asked, or who may not and why.

    Attributes:
        nomination: of the edition.
        rung: the step on which they stand.
        sentence: why here; fit to be read by the person.
        is_beyond_quota: whether the country would have more places than its quota.
        may_be_decided: of somebody barred, whether the office may decide otherwise, with a reason.
        is_asked: whether an offer of this place waits for their answer.
        is_out_of_turn: whether somebody on an earlier step can come and was not asked.
    """

    nomination: Nomination
    rung: Rung
    sentence: str
    is_beyond_quota: bool = False
    may_be_decided: bool = False
    is_asked: bool = False
    is_out_of_turn: bool = False

    @property
    def needs_reason(self) -> bool:
        """Whether the office says why, which then stays on record."""
        return self.is_beyond_quota or self.is_out_of_turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the ladder: whom it asks, and what is said of it."""

    rung: Rung
    sentence: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLadder:
    """The ladder of one place as it is now.

    Attributes:
        place: that nobody holds.
        leaver: who had it, or was offered it, last.
        days_left: until arrival.
        steps: in order; empty ones are left out.
        barred: who cannot take it, in order of their references.
        asked: offers of this place that wait for an answer.
        renomination_days: days that the country has to name somebody new; 0 when it is too late or was asked.
        renomination: the last time that the country was asked, if it was.
    """

    place: NumberedPlace
    leaver: Nomination | None
    days_left: int
    steps: tuple[Step, ...]
    barred: tuple[Candidate, ...]
    asked: tuple[Offer, ...]
    renomination_days: int
    renomination: Renomination | None

    @property
    def first(self) -> Candidate | None:
        """Who is proposed now: the first on the ladder who was not asked."""
        everybody = (one for step in self.steps for one in step.candidates)
        return next((one for one in everybody if not one.is_asked), None)

    def find(self, nomination_id: UUID) -> Candidate | None:
        """Where somebody stands, on a step or barred."""
        everybody = [*(one for step in self.steps for one in step.candidates), *self.barred]
        return next((one for one in everybody if one.nomination.pk == nomination_id), None)


def ladder_of(place: NumberedPlace, *, at: datetime) -> PlaceLadder:
    """Lay the ladder of a place; a number of questions that grows with countries and not with people."""
    return _Laying(place, at=at).ladder()


class _Laying:
    """One look at an edition, from which the ladder of one place is laid."""

    def __init__(self, place: NumberedPlace, *, at: datetime) -> None:
        self.place, self.edition, self.at = place, place.edition, at
        self.pool: Pool = pool_of(self.edition, with_unscored=True)
        self.terms_days = _terms_days(self.edition)
        self.seats = list(
            NumberedPlace.objects.filter(edition=self.edition)
            .select_related("holder__nomination__country")
            .order_by("number")
        )
        self.leaver = last_leaver(place)
        self.gone = refused_before(self.edition)
        open_offers = Offer.objects.filter(IS_OPEN, edition=self.edition)
        self.open = {one.nomination_id: one.place_id for one in open_offers}
        self.asked = tuple(
            open_offers.filter(place=place)
            .select_related("nomination__country", "country")
            .order_by("sent_at")
        )
        self.may, self.taken = kept_by_country(self.edition), held_by_country(self.edition)
        for country, number in allowed_beyond(self.edition).items():
            self.may[country] = self.may.get(country, 0) + number
        for country, number in offered_by_country(self.edition, besides=place).items():
            self.taken[country] = self.taken.get(country, 0) + number
        arrival = arrival_of(self.edition)
        self.days_left = max((arrival - at).days, 0) if arrival else 0
        self.papers = {
            one.nomination_id: one for one in TravelPapers.objects.filter(nomination__edition=self.edition)
        }
        self.told = {
            person: (nationality, residence)
            for person, nationality, residence in Profile.objects.filter(
                person__nominations__edition=self.edition
            ).values_list("person_id", "nationality", "duty_country")
        }
        self.routes: dict[tuple[str, str, str], Route] = {}

    # --- what the engine is asked ---

    def problem(self) -> tuple[Problem, tuple[str, ...]]:
        """The pool with everybody who has a place or is offered one, and stand-ins for those who left.

        A stand-in counts as who left did, so that the others are judged as if the place were still held. A
        place that nobody ever had counts for nobody.
        """
        by_code = self.pool.nominations
        held = [seat.holder.nomination for seat in self.seats if hasattr(seat, "holder")]
        asked = self.pool.problem
        known = {one.id: one for one in asked.nominees} if asked else {}
        nominees = {
            code: replace(one, visa_days=self.route_of(by_code[code]).days) for code, one in known.items()
        }
        for one in held:
            nominees.setdefault(one.code, _nominee(one, self.pool.money))
        elsewhere = [
            code
            for code, one in sorted(by_code.items())
            if one.pk in self.open and self.open[one.pk] != self.place.pk
        ]
        people = [one.code for one in held]
        for seat in self.seats:
            if hasattr(seat, "holder"):
                continue
            coming = next((code for code in elsewhere if self.open[by_code[code].pk] == seat.pk), None)
            if coming is not None and coming in nominees:
                people.append(coming)
            elif seat.pk == self.place.pk or last_leaver(seat) is not None:
                stand_in = self._stand_in(seat)
                nominees[stand_in.id] = stand_in
                people.append(stand_in.id)
        nominees = {code: one for code, one in nominees.items() if code not in elsewhere or code in people}
        if asked is None:
            problem = Problem(nominees=tuple(nominees.values()), places=len(people))
        else:
            host = asked.host
            count = sum(nominees[code].country == host.country for code in people) if host else 0
            problem = replace(
                asked,
                nominees=tuple(nominees.values()),
                places=len(people),
                host=replace(host, places=count) if host else None,
                locks=tuple(lock for lock in asked.locks if lock.nominee in nominees),
            )
        return problem, tuple(people)

    def _stand_in(self, seat: NumberedPlace) -> Nominee:
        """Who had a place that nobody has now."""
        leaver = self.leaver if seat.pk == self.place.pk else last_leaver(seat)
        return Nominee(
            id=_seat_id(seat),
            name="",
            country=seat.country_id or "–",
            score=0,
            attributes=_facts(leaver) if leaver else {},
            costs=self.pool.money.costs_of(seat.country_id or ""),
        )

    def route_of(self, nomination: Nomination) -> Route:
        """How a nominee enters: by a visa in hand, else by the passport's kind and where the person lives.

        What the office has noted goes before what the nominee has told, and that before the country that
        nominates.
        """
        papers = self.papers.get(nomination.pk)
        last = self.edition.departs_on or self.edition.ends_on
        if papers is not None and papers.visa_until and (last is None or papers.visa_until >= last):
            return Route(days=0, is_known=True, visa_until=papers.visa_until)
        nationality, duty = self.told.get(nomination.person_id, ("", ""))
        nationality = nationality or nomination.country_id
        residence = (papers.residence_id if papers else None) or duty or nationality
        return self.route(nationality, papers.passport_type if papers else "", residence)

    def route(self, nationality: str, passport_type: str = "", residence: str = "") -> Route:
        """The visa route on the day of arrival of those who have this in common."""
        asked = (nationality, passport_type, residence or nationality)
        if asked not in self.routes:
            found = visa_route_for(
                nationality=nationality,
                passport_type=passport_type,
                residence=residence or nationality,
                host=self.edition.country_id,
                on=self.edition.arrives_on or self.edition.starts_on or self.at.date(),
            )
            days = found.lead_days
            self.routes[asked] = Route(
                days=self._planned_visa_days() if days is None else days, is_known=days is not None
            )
        return self.routes[asked]

    def _planned_visa_days(self) -> int:
        """How long before arrival the host plans visas to be handed in: what an unknown route is given."""
        planned, arrival = host_deadline(self.edition, "visas"), arrival_of(self.edition)
        return max((arrival - planned).days, 0) if planned and arrival else 0

    # --- the ladder ---

    def ladder(self) -> PlaceLadder:
        problem, people = self.problem()
        by_code = {**self.pool.nominations}
        declined = tuple(code for code, one in by_code.items() if one.pk in self.gone and code not in people)
        known = {one.id for one in problem.nominees}
        last = self._last_renomination()
        days = self._renomination_days(last)
        vacancy = Vacancy(
            leaver=_seat_id(self.place),
            people=people,
            declined=tuple(code for code in declined if code in known),
            days_left=self.days_left,
            renomination_days=days,
        )
        laid = replacements(problem, vacancy, seed=plan_of(self.edition).seed)
        steps: list[Step] = []
        for step in laid.steps:
            if step.rung == "renomination":
                continue
            is_late = any(not one.is_asked for before in steps for one in before.candidates)
            candidates = tuple(
                replace(self._candidate(by_code[code], RUNGS[step.rung]), is_out_of_turn=is_late)
                for code in step.people
                if code in by_code
            )
            steps.append(
                Step(
                    rung=RUNGS[step.rung],
                    sentence=self._step_sentence(RUNGS[step.rung]),
                    candidates=candidates,
                )
            )
        tally = Tally(engine.pool_of(problem))
        wording = Wording.of(problem, self.pool)
        barred = tuple(
            self._barred(by_code[one.nominee], problem, vacancy, tally, wording)
            for one in laid.barred
            if one.nominee in by_code
        )
        return PlaceLadder(
            place=self.place,
            leaver=self.leaver,
            days_left=self.days_left,
            steps=tuple(steps),
            barred=barred,
            asked=self.asked,
            renomination_days=days,
            renomination=last,
        )

    def _candidate(self, nomination: Nomination, rung: Rung) -> Candidate:
        return Candidate(
            nomination=nomination,
            rung=rung,
            sentence=" ".join(self._why(nomination, rung)),
            is_beyond_quota=self.is_beyond(nomination.country_id),
            is_asked=self.open.get(nomination.pk) == self.place.pk,
        )

    def is_beyond(self, country: str) -> bool:
        """Whether a country would have more people than its quota if one of them got this place."""
        return self.taken.get(country, 0) + 1 > self.may.get(country, 0)

    def _why(self, nomination: Nomination, rung: Rung) -> Iterable[str]:
        country = nomination.country.brief_name
        if rung == Rung.COUNTRY:
            yield gettext("Number %(rank)d on the list of %(country)s.") % {
                "rank": nomination.rank,
                "country": country,
            }
        scored = self.pool.scores.get(nomination.code)
        if scored is not None and scored.points is not None:
            yield gettext("%(points)s.") % {"points": points_text(scored.points)}
        else:
            yield gettext("Not scored.")
        route = self.route_of(nomination)
        if route.visa_until is not None:
            day = date_format(route.visa_until, "DATE_FORMAT")
            yield gettext("Holds a visa until %(day)s.") % {"day": day}
        elif not route.is_known:
            yield gettext("No visa rule is known for %(country)s; ask the embassy.") % {"country": country}
        elif route.days == 0:
            yield gettext("Can enter without waiting for a visa.")
        else:
            yield _visa_words(route.days, self.days_left)

    def _step_sentence(self, rung: Rung) -> str:
        if rung == Rung.COUNTRY and self.place.country is not None:
            return gettext("Alternates of %(country)s, in its focal point’s order.") % {
                "country": self.place.country.brief_name
            }
        if rung == Rung.HOST:
            return gettext("The host country, beyond its places: say why, as a decision of the office.")
        return gettext("Nominees of the other countries, by points, within quotas and targets.")

    def _barred(
        self, nomination: Nomination, problem: Problem, vacancy: Vacancy, tally: Tally, wording: Wording
    ) -> Candidate:
        """Why somebody cannot take the place, in the reader's language; the reasons are the engine's."""
        code = nomination.code
        nominee = next(one for one in problem.nominees if one.id == code)
        lock = next((one for one in problem.locks if one.nominee == code and one.place == "out"), None)
        may_be_decided = False
        if code in vacancy.declined:
            sentence, may_be_decided = gettext("Did not take a place before."), True
        elif lock is not None:
            sentence = gettext("Not in. Locked out by the panel: %(reason)s") % {"reason": lock.reason}
        elif nominee.visa_days > vacancy.days_left:
            sentence, may_be_decided = self._too_late(nomination, nominee.visa_days), True
        else:
            missed = tally.broken(frozenset(vacancy.people), vacancy.leaver, code)
            asked = "; ".join(wording.limit(one) for one in missed)
            sentence, may_be_decided = gettext("Would miss %(limits)s.") % {"limits": asked}, True
        is_same = nomination.country_id == self.place.country_id
        is_host = nomination.country_id == self.edition.country_id
        return Candidate(
            nomination=nomination,
            rung=Rung.COUNTRY if is_same else Rung.HOST if is_host else Rung.REGION,
            sentence=sentence,
            is_beyond_quota=self.is_beyond(nomination.country_id),
            may_be_decided=may_be_decided,
        )

    def _too_late(self, nomination: Nomination, days: int) -> str:
        if self.route_of(nomination).is_known:
            return _visa_words(days, self.days_left)
        return gettext(
            "No visa rule is known; the plan gives visas %(days)d days, and %(left)d are left."
        ) % {"days": days, "left": self.days_left}

    # --- a new name ---

    def _last_renomination(self) -> Renomination | None:
        return self.place.renominations.order_by("-at", "-pk").first()

    def _renomination_days(self, last: Renomination | None) -> int:
        if last is not None or self.place.country_id is None:
            return 0
        spare = self.days_left - self.route(self.place.country_id).days
        return max(min(self.terms_days, spare), 0)


def _terms_days(edition: Edition) -> int:
    terms = terms_in_force(edition)
    return terms.renomination_days if terms else 7


def _seat_id(seat: NumberedPlace) -> str:
    return f"place {seat.number}"


def _facts(nomination: Nomination) -> dict[str, str]:
    return {name: str(getattr(nomination, name)) for name in ("sex", "track") if getattr(nomination, name)}


def _nominee(nomination: Nomination, money: Money) -> Nominee:
    return Nominee(
        id=nomination.code,
        name="",
        country=nomination.country_id,
        score=0,
        attributes=_facts(nomination),
        costs=money.costs_of(nomination.country_id),
    )


def _visa_words(days: int, left: int) -> str:
    """“The visa takes 30 days, and 9 are left.”."""
    takes = ngettext("The visa takes %(days)d day", "The visa takes %(days)d days", days) % {"days": days}
    rest = ngettext("%(left)d is left", "%(left)d are left", left) % {"left": left}
    return gettext("%(takes)s, and %(rest)s.") % {"takes": takes, "rest": rest}

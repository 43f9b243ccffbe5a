"""The engine's sentences in other languages.

The checker vouches for the English sentence, word by word (rulebook, S14). The others are read from it: each
form of the rulebook is known here, its figures and rules are taken out of it and put into the words of the
language. A sentence that has none of the known forms stays English.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext, ngettext, override

from balai.engine.selection import sentences
from balai.engine.selection.limits import pool_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from balai.engine.selection.check import Missed
    from balai.engine.selection.limits import Limit
    from balai.engine.selection.problem import Problem
    from balai.kernel.translated import TranslatedText
    from balai.selection.services.pooling import Pool

SOURCE = "en"
POINTS = r"([\d,]+(?:\.\d)?) points?"
UNSETTLED = re.escape(sentences.UNSETTLED)
AMOUNT = r"(?:[A-Z]{3} )?\d[\d,]*"
WHERE = r"(In|Not in|Reserve \d+)"


def points_text(tenths: int) -> str:
    """A number of points with its noun, in the reader's language: “6.5 points”."""
    return ngettext("%(figure)s point", "%(figure)s points", 1 if tenths == 10 else 2) % {
        "figure": figure_text(tenths)
    }


def figure_text(tenths: int) -> str:
    """A number of points alone, with a tenth always: “1,577.5”."""
    return str(formats.number_format(Decimal(tenths) / 10, decimal_pos=1, force_grouping=True))


class Wording:
    """Says the sentences about one problem in the languages of the product.

    Args:
        problem: the rules that sentences name.
        countries: names by code.
        targets: names by code.
        budgets: names by code.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        countries: Mapping[str, TranslatedText],
        targets: Mapping[str, TranslatedText],
        budgets: Mapping[str, TranslatedText],
    ) -> None:
        self._countries, self._targets, self._budgets = countries, targets, budgets
        self._problem = problem
        self._limits = {sentences.phrase(problem, limit): limit for limit in pool_of(problem).limits}
        known = sorted(self._limits, key=len, reverse=True)
        self._phrase = f"(?:{'|'.join(map(re.escape, known))})"

    @classmethod
    def of(cls, problem: Problem, pool: Pool) -> Wording:
        """With the names that a pool knows."""
        return cls(problem, countries=pool.countries, targets=pool.targets, budgets=pool.money.names)

    def in_all(self, sentence: str) -> dict[str, str]:
        """A sentence by language; the English one as the checker has seen it."""
        found = {SOURCE: sentence}
        for language, _name in settings.LANGUAGES:
            if language != SOURCE:
                with override(language):
                    found[language] = self._say(sentence) or sentence
        return found

    def phrase(self, words: str) -> str:
        """A rule as the engine names it, in the reader's language."""
        limit = self._limits.get(words)
        return self.limit(limit) if limit else words

    def limit(self, limit: Limit) -> str:
        """What a rule asks for."""
        kind, _colon, name = limit.id.partition(":")
        if kind == "lock":
            if limit.least:
                return gettext("a place the panel has locked")
            return gettext("a person the panel has locked out")
        if kind == "budget":
            return self._budget(name)
        return self._asked(kind, name, range_text(limit.least, limit.most))

    def _asked(self, kind: str, name: str, asked: str) -> str:
        if kind == "places":
            return gettext("%(asked)s people in all") % {"asked": asked}
        if kind == "host":
            return gettext("%(asked)s of the host country") % {"asked": asked}
        if kind == "country":
            return gettext("%(asked)s of %(country)s") % {
                "asked": asked,
                "country": str(self._countries.get(name, name)),
            }
        if kind == "rooms" and self._problem.rooms is not None:
            words = ngettext(
                "%(asked)s room for %(beds)s of one sex",
                "%(asked)s rooms for %(beds)s of one sex",
                self._problem.rooms.rooms,
            )
            return words % {"asked": asked, "beds": self._problem.rooms.beds}
        target = str(self._targets.get(name, name))
        return f"{asked} {target[:1].lower()}{target[1:]}"

    def amount(self, missed: Missed) -> str:
        """By how much a rule is missed: “2 people”, “1 room”, “IDR 10,000,000”."""
        if missed.limit.startswith("budget:"):
            return _money(missed.said)
        number = abs(missed.by)
        if missed.limit == "rooms":
            return ngettext("%(number)s room", "%(number)s rooms", number) % {"number": number}
        return ngettext("%(number)s person", "%(number)s people", number) % {"number": number}

    def _budget(self, code: str) -> str:
        budget = next(one for one in self._problem.budgets if one.id == code)
        name = str(self._budgets.get(code, budget.name))
        return gettext("at most %(amount)s for %(budget)s") % {
            "amount": money_text(budget.currency, budget.most),
            "budget": name[:1].lower() + name[1:],
        }

    def _say(self, sentence: str) -> str:
        for pattern, say in self._forms():
            found = re.fullmatch(pattern, sentence, flags=re.DOTALL)
            if found:
                return say(found)
        return ""

    def _forms(self) -> list[tuple[str, Callable[[re.Match[str]], str]]]:
        phrase = self._phrase
        missed = rf"{phrase} by {AMOUNT}"
        return [
            (
                r"In\. Locked in by the panel: (.*)",
                lambda m: gettext("In. Locked in by the panel: %(reason)s") % {"reason": m[1]},
            ),
            (
                r"Not in\. Locked out by the panel: (.*)",
                lambda m: gettext("Not in. Locked out by the panel: %(reason)s") % {"reason": m[1]},
            ),
            (
                rf"In\. Without this nominee the best cohort would be {POINTS} worse\.",
                lambda m: (
                    gettext("In. Without this nominee the best cohort would be %(points)s worse.")
                    % {"points": _points(m[1])}
                ),
            ),
            (
                r"In\. No cohort that keeps every rule leaves this nominee out\.",
                lambda _m: gettext("In. No cohort that keeps every rule leaves this nominee out."),
            ),
            (
                (
                    r"In by lot\. A cohort without this nominee is as good; "
                    r"the lots drawn with the number (\d+) decided\."
                ),
                lambda m: (
                    gettext(
                        "In by lot. A cohort without this nominee is as good; the lots drawn with the number "
                        "%(seed)s decided."
                    )
                    % {"seed": m[1]}
                ),
            ),
            (rf"{WHERE}\. {UNSETTLED}", lambda m: f"{_place(m[1])} {_unsettled()}"),
            (
                (
                    rf"Not in\. No cohort that keeps every rule has this nominee in; "
                    rf"the closest misses ({missed}(?: and {missed})*)\."
                ),
                lambda m: (
                    gettext(
                        "Not in. No cohort that keeps every rule has this nominee in; the closest misses "
                        "%(rules)s."
                    )
                    % {"rules": self._missed(m[1])}
                ),
            ),
            (
                (
                    rf"{WHERE}\. (?:(Everyone who is in has at least as many points)|Taking the place of someone "
                    rf"with fewer points would miss ({phrase}(?:; {phrase})*))\. "
                    rf"(?:Needs more than {POINTS} more"
                    r"(?:, or one (?:of (\d+) people who are in|person who is in) to leave)?"
                    r"|A cohort with this nominee is as good; the lots drawn with the number (\d+) decided)\."
                ),
                self._out,
            ),
            (
                rf"This cannot be kept: ({phrase})\.",
                lambda m: gettext("This cannot be kept: %(rules)s.") % {"rules": self.phrase(m[1])},
            ),
            (
                rf"These cannot all be kept: ({phrase}(?:; {phrase})*)\.",
                lambda m: gettext("These cannot all be kept: %(rules)s.") % {"rules": self._several(m[1])},
            ),
            (
                rf"The closest cohort has ({AMOUNT} instead of {phrase}(?:; {AMOUNT} instead of {phrase})*)\.",
                lambda m: gettext("The closest cohort has %(counts)s.") % {"counts": self._counts(m[1])},
            ),
        ]

    def _out(self, found: re.Match[str]) -> str:
        place, everyone, hindrances, lacking, leavers, seed = found.groups()
        why = (
            gettext("Everyone who is in has at least as many points.")
            if everyone
            else gettext("Taking the place of someone with fewer points would miss %(rules)s.")
            % {"rules": self._several(hindrances)}
        )
        if seed:
            need = gettext(
                "A cohort with this nominee is as good; the lots drawn with the number %(seed)s decided."
            ) % {"seed": seed}
        elif leavers:
            need = gettext(
                "Needs more than %(points)s more, or one of %(number)s people who are in to leave."
            )
            need %= {"points": _points(lacking), "number": leavers}
        elif "person who is in to leave" in found[0]:
            need = gettext("Needs more than %(points)s more, or one person who is in to leave.")
            need %= {"points": _points(lacking)}
        else:
            need = gettext("Needs more than %(points)s more.") % {"points": _points(lacking)}
        return f"{_place(place)} {why} {need}"

    def _several(self, words: str) -> str:
        return "; ".join(self.phrase(one) for one in re.findall(self._phrase, words))

    def _missed(self, words: str) -> str:
        parts = re.findall(rf"({self._phrase}) by ({AMOUNT})", words)
        said = [
            gettext("%(rule)s by %(number)s") % {"rule": self.phrase(p), "number": _money(n)}
            for p, n in parts
        ]
        return gettext(" and ").join(said)

    def _counts(self, words: str) -> str:
        parts = re.findall(rf"({AMOUNT}) instead of ({self._phrase})", words)
        said = [
            gettext("%(number)s instead of %(rule)s") % {"number": _money(n), "rule": self.phrase(p)}
            for n, p in parts
        ]
        return "; ".join(said)


def money_text(currency: str, amount: int) -> str:
    """Whole units of money, in the reader's figures: “IDR 180,000,000”."""
    return f"{currency} {formats.number_format(amount, force_grouping=True)}"


def _money(words: str) -> str:
    """An amount or a number as the engine writes it, in the reader's figures."""
    currency, space, figure = words.rpartition(" ")
    return money_text(currency, int(figure.replace(",", ""))) if space else words


def range_text(least: int, most: int | None) -> str:
    """What a rule asks: “at least 8”, “8 to 12”."""
    if most is None:
        return gettext("at least %(number)s") % {"number": least}
    if least == most:
        return gettext("exactly %(number)s") % {"number": most}
    if least:
        return gettext("%(least)s to %(most)s") % {"least": least, "most": most}
    return gettext("at most %(number)s") % {"number": most}


def _place(words: str) -> str:
    if words == "In":
        return gettext("In.")
    if words == "Not in":
        return gettext("Not in.")
    return gettext("Reserve %(number)s.") % {"number": words.removeprefix("Reserve ")}


def _unsettled() -> str:
    return gettext("What would have to be different was not settled within the limit of work.")


def _points(words: str) -> str:
    tenths = int(Decimal(words.replace(",", "")) * 10)
    figure = formats.number_format(
        Decimal(tenths) / 10, decimal_pos=1 if tenths % 10 else 0, force_grouping=True
    )
    return ngettext("%(figure)s point", "%(figure)s points", 1 if tenths == 10 else 2) % {"figure": figure}

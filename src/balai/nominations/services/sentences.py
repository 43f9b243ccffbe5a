"""Why a nominee is blocked or what is missing, in sentences that name the values that were seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, pgettext

from balai.nominations.enums import Education, FactSource, Outcome, Track
from balai.nominations.rules import NEEDED, missing_of
from balai.programmes.enums import Severity
from balai.programmes.rules.eligibility import FACTS, facts_asked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.nominations.models import Nomination, RuleResult, Waiver

WORDS: dict[str, dict[str, Any]] = {
    "education": dict(Education.choices),
    "track": dict(Track.choices),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule, or one empty field, says about a nominee.

    Attributes:
        kind: block, late, due or info, as the marks of pages have it.
        rule: the rule, or None for what is not filled in.
        title: one sentence.
        why: what was seen, and where the rule is written.
        may_be_waived_by: who may waive it, where somebody may and nobody has.
    """

    kind: str
    title: str
    why: str = ""
    rule: Any = None
    may_be_waived_by: str = ""


def findings_of(
    nomination: Nomination, results: Iterable[RuleResult], waivers: Iterable[Waiver] = ()
) -> list[Finding]:
    """Everything that stands against a nomination, the gravest first; nothing where all is well."""
    waived = {waiver.rule_code: waiver for waiver in waivers}
    found = [_of_result(nomination, one, waived) for one in results if one.outcome != Outcome.PASS]
    missing = missing_of(nomination)
    if missing:
        found.append(Finding(kind="due", title=_not_filled_in(tuple(missing), get_language())))
    graveness = ["block", "late", "due", "info", "ok"]
    return sorted((one for one in found if one is not None), key=lambda one: graveness.index(one.kind))


@lru_cache(maxsize=512)
def _not_filled_in(missing: tuple[str, ...], language: str | None) -> str:
    """Worked out once for the twenty nominees of a list, of whom the same is missing."""
    return gettext("Not filled in yet: %(names)s.") % {
        "names": ", ".join(str(NEEDED[name]) for name in missing)
    }


def _of_result(nomination: Nomination, result: RuleResult, waived: dict[str, Waiver]) -> Finding | None:
    rule = result.rule
    if result.outcome == Outcome.UNKNOWN:
        unknown = [name for name in sorted(facts_asked(rule.expression)) if name not in result.value_seen]
        if all(name in NEEDED or name == "age" for name in unknown) and missing_of(nomination):
            return None  # said once, with the fields that are not filled in
        if "passport_months_after_return" in unknown and not nomination.passport_until:
            return None
        names = ", ".join(str(FACTS[name].label) for name in unknown)
        return Finding(
            kind="info" if rule.severity == Severity.WARNING else "due",
            title=gettext("Not known yet: %(names)s.") % {"names": names},
            why="" if str(rule.label).casefold() == names.casefold() else str(rule.label),
            rule=rule,
        )
    if result.outcome == Outcome.WAIVED:
        waiver = waived.get(rule.code)
        return Finding(
            kind="ok",
            title=gettext("Waived: %(rule)s") % {"rule": rule.label},
            why=f"{waiver.authority}: {waiver.reason}" if waiver else "",
            rule=rule,
        )
    kinds = {Severity.HARD.value: "block", Severity.WAIVABLE.value: "late", Severity.WARNING.value: "info"}
    return Finding(
        kind=kinds[rule.severity],
        title=str(rule.message),
        why=" ".join(part for part in [seen_in_words(nomination, result), _source(rule)] if part),
        rule=rule,
        may_be_waived_by=str(rule.waiver_authority) if rule.severity == Severity.WAIVABLE else "",
    )


def _source(rule: Any) -> str:
    return gettext("Written in: %(source)s.") % {"source": rule.source} if rule.source else ""


def seen_in_words(nomination: Nomination, result: RuleResult) -> str:
    """The values that decided a rule: “Months that the passport is valid after the return: 3”."""
    parts = []
    for name, value in result.value_seen.items():
        label, words = str(FACTS[name].label), said(name, value)
        is_told = result.sources.get(name) == FactSource.APPLICATION
        if name == "passport_months_after_return" and nomination.passport_until and not is_told:
            day = formats.date_format(nomination.passport_until, "j M Y")
            words = gettext("%(months)s (valid until %(day)s)") % {"months": words, "day": day}
        if is_told:
            words = gettext("%(value)s (from the application)") % {"value": words}
        parts.append(f"{capfirst(label)}: {words}.")
    return " ".join(parts)


def said(name: str, value: Any) -> str:
    """A fact of a nominee as people say it."""
    if isinstance(value, bool):
        return pgettext("value of a condition", "yes") if value else pgettext("value of a condition", "no")
    return str(WORDS.get(name, {}).get(value, value))


def zone_in_words(codes: Iterable[str]) -> list[str]:
    """What is wrong with the machine-readable zone that was typed, in sentences without its values."""
    sentences = {
        "unreadable.length": gettext("The zone has two lines of 44 characters; this has more or fewer."),
        "unreadable.character": gettext("The zone has only capitals, digits and “<”."),
        "unreadable.kind": gettext("The zone of a passport begins with P."),
        "digit.number": gettext("The check digit of the passport number does not fit."),
        "digit.birth": gettext("The check digit of the date of birth does not fit."),
        "digit.until": gettext("The check digit of the last day does not fit."),
        "digit.optional": gettext("The check digit of the personal number does not fit."),
        "digit.all": gettext("The last check digit does not fit."),
        "name": gettext(
            "The name in the zone is another than the given names and family name that you typed."
        ),
        "number": gettext("The passport number in the zone is another than the one typed."),
        "nationality": gettext("The nationality in the zone is another than the one typed."),
        "birth": gettext("The date of birth in the zone is another than the one typed."),
        "until": gettext("The last day in the zone is another than the one typed."),
        "sex": gettext("The sex in the zone is another than the one typed."),
    }
    return [sentences[code] for code in codes if code in sentences]

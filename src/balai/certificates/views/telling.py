"""Criteria and faults, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balai.certificates.enums import Criterion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django_stubs_ext import StrOrPromise

    from balai.ui.parts import State

FAULTS: Mapping[str, StrOrPromise] = {
    "unknown_gap": _("There is no gap of this name in the wording."),
    "missing": _("Nothing is known that could stand there."),
    "untranslated": _("It is not written in this language."),
    "no_signatory": _("Nobody signs the certificates."),
    "unprintable": _("No font of ours has these characters."),
    "unmade": _("The certificate could not be made."),
}
WHAT: Mapping[str, StrOrPromise] = {
    "design": _("Wording of the certificates"),
    "title": _("Title"),
    "before": _("Between name and programme"),
    "after": _("After the programme"),
    "signatory": _("Signatories"),
    "programme": _("Title of the programme"),
    "dates": _("Dates of the programme"),
    "name": _("Name for the certificate"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRow:
    """A criterion as it is shown: its name, what was found, and whether that is enough."""

    label: str
    found: str
    state: State
    word: str


def criterion_rows(criteria: Iterable[Mapping[str, Any]]) -> list[CriterionRow]:
    """What a decision rests on."""
    rows = []
    for one in criteria:
        label = str(Criterion(one["code"]).label) if one["code"] in Criterion.values else str(one["code"])
        if one["is_met"] is None:
            rows.append(CriterionRow(label=label, found="–", state="wait", word=gettext("not recorded")))
            continue
        found = gettext("%(have)d of %(need)d") % {"have": one["have"], "need": one["need"]}
        if one["is_met"]:
            rows.append(CriterionRow(label=label, found=found, state="ok", word=gettext("met")))
        else:
            rows.append(CriterionRow(label=label, found=found, state="late", word=gettext("not met")))
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRow:
    """A fault as it is shown: whose, what, and why it stops the batch."""

    who: str
    what: str
    why: str


def fault_rows(faults: Iterable[Mapping[str, str]]) -> list[FaultRow]:
    """What stopped a batch."""
    return [
        FaultRow(
            who=one.get("who") or gettext("All certificates"),
            what=_named(one),
            why=str(FAULTS.get(one["code"], one["code"])),
        )
        for one in faults
    ]


def _named(one: Mapping[str, str]) -> str:
    what = str(WHAT.get(one["what"], one["what"]))
    if one["code"] in {"unknown_gap", "missing"} and one["what"] not in WHAT:
        what = f"{{{one['what']}}}"
    languages = {"en": gettext("English"), "id": gettext("Indonesian")}
    return f"{what} ({languages[one['language']]})" if one.get("language") in languages else what

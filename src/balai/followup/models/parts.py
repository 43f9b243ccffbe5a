"""Which columns each step of a plan has, and which of them must be there before it is submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.followup.enums import Part

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS: Mapping[str, tuple[str, ...]] = {
    Part.PROBLEM: ("title", "organisation", "problem", "causes", "goal", "purpose"),
    Part.SUPPORT: (
        "inputs",
        "support_wanted",
        "risks",
        "women_reached",
        "men_reached",
        "dissemination",
        "dissemination_on",
        "sdg_target",
    ),
    Part.FIRST_STEP: (
        "first_step",
        "first_step_on",
        "supervisor_name",
        "supervisor_title",
        "supervisor_email",
    ),
}
"""Of the plan itself."""

ROWS: Mapping[str, tuple[str, ...]] = {
    Part.ACTIVITIES: (
        "what",
        "learned_from",
        "responsible",
        "starts_on",
        "ends_on",
        "means",
        "milestone",
    ),
    Part.INDICATORS: (
        "name",
        "unit",
        "baseline",
        "baseline_on",
        "source",
        "target",
        "due_on",
        "verification",
        "is_by_sex",
    ),
}
"""Of its rows."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    Part.PROBLEM: ("title", "organisation", "problem", "purpose"),
    Part.ACTIVITIES: ("what", "responsible", "ends_on"),
    Part.INDICATORS: ("name", "unit", "baseline", "target", "due_on"),
    Part.SUPPORT: ("dissemination",),
    Part.FIRST_STEP: ("first_step", "first_step_on", "supervisor_name", "supervisor_email"),
}
"""What has to be filled in before a plan is submitted; of rows, in each, and there is one at least."""

TOLD = (
    *COLUMNS[Part.PROBLEM],
    "inputs",
    "support_wanted",
    "risks",
    "dissemination",
    "first_step",
    "supervisor_name",
    "supervisor_title",
    "supervisor_email",
)
"""What a person wrote in words; it goes when the person is erased."""

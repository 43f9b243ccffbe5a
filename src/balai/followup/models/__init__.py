"""The rows of this room."""

from __future__ import annotations

from balai.followup.models.country_report import CountryReport
from balai.followup.models.endorsement import PlanEndorsement
from balai.followup.models.follow_up import FollowUp, FollowUpEvidence, FollowUpLink
from balai.followup.models.hand_over import HandOver
from balai.followup.models.plan import Plan, PlanActivity, PlanIndicator, PlanScore, PlanSubmission
from balai.followup.models.year import YearAnswer

__all__ = [
    "CountryReport",
    "FollowUp",
    "FollowUpEvidence",
    "FollowUpLink",
    "HandOver",
    "Plan",
    "PlanActivity",
    "PlanEndorsement",
    "PlanIndicator",
    "PlanScore",
    "PlanSubmission",
    "YearAnswer",
]

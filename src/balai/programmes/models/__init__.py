from __future__ import annotations

from balai.programmes.models.activity import Activity, ActivityMachine, ActivityPerson
from balai.programmes.models.admission import EligibilityRule, Quota, RubricAnchor, RubricCriterion, Target
from balai.programmes.models.bundle_export import BundleExport
from balai.programmes.models.bundle_import import BundleImport
from balai.programmes.models.curriculum import Assessment, CompletionRule, Group, Module, Outcome, SessionType
from balai.programmes.models.edition import Edition, EditionChange, KnownCountry, Mandate
from balai.programmes.models.memory import Booklet, BookletFile, BookletText, Lesson, LightOverride
from balai.programmes.models.money import BudgetLine, PackageItem
from balai.programmes.models.partners import Organiser, Reservation
from balai.programmes.models.risk import Risk
from balai.programmes.models.series import Pledge, Series
from balai.programmes.models.timeline import DateSearch, Deadline, DeadlinePlan

__all__ = [
    "Activity",
    "ActivityMachine",
    "ActivityPerson",
    "Assessment",
    "Booklet",
    "BookletFile",
    "BookletText",
    "BudgetLine",
    "BundleExport",
    "BundleImport",
    "CompletionRule",
    "DateSearch",
    "Deadline",
    "DeadlinePlan",
    "Edition",
    "EditionChange",
    "EligibilityRule",
    "Group",
    "KnownCountry",
    "Lesson",
    "LightOverride",
    "Mandate",
    "Module",
    "Organiser",
    "Outcome",
    "PackageItem",
    "Pledge",
    "Quota",
    "Reservation",
    "Risk",
    "RubricAnchor",
    "RubricCriterion",
    "Series",
    "SessionType",
    "Target",
]

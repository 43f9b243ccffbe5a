"""The rows of this room."""

from __future__ import annotations

from balai.reporting.models.aid import AidProfile, AidPublication, DollarRate
from balai.reporting.models.evidence import Evidence
from balai.reporting.models.report import FinalReport, ReportChapter, ReportFile
from balai.reporting.models.spending import Ledger, Receipt, Spending

__all__ = [
    "AidProfile",
    "AidPublication",
    "DollarRate",
    "Evidence",
    "FinalReport",
    "Ledger",
    "Receipt",
    "ReportChapter",
    "ReportFile",
    "Spending",
]

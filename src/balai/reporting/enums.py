"""The words of this room: how gifts are valued, recipients counted, outcomes told, a report made up."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Valuation(models.TextChoices):
    """By which method something given in kind is valued."""

    COST = "cost", _("What it cost the giver")
    STANDARD = "standard", _("Official standard cost")
    MARKET = "market", _("Market price")
    AGREED = "agreed", pgettext_lazy("method of valuation", "Agreed rate")
    PARITY = "parity", _("Purchasing power parity")


class Basis(models.TextChoices):
    """By which record countries are weighed as recipients; the best there is."""

    DAYS = "days", _("Days on which participants were present")
    PEOPLE = "people", _("Participants")
    KNOWN = "known", _("Participants, as far as known")
    PLANNED = "planned", _("Places given")
    NONE = "none", _("No record")


class ReportState(models.TextChoices):
    """How far a version of a final report is; only an approval is ever taken back."""

    DRAFT = "draft", pgettext_lazy("report", "Draft")
    APPROVED = "approved", pgettext_lazy("report", "Approved")
    FROZEN = "frozen", pgettext_lazy("report", "Final")


class ReportPart(models.TextChoices):
    """The chapters of a final report, in order; the cover is no chapter."""

    SUMMARY = "summary", _("Summary")
    BACKGROUND = "background", _("Background, mandate and partners")
    OBJECTIVES = "objectives", _("Objectives and outcomes")
    PARTICIPANTS = "participants", pgettext_lazy("chapter", "Participants")
    PROGRAMME = "programme", _("Programme, planned and delivered")
    PEOPLE = "people", _("Resource persons and centres")
    PRACTICE = "practice", pgettext_lazy("chapter", "Practice")
    VISITS = "visits", pgettext_lazy("chapter", "Visits")
    COUNTRY_REPORTS = "country-reports", _("Country reports")
    PLANS = "plans", pgettext_lazy("chapter", "Action plans")
    EVALUATION = "evaluation", pgettext_lazy("chapter", "Evaluation")
    WELFARE = "welfare", _("Logistics, health and incidents")
    FINANCE = "finance", pgettext_lazy("chapter", "Finance")
    MEDIA = "media", _("Media and documentation")
    MATCHMAKING = "matchmaking", _("Needs and offers")
    LESSONS = "lessons", _("Lessons and recommendations")
    FOLLOW_UP = "follow-up", pgettext_lazy("chapter", "Follow-up")
    COMPLIANCE = "compliance", _("Aid codes, data protection and accessibility")
    ANNEXES = "annexes", _("Annexes")

    @property
    def number(self) -> int:
        """As it is printed."""
        return list(ReportPart).index(self) + 1


class ReportFileKind(models.TextChoices):
    """In which form a final report is kept."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"


class Measure(models.TextChoices):
    """What is told to everybody of what came of a programme."""

    PARTICIPANTS = "participants", _("People who took part")
    WOMEN = "women", _("Women among them")
    COUNTRIES = "countries", _("Countries they came from")
    HOURS = "hours", _("Hours of learning for each participant")
    SIGN_OFFS = "sign_offs", _("Practical tasks signed off")
    ALONE = "alone", _("People who did a practical task alone")
    GAIN = "gain", _("Gain between the tests before and after")
    FEEDBACK = "feedback", _("What participants said at the end")
    CERTIFICATES = "certificates", _("Certificates that are valid")
    PLANS = "plans", _("Action plans handed in")
    ENDORSED = "endorsed", _("Action plans endorsed by the employer")
    HEARD = "heard", _("Participants who told how their plan goes")
    ACTIVE = "active", _("Participants whose plan is being carried out")
    REACHED = "reached", _("People reached by what participants passed on")
    YEAR = "year", _("A year later, beside the reserve list")
    CASH = "cash", _("Given in cash")
    IN_KIND = "in_kind", _("Given in kind")
    COST = "cost", _("Cost of one participant")


class Bound(models.TextChoices):
    """How near a figure is told, so that nobody is known by it."""

    EXACTLY = "exactly", _("exactly")
    ABOVE = "above", _("more than")
    BELOW = "below", _("fewer than")
    HIDDEN = "hidden", _("too few to tell")

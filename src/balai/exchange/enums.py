"""The words of this room: what is asked for and offered, and what came of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """Which side of the exchange."""

    NEED = "need", pgettext_lazy("technology exchange", "Need")
    OFFER = "offer", pgettext_lazy("technology exchange", "Offer")


class Category(models.TextChoices):
    """What is needed or offered."""

    MACHINE = "machine", pgettext_lazy("technology exchange", "Machine")
    MATERIAL = "material", pgettext_lazy("technology exchange", "Material")
    PROCESS = "process", pgettext_lazy("technology exchange", "Process")
    LICENCE = "licence", pgettext_lazy("technology exchange", "Licence")
    TRAINING = "training", pgettext_lazy("technology exchange", "Training")
    TESTING = "testing", pgettext_lazy("technology exchange", "Testing")
    DESIGN = "design", pgettext_lazy("technology exchange", "Design")
    BUYER = "buyer", pgettext_lazy("technology exchange", "Buyer")
    SUPPLIER = "supplier", pgettext_lazy("technology exchange", "Supplier")
    FINANCE = "finance", pgettext_lazy("technology exchange", "Finance")
    PILOT = "pilot", pgettext_lazy("technology exchange", "Pilot project")


class MatchState(models.TextChoices):
    """How far two sides are; read from their moments and stored nowhere."""

    PROPOSED = "proposed", pgettext_lazy("match", "Proposed by the office")
    ANSWERED = "answered", pgettext_lazy("match", "Answered")
    AGREED = "agreed", pgettext_lazy("match", "In contact")
    DECLINED = "declined", pgettext_lazy("match", "Declined")


class Code(models.TextChoices):
    """What came of a match, the least first."""

    NONE = "none", pgettext_lazy("what came of a match", "Nothing yet")
    CONTACT = "contact", pgettext_lazy("what came of a match", "Contact")
    VISIT = "visit", pgettext_lazy("what came of a match", "Visit")
    SAMPLE = "sample", pgettext_lazy("what came of a match", "Sample or trial")
    QUOTATION = "quotation", pgettext_lazy("what came of a match", "Quotation")
    AGREEMENT = "agreement", pgettext_lazy("what came of a match", "Agreement to work together")
    CONTRACT = "contract", pgettext_lazy("what came of a match", "Order or contract")

"""The words of this room: states of an article, and what can be wrong with what it says."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleState(models.TextChoices):
    """How far an article is."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class FaultKind(models.TextChoices):
    """What keeps an article from being published."""

    MISSING = "missing", _("Missing")  # a part that every article has
    UNKNOWN = "unknown", _("Not in the records")  # a reference, a name or a country
    CONTRADICTS = "contradicts", _("Contradicts the records")
    UNBOUND = "unbound", _("Not a reference")  # a figure that was typed
    UNVERIFIED = "unverified", _("Not verified")
    STALE = "stale", _("Changed since")
    CONSENT = "consent", _("Without consent")

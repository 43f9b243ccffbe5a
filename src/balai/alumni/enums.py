"""The words of this room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class GroupKind(models.TextChoices):
    """What the alumni of a group have in common."""

    EDITION = "edition", _("Edition")
    COUNTRY = "country", _("Country")
    TOPIC = "topic", _("Topic")


class ExpertOfferState(models.TextChoices):
    """What became of an alumnus's offer to come back as a resource person."""

    OPEN = "open", _("Waits for the office")
    TAKEN_UP = "taken_up", _("Taken up")
    DECLINED = "declined", _("Not now")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Purpose(models.TextChoices):
    """What alumni are invited to do for the next edition."""

    PASS_ON = "pass_on", _("Pass the call on")
    PROPOSE = "propose", _("Propose a colleague to the focal point")
    COME_BACK = "come_back", _("Come back as a resource person")

"""The office that runs this installation."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def every_language() -> list[str]:
    """The languages that Balai ships complete."""
    return ["en", "id"]


class Office(models.Model):
    """The one office of this installation. The first deed makes the row; until then the defaults hold."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.JSONField(_("organisation"), default=dict)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    letterhead = models.JSONField(_("letterhead"), default=dict)
    logo = models.BinaryField(_("logo"), default=b"", editable=False)
    logo_digest = models.CharField(max_length=64, blank=True, editable=False)
    languages = ArrayField(models.CharField(max_length=12), default=every_language)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    public_address = models.CharField(_("public address"), max_length=200, blank=True)
    mail_sender = models.CharField(_("sender of mails"), max_length=200, blank=True)
    set_up_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        db_table = "balai_office"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="office_is_one"),
            models.CheckConstraint(condition=~Q(languages=[]), name="office_has_a_language"),
        ]

    def __str__(self) -> str:
        return self.short_name or "Balai"

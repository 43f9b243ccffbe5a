"""The one table of the kernel: effects that have happened, so that none happens twice."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Effect(models.Model):
    """An effect of a job that has been committed; its key can be claimed once."""

    key = models.CharField(_("key"), max_length=200, primary_key=True)
    at = models.DateTimeField(_("moment"), db_index=True)

    class Meta:
        db_table = "balai_effect"

    def __str__(self) -> str:
        return self.key

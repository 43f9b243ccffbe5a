"""The tables of the kernel: effects that have happened, so that none happens twice; why jobs failed."""

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


LONGEST_REASON = 300


class JobFailure(models.Model):
    """Why a job of the queue failed when it was last tried; removed with the job.

    Holds words of a program, which may name an address: only administrators are shown them.
    """

    job = models.BigIntegerField(_("number of the job"), primary_key=True)
    at = models.DateTimeField(_("moment"))
    error = models.CharField(
        _("error"),
        max_length=LONGEST_REASON,
        blank=True,
        help_text=_("Empty when each process that began it was killed."),
    )

    class Meta:
        db_table = "balai_job_failure"

    def __str__(self) -> str:
        return f"{self.job}: {self.error}"

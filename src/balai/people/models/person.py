"""Persons: the people of the programmes, whether or not they have an account."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel


class Person(IdentifiedModel):
    """A human being whom the programmes know; may have no account."""

    name = models.CharField(_("name"), max_length=200, help_text=_("As it shall be written in letters."))

    class Meta:
        db_table = "balai_person"

    def __str__(self) -> str:
        return self.name

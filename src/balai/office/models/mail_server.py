"""The mail server that the office named on its page."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.office.enums import MailSecurity


class MailServer(models.Model):
    """Where mails are handed over. One row or none; a server named in the configuration goes before it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    host = models.CharField(_("mail server"), max_length=200)
    port = models.PositiveIntegerField(_("port"))
    security = models.CharField(_("protection"), max_length=8, choices=MailSecurity)
    user = models.CharField(_("user name"), max_length=200, blank=True)
    password = models.CharField(_("password"), max_length=200, blank=True)

    class Meta:
        db_table = "balai_mail_server"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="mail_server_is_one"),
            models.CheckConstraint(condition=Q(port__range=(1, 65535)), name="mail_server_has_a_port"),
            models.CheckConstraint(
                condition=Q(security__in=MailSecurity.values), name="mail_server_is_protected_somehow"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

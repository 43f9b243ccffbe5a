"""The mail server that the office named on its page."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.kernel.restricted import DataKeyOwner
from balai.office.enums import MailSecurity

SEALING_PLACE = "balai_mail_server.password:1"


class MailServer(DataKeyOwner):
    """Where mails are handed over. One row or none; a server named in the configuration goes before it.

    The password is sealed with a data key of the row's own, which the installation's key wraps: neither the
    database nor a backup of it tells the password.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    host = models.CharField(_("mail server"), max_length=200)
    port = models.PositiveIntegerField(_("port"))
    security = models.CharField(_("protection"), max_length=8, choices=MailSecurity)
    user = models.CharField(_("user name"), max_length=200, blank=True)
    password = models.BinaryField(_("password"), default=b"", editable=False)

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

"""The words of the office room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailSecurity(models.TextChoices):
    """How the connection to the mail server is protected."""

    TLS = "tls", _("Encrypted from the start (usually port 465)")
    STARTTLS = "starttls", _("Encrypted after greeting (usually port 587)")
    NONE = "none", _("Not encrypted (a server on this machine only)")

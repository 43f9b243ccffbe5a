"""Who wants to be told of news by mail, and of which."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel
from balai.people.models import Person
from balai.programmes.models import Edition


class Subscription(IdentifiedModel):
    """What one mail address asked for. Until its owner has confirmed it, nothing is sent but that question.

    One that ends is removed: nobody keeps the addresses of those who no longer want mail.

    Attributes:
        person: whose mailbox it proved to be when it was confirmed, where the office knows them.
        is_of_everything: all news; else only those of the topics and programmes.
    """

    address = models.EmailField(_("e-mail address"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="subscriptions")
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    is_of_everything = models.BooleanField(_("all news"), default=False)
    topics = models.ManyToManyField(
        "directory.Topic", blank=True, db_table="balai_subscription_topic", verbose_name=_("topics")
    )
    editions = models.ManyToManyField(
        Edition, blank=True, db_table="balai_subscription_edition", verbose_name=_("programmes")
    )
    asked_at = models.DateTimeField(_("asked"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    class Meta:
        db_table = "balai_subscription"
        constraints = [
            models.UniqueConstraint(
                Lower("address"), condition=Q(confirmed_at=None), name="subscription_asked_for_once"
            ),
            models.UniqueConstraint(
                Lower("address"),
                condition=Q(confirmed_at__isnull=False),
                name="subscription_confirmed_once",
            ),
            models.CheckConstraint(condition=~Q(address=""), name="subscription_has_an_address"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def reference(self) -> str:
        """How the trail names it, which keeps no address."""
        return f"subscription:{self.pk}"

"""Accounts: what a person signs in with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel
from balai.people.models.person import Person

if TYPE_CHECKING:
    from typing import Self


class AccountQuerySet(models.QuerySet["Account"]):
    """Accounts; a lock is on the account alone, also where the library of signing in takes it."""

    def select_for_update(self, *args: Any, **options: Any) -> Self:
        """Lock the rows; the person that comes along may be missing, and such a row cannot be locked."""
        return super().select_for_update(*args, **{"of": ("self",), **options})


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; the e-mail address is the name one signs in with. Brings the person along."""

    def get_queryset(self) -> AccountQuerySet:
        return AccountQuerySet(self.model, using=self._db).select_related("person")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=email.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(IdentifiedModel, AbstractBaseUser):
    """A way to sign in. Belongs to at most one person; that of a connected system to none, and it has a name.

    A system never signs in: its address is made up, its account has no password, and it calls with tokens.
    """

    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="account")
    email = models.EmailField(_("e-mail address"), unique=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    system_name = models.CharField(_("name of the system"), max_length=100, blank=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"

    class Meta:
        db_table = "balai_account"
        constraints = [
            # With the unique column: no two accounts whose addresses differ only in capitals.
            models.CheckConstraint(condition=Q(email=Lower("email")), name="account_email_is_lower_case"),
            models.CheckConstraint(
                condition=Q(system_name="") | Q(person__isnull=True),
                name="account_of_a_system_has_no_person",
            ),
        ]

    def __str__(self) -> str:
        return self.system_name or self.email

    @property
    def reference(self) -> str:
        """How the trail names this account."""
        return f"account:{self.pk}"

"""Signing in and failing to, for the trail: by reference, without what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.signals import email_changed
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from balai.audit.services import record
from balai.people.access import SINCE
from balai.people.models import Account

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest


@receiver(user_logged_in, dispatch_uid="people.signed_in")
def record_signed_in(sender: object, request: HttpRequest, user: Account, **_rest: Any) -> None:
    request.session[SINCE] = _now().timestamp()
    with transaction.atomic():
        record(actor=user.reference, action="account.signed_in", subject=user.reference, at=_now())


@receiver(user_login_failed, dispatch_uid="people.sign_in_failed")
def record_sign_in_failed(sender: object, credentials: Mapping[str, Any], **_rest: Any) -> None:
    """The account that was tried, when there is one; a mistyped address is nobody's business."""
    account = Account.objects.filter(email=str(credentials.get("email", "")).lower()).first()
    with transaction.atomic():
        record(
            actor="system",
            action="account.sign_in_failed",
            subject=account.reference if account else "system",
            at=_now(),
        )


@receiver(email_changed, dispatch_uid="people.address_changed")
def follow_address(sender: object, user: Account, to_email_address: Any, **_rest: Any) -> None:
    """Letters go where their reader signs in: the address that they proved to be theirs."""
    if user.person is None or user.person.email == to_email_address.email:
        return
    with transaction.atomic():
        user.person.email = to_email_address.email
        user.person.save(update_fields=["email"])
        whose = user.person.reference
        record(actor=whose, action="person.changed", subject=whose, at=_now(), detail={"fields": "email"})


@receiver(social_account_added, dispatch_uid="people.service_connected")
def record_service_connected(sender: object, sociallogin: Any, **_rest: Any) -> None:
    with transaction.atomic():
        whose = sociallogin.user.reference
        record(actor=whose, action="account.service_connected", subject=whose, at=_now())


@receiver(social_account_removed, dispatch_uid="people.service_disconnected")
def record_service_disconnected(sender: object, socialaccount: Any, **_rest: Any) -> None:
    with transaction.atomic():
        whose = socialaccount.user.reference
        record(actor=whose, action="account.service_disconnected", subject=whose, at=_now())


def _now() -> Any:
    return timezone.now()  # noqa: TID251 -- the library's signals carry no moment

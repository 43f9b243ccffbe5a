"""Subscribing to news by mail: asked for, confirmed by whoever reads the mailbox, changed, ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, override

from balai.audit.services import record
from balai.correspondence.services.forgetting import forget_letters_to
from balai.correspondence.services.writing import send
from balai.kernel.references import SYSTEM
from balai.newsroom.models import Subscription
from balai.office.addresses import link_to
from balai.office.queries import current_office
from balai.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from balai.directory.models import Topic
    from balai.programmes.models import Edition

SALT = "newsroom.subscription"
ASK_AGAIN_AFTER = timedelta(hours=1)
"""A mailbox gets one question in this time, however often somebody types its address."""
UNCONFIRMED_FOR = timedelta(days=7)
LETTERS_KEPT_FOR = timedelta(days=30)
QUESTION, NEWS = "news.confirm", "news.article"


@transaction.atomic
def ask_for_news(  # noqa: PLR0913 -- each is named where it is called
    *,
    address: str,
    language: str,
    is_of_everything: bool,
    topics: Iterable[Topic],
    editions: Iterable[Edition],
    at: datetime,
) -> None:
    """Note what an address asks for, and ask its owner by mail whether that is so.

    The same is done whether or not the address gets news already: nobody learns that from here. What it gets
    stays as it is until the owner opens the link.
    """
    asked, is_new = Subscription.objects.select_for_update(of=("self",)).get_or_create(
        address__iexact=address,
        confirmed_at=None,
        defaults={"address": address, "language": language, "asked_at": at},
    )
    was_asked_lately = not is_new and at - asked.asked_at < ASK_AGAIN_AFTER
    asked.language, asked.is_of_everything = language, is_of_everything
    if not was_asked_lately:
        asked.asked_at = at
    asked.save(update_fields=["language", "is_of_everything", "asked_at"])
    asked.topics.set(topics)
    asked.editions.set(editions)
    if was_asked_lately:
        return
    send(
        letter=QUESTION,
        to=asked.address,
        context={"office": _office_name(language), "link": link_of(asked), "what": what_of(asked, language)},
        subject_reference=asked.reference,
        at=at,
        language=language,
    )


@transaction.atomic
def confirm_subscription(*, subscription_id: UUID, at: datetime) -> Subscription:
    """Begin to send what was asked for; an earlier subscription of the same address changes to it.

    Raises:
        Subscription.DoesNotExist: it ended meanwhile.
    """
    asked = _locked(subscription_id)
    if asked.confirmed_at is not None:
        return asked
    held = (
        Subscription.objects.select_for_update(of=("self",))
        .filter(address__iexact=asked.address, confirmed_at__isnull=False)
        .first()
    )
    if held is not None:
        change_subscription(
            subscription_id=held.pk,
            language=asked.language,
            is_of_everything=asked.is_of_everything,
            topics=list(asked.topics.all()),
            editions=list(asked.editions.all()),
            at=at,
        )
        asked.delete()
        return held
    asked.confirmed_at = at
    asked.person = _known(asked.address)
    asked.save(update_fields=["confirmed_at", "person"])
    record(actor=SYSTEM, action="subscription.confirmed", subject=asked.reference, at=at)
    return asked


@transaction.atomic
def change_subscription(  # noqa: PLR0913 -- each is named where it is called
    *,
    subscription_id: UUID,
    language: str,
    is_of_everything: bool,
    topics: Iterable[Topic],
    editions: Iterable[Edition],
    at: datetime,
) -> Subscription:
    """Send something else from now on."""
    held = _locked(subscription_id)
    held.language, held.is_of_everything = language, is_of_everything
    held.save(update_fields=["language", "is_of_everything"])
    held.topics.set(topics)
    held.editions.set(editions)
    record(actor=SYSTEM, action="subscription.changed", subject=held.reference, at=at)
    return held


@transaction.atomic
def end_subscription(*, subscription_id: UUID, at: datetime) -> None:
    """Send nothing any more, and forget the address with what was sent to it; twice is no error."""
    held = Subscription.objects.select_for_update(of=("self",)).filter(pk=subscription_id).first()
    if held is None:
        return
    record(actor=SYSTEM, action="subscription.ended", subject=held.reference, at=at)
    forget_letters_to(held.address, kinds=(QUESTION, NEWS))
    held.delete()


@transaction.atomic
def forget_old(*, at: datetime) -> int:
    """Remove what nobody confirmed in a week, and what was sent a month ago; tells how many."""
    gone, _kinds = Subscription.objects.filter(confirmed_at=None, asked_at__lt=at - UNCONFIRMED_FOR).delete()
    return gone + forget_letters_to(None, kinds=(QUESTION, NEWS), before=at - LETTERS_KEPT_FOR)


def token_for(subscription: Subscription) -> str:
    """What opens the page of a subscription, and nothing else."""
    return signing.dumps(subscription.pk.hex, salt=SALT)


def key_in(token: str) -> str | None:
    """The subscription that a token names, whether or not it is there still; None for others' tokens."""
    try:
        return str(signing.loads(token, salt=SALT))
    except signing.BadSignature:
        return None


def link_of(subscription: Subscription, view: str = "news:subscription") -> str:
    """The address of a subscription's page in its own language."""
    with override(subscription.language):
        return link_to(reverse(view, args=[token_for(subscription)]))


def what_of(subscription: Subscription, language: str) -> str:
    """What is sent, in the words of a language."""
    with override(language):
        if subscription.is_of_everything:
            return gettext("all news")
        named = [str(topic.name) for topic in subscription.topics.order_by("code")]
        named += [str(edition.title) for edition in subscription.editions.order_by("code")]
        return "; ".join(named)


def _office_name(language: str) -> str:
    office = current_office()
    return office.name.get(language) or office.short_name or "Balai"


def _known(address: str) -> Person | None:
    """The one person whose mailbox this is; of several, nobody says which."""
    found = Person.objects.filter(
        Q(email__iexact=address) | Q(account__email__iexact=address), merged_into=None
    ).distinct()[:2]
    return found[0] if len(found) == 1 else None


def _locked(subscription_id: UUID) -> Subscription:
    return Subscription.objects.select_for_update(of=("self",)).get(pk=subscription_id)

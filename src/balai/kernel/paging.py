"""Keyset paging: a list answers as quickly at 20,000 rows as at 20, and never counts them.

The place in the list travels as a signed text, so that a changed one is refused rather than obeyed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal, RuleViolationError
from balai.ui.parts import Pager

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model, QuerySet
    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

PAGE_ROWS = 50
M = TypeVar("M", bound="Model")


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Some rows of a list.

    Attributes:
        rows: at most as many as were asked for, in the list's order.
        after: where the next page begins, or an empty text on the last one.
    """

    rows: list[M]
    after: str


def pager_of(page: Page[Any], asked: QueryDict, shown: StrOrPromise) -> Pager:
    """The way to the next page of what was asked for.

    Args:
        page: the present one.
        asked: what stands behind the question mark.
        shown: a sentence about the present page.
    """
    following = asked.copy()
    following["after"] = page.after
    return Pager(shown=shown, next_url=f"?{following.urlencode()}" if page.after else "")


def whole_list(view: str, asked: QueryDict) -> str:
    """The address of a view that answers the same question without pages, as a file does."""
    question = asked.copy()
    question.pop("after", None)
    return f"{reverse(view)}?{question.urlencode()}"


def _signer() -> signing.Signer:
    """Without the moment of signing: a list that has not changed is the same page, with the same tag."""
    return signing.Signer(salt="balai.list")


class _Encoder(DjangoJSONEncoder):
    """As Django's, but to the microsecond: behind a moment that is rounded, rows of the same one are lost."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, dt.datetime) else super().default(o)


class _Serializer(signing.JSONSerializer):
    """As Django's, and able to write moments and identifiers."""

    def dumps(self, obj: Any) -> bytes:
        return _Encoder(separators=(",", ":")).encode(obj).encode()


def page_of(rows: QuerySet[M], *, order: Sequence[str], after: str = "", size: int = PAGE_ROWS) -> Page[M]:
    """The page of a list that begins behind ``after``; one query.

    Args:
        rows: the list, filtered but not ordered.
        order: names of columns that are never null, ``-`` before those that fall; the last one is unique.
        after: the ``after`` of the page before, or an empty text for the first page.
        size: the most rows to return.

    Raises:
        RuleViolationError: ``page.unknown`` when ``after`` was not made for this order.
    """
    columns = [(name.removeprefix("-"), name.startswith("-")) for name in order]
    if after:
        rows = rows.filter(_behind(columns, _place(after, order)))
    found = list(rows.order_by(*order)[: size + 1])
    if len(found) <= size:
        return Page(found, "")
    last = found[size - 1]
    place = [*order, *(getattr(last, column) for column, _falls in columns)]
    return Page(found[:size], _signer().sign_object(place, serializer=_Serializer))


def _place(after: str, order: Sequence[str]) -> list[Any]:
    try:
        place = _signer().unsign_object(after)
    except signing.BadSignature:
        place = []
    if place[: len(order)] != list(order):
        raise RuleViolationError(
            Refusal("page.unknown", _("This page of the list does not exist. Begin at the first page."))
        )
    values: list[Any] = place[len(order) :]
    return values


def _behind(columns: Sequence[tuple[str, bool]], values: Sequence[Any]) -> Q:
    """Rows behind the given values; the first column stands alone too, so that its index is used."""
    (first, falls), *_rest = columns
    behind = Q()
    equal = Q()
    for (column, is_falling), value in zip(columns, values, strict=True):
        behind |= equal & Q(**{f"{column}__{'lt' if is_falling else 'gt'}": value})
        equal &= Q(**{column: value})
    return Q(**{f"{first}__{'lte' if falls else 'gte'}": values[0]}) & behind

"""What this room does when something happens elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from balai.directory.services.shipped import enter_shipped_lists

if TYPE_CHECKING:
    from django.apps.registry import Apps


def tables_are_up_to_date(*, apps: Apps, **unused: Any) -> None:
    """After every change of the tables, enter what they lack of the shipped lists."""
    try:
        apps.get_model("directory", "Membership")
    except LookupError:  # the tables were just taken back
        return
    enter_shipped_lists(apps)

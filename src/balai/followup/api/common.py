"""Whom the addresses of plans open for, and the edition that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from balai.followup.rules.access import READERS, may_keep_plans
from balai.kernel.refusal import enforce
from balai.people.authentication import Caller, needs
from balai.people.enums import TokenScope
from balai.programmes.rules import readable_editions

if TYPE_CHECKING:
    from balai.programmes.models import Edition

READ = needs(TokenScope.PROGRAMMES_READ, *READERS)


def edition_asked(request: Caller, code: str, *, keeps: bool = False) -> Edition:
    edition: Edition = get_object_or_404(readable_editions(request.grants, READERS), code=code)
    if keeps:
        enforce(may_keep_plans(request.grants, edition))
    return edition

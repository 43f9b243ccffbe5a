"""How tests hear a rule say no."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from balai.kernel.refusal import RuleViolationError

if TYPE_CHECKING:
    from collections.abc import Callable


def refusal(deed: Callable[..., object], **given: object) -> str:
    """The code with which a deed is refused."""
    with pytest.raises(RuleViolationError) as caught, transaction.atomic():
        deed(**given)
    return caught.value.refusal.code


def refused(code: str) -> pytest.RaisesExc[RuleViolationError]:
    """What is done within is refused with exactly this code."""
    return pytest.raises(RuleViolationError, match=f"^{re.escape(code)}: ")

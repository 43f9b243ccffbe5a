"""Both bundles, taken in as the operator would."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import transaction

from balai.directory.models import Country
from balai.kernel.bundle.importing import import_bundle
from balai.kernel.translated import TranslatedTextField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

    from balai.kernel.bundle.importing import Outcome

EXAMPLES = Path(__file__).parents[2] / "examples"
AT = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)


def take_in(path: Path) -> Outcome:
    """Import a bundle as the operator."""
    return import_bundle(path, actor=None, at=AT)


def there_while_asked(name: str, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Take a bundle in once for many questions, and back when they are answered: it takes seconds."""
    with blocker.unblock(), transaction.atomic():
        take_in(EXAMPLES / name)
        yield
        transaction.set_rollback(True)


def texts_without_a_language() -> list[str]:
    """Texts of the records that are not there in every language of the product."""
    languages = [code for code, _name in settings.LANGUAGES]
    return [
        f"{row} {field.name}"
        for model in apps.get_models()
        if model._meta.app_label in {"directory", "programmes"} and model is not Country
        for field in model._meta.get_fields()
        if isinstance(field, TranslatedTextField)
        for row in model._default_manager.all()
        if (text := getattr(row, field.name)) and text.missing_languages(languages)
    ]

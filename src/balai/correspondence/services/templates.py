"""The office changes the wording of its letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from balai.audit.services import record
from balai.correspondence.models import LetterTemplate
from balai.correspondence.queries import newest_template
from balai.correspondence.registries import letter_kinds
from balai.correspondence.rules import may_use_text
from balai.correspondence.services.rendering import render
from balai.kernel.refusal import Refusal, RuleViolationError, enforce

if TYPE_CHECKING:
    from datetime import datetime

    from balai.correspondence.registries import LetterText
    from balai.correspondence.services.rendering import Rendered, Sheet


@transaction.atomic
def change_template(  # noqa: PLR0913 -- a deed takes its facts by name
    *, kind: str, language: str, text: LetterText, based_on: int, actor: str, at: datetime
) -> LetterTemplate:
    """Give a letter a new wording in one language; the one before is kept.

    Args:
        kind: the code of the letter.
        language: of the wording.
        text: the new wording.
        based_on: the version that the writer saw; 0 for ours.
        actor: who writes it.
        at: the moment.

    Raises:
        RuleViolationError: ``template.…`` of :func:`may_use_text`, or ``template.changed_meanwhile``.
    """
    enforce(may_use_text(letter_kinds[kind], text))
    newest = newest_template(kind, language)
    version = 1 + (newest.version if newest else 0)
    template = LetterTemplate(
        kind=kind,
        language=language,
        version=version,
        subject=text.subject.strip(),
        body=text.body.replace("\r\n", "\n").strip(),
        written_by=actor,
        written_at=at,
    )
    inserted = LetterTemplate.objects.bulk_create([template], ignore_conflicts=True)
    if version != based_on + 1 or not LetterTemplate.objects.filter(pk=inserted[0].pk).exists():
        raise RuleViolationError(
            Refusal(
                "template.changed_meanwhile",
                _("Somebody else has changed this letter meanwhile. Look at their version first."),
            )
        )
    record(
        actor=actor,
        action="letter_template.changed",
        subject=f"letter_template:{template.pk}",
        at=at,
        detail={"kind": kind, "language": language, "version": version},
    )
    return template


def preview(*, kind: str, text: LetterText, sheet: Sheet) -> Rendered:
    """The letter as it would look, with the samples of its placeholders.

    Raises:
        RuleViolationError: as :func:`change_template`.
    """
    declared = letter_kinds[kind]
    enforce(may_use_text(declared, text))
    with override(sheet.language):
        samples = {name: str(placeholder.sample) for name, placeholder in declared.placeholders.items()}
    return render(declared, text, samples, sheet)

"""What may be written, and what may be done with what was written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal

if TYPE_CHECKING:
    from balai.correspondence.registries import LetterKind, LetterText

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
LONGEST_SUBJECT = 200


def may_use_text(kind: LetterKind, text: LetterText) -> Refusal | None:
    """Refuse a wording that is empty, too long for a subject, or has a gap that Balai cannot fill."""
    if not text.subject.strip() or not text.body.strip():
        return Refusal("template.empty", _("A letter needs a subject and a text."))
    if len(text.subject) > LONGEST_SUBJECT or not text.subject.isprintable():
        return Refusal("template.subject_wrong", _("The subject is one line of at most 200 characters."))
    for name in PLACEHOLDER.findall(text.subject + "\n" + text.body):
        if name not in kind.placeholders:
            return Refusal(
                "template.placeholder_unknown",
                _("This letter has no placeholder {%(name)s}. It can use: %(known)s.")
                % {"name": name, "known": ", ".join(f"{{{known}}}" for known in kind.placeholders) or "–"},
            )
    return _stray_brace(text)


def _stray_brace(text: LetterText) -> Refusal | None:
    for number, line in enumerate([text.subject, *text.body.splitlines()]):
        if set("{}") & set(PLACEHOLDER.sub("", line)):
            return Refusal(
                "template.brace_alone",
                _("Line %(number)d has a single brace. Braces stand around a placeholder, as in {name}.")
                % {"number": number}
                if number
                else _("The subject has a single brace. Braces stand around a placeholder, as in {name}."),
            )
    return None

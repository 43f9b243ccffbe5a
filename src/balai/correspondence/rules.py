"""What may be written, and what may be done with what was written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai import config
from balai.correspondence.enums import LetterState
from balai.kernel.refusal import Refusal
from balai.office.queries import mail_route
from balai.people.access import administers, holds_everywhere
from balai.people.enums import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.correspondence.models import Letter
    from balai.correspondence.registries import LetterKind, LetterText
    from balai.people.models import Grant

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
LONGEST_SUBJECT = 200
KEEPERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT})
READERS = KEEPERS | {Role.AUDITOR}


def may_read_register(grants: Iterable[Grant]) -> Refusal | None:
    """The register holds letters about everything, so only a role that holds everywhere opens it."""
    if not holds_everywhere(grants, READERS):
        return Refusal("register.not_yours", _("The register is open to the office and to auditors."))
    return None


def may_keep_register(grants: Iterable[Grant]) -> Refusal | None:
    """Auditors read; the office enters, sends again and words its letters."""
    if not holds_everywhere(grants, KEEPERS):
        return Refusal("register.not_kept_by_you", _("The register is kept by the office."))
    return None


def may_open_mailbox(grants: Iterable[Grant]) -> Refusal | None:
    """Everybody in a demonstration; else administrators, and only while no mail leaves the installation."""
    if config.current().is_demo:
        return None
    minds = administers(grants)
    if not minds or mail_route() is not None:
        return Refusal("mailbox.closed", _("Letters leave by mail here. Nobody reads those of others."))
    return None


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


def may_send_again(letter: Letter) -> Refusal | None:
    """Refuse while a letter is on its way, and for ever what opens an account."""
    if letter.is_secret:
        return Refusal(
            "letter.secret",
            _("This mail opened an account and is of no use now. Its reader asks for a new one."),
        )
    if letter.state in {LetterState.QUEUED, LetterState.HANDING_OVER, LetterState.ACCEPTED}:
        return Refusal("letter.not_settled", _("This letter is on its way or has arrived."))
    return None

"""From a call to its note verbale: the letter of the host's office that goes out by embassies, as PDF.

In: the call of a country as it is now, with its number in the register. Out: bytes. The note says what the
invitation says that the focal point got, in the form in which one government writes to another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

from balai.engine.documents.errors import DocumentError
from balai.engine.documents.letter import OfficialLetter, letter_pdf
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.nominations.queries import note_number_of
from balai.nominations.queries.embassies import embassy_of
from balai.nominations.services.calling import invitation_in
from balai.office.documents import office_letterhead

if TYPE_CHECKING:
    import datetime as dt

    from balai.nominations.models import CountryCall


def note_pdf(call: CountryCall, language: str) -> bytes:
    """The note verbale to a country as the call is now, dated by the day on which it was numbered.

    Args:
        call: with its edition and country.
        language: "en" or "id".

    Raises:
        RuleViolationError: ``note.not_numbered``, or ``note.cannot_be_set``: a text cannot be printed.
    """
    entry = note_number_of(call)
    if entry is None:
        raise RuleViolationError(
            Refusal("note.not_numbered", gettext("Give the note its number in the register first."))
        )
    with override(language):
        try:
            letter = note_of(call, language, reference=entry.reference, dated_on=entry.entered_on)
            return letter_pdf(letter, at=call.issued_at.replace(microsecond=0))
        except (DocumentError, ValueError) as error:
            said = gettext("The note cannot be printed yet: %(reason)s") % {"reason": error}
            raise RuleViolationError(Refusal("note.cannot_be_set", said)) from error


def note_of(call: CountryCall, language: str, *, reference: str, dated_on: dt.date) -> OfficialLetter:
    """What the note says in one language, which is the one of now."""
    letterhead = office_letterhead(language, has_address=True)
    name = letterhead.names[0]
    embassy = embassy_of(call)
    said = {**invitation_in(call, language, at=call.issued_at), "office": name}
    return OfficialLetter(
        language=language,
        letterhead=letterhead,
        place=call.edition.country.capital.in_language(language).text,
        dated_on=dated_on,
        reference=reference,
        subject=gettext("Invitation to nominate: %(edition)s") % said,
        addressee=(
            gettext("To the Government of %(country)s") % said,
            *(
                (gettext("by its Embassy"),)
                if embassy is None
                else (
                    gettext("by the %(embassy)s") % {"embassy": embassy.name.in_language(language).text},
                    *embassy.address.splitlines(),
                )
            ),
        ),
        paragraphs=tuple(sentence % said for sentence in _sentences()),
        signed_by=(name,),
        enclosures=(gettext("General Information"),),
    )


def _sentences() -> list[str]:
    """The paragraphs, with gaps."""
    return [
        gettext(
            "%(office)s presents its compliments to the Government of %(country)s and has the honour to invite "
            "it to nominate participants for %(edition)s, to be held on %(dates)s."
        ),
        gettext("Places reserved for %(country)s: %(places)s. Alternates, in order of rank: %(reserve)s."),
        gettext(
            "Nominations are requested by %(deadline)s, through the national focal point of %(country)s, who has "
            "received this invitation as well. Nominations that arrive later can only be considered for places "
            "that stay free."
        ),
        gettext("So that each level has its time, these days are proposed:\n%(deadlines)s"),
        gettext(
            "%(office)s avails itself of this opportunity to renew to the Government of %(country)s the "
            "assurances of its highest consideration."
        ),
    ]

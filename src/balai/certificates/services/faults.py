"""What keeps certificates from being issued: what is missing, not translated, or cannot be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.certificates.services.composing import design_of
from balai.certificates.services.wording import LANGUAGES, Fault, edition_values, filled, person_values
from balai.engine.documents.errors import UnprintableTextError
from balai.engine.documents.glyphs import require_shapes
from balai.selection.queries.names import printed_name, profile_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from balai.certificates.models import Design
    from balai.programmes.models import Edition
    from balai.selection.models import Participant


def faults_of(edition: Edition, waiting: Sequence[Participant]) -> list[Fault]:
    """Everything that keeps these certificates from being issued, each thing once."""
    design = design_of(edition)
    if design is None:
        return [Fault("missing", "design")]
    faults = [
        Fault("untranslated", field, "", language)
        for field in ("title", "before", "after")
        for language in LANGUAGES
        if not getattr(design, field).get(language)
    ]
    signing = list(design.signatories.select_related("organisation"))
    if not signing:
        faults.append(Fault("no_signatory", "signatory"))
    faults += [
        Fault("untranslated", f"signatory {one.order}", "", language)
        for one in signing
        for language in LANGUAGES
        if not one.office.get(language) or not one.organisation.name.get(language)
    ]
    faults += [
        Fault("missing", "programme", "", language)
        for language in LANGUAGES
        if not edition.title.get(language)
    ]
    if edition.starts_on is None or edition.ends_on is None:
        faults.append(Fault("missing", "dates"))
    if faults:
        return faults
    for participant in waiting:
        faults += _faults_for(participant, design)
    return list(dict.fromkeys(faults))


def _faults_for(participant: Participant, design: Design) -> Iterator[Fault]:
    name, native = printed_name(participant, profile_of(participant))
    who = name or participant.name
    if not name:
        yield Fault("missing", "name", who)
    for language in LANGUAGES:
        values = edition_values(participant.edition, language) | person_values(
            participant, profile_of(participant), language
        )
        for text in (design.before, design.after):
            words, faults = filled(text[language], values, who=who, language=language)
            yield from faults
            yield from _unprintable(words, who, language)
    yield from _unprintable(f"{name} {native}", who, "")


def _unprintable(text: str, who: str, language: str) -> Iterator[Fault]:
    try:
        require_shapes((text,))
    except UnprintableTextError as error:
        yield Fault("unprintable", "".join(place.characters for place in error.places), who, language)

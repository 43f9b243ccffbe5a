"""The erratum: what a new version of a General Information changes, for everyone who has the old one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.engine.documents.glyphs import require_shapes
from balai.engine.documents.parts import moment_text
from balai.engine.documents.typesetting import content_of, typeset
from balai.engine.documents.words import date_text, require_language, words_of

if TYPE_CHECKING:
    import datetime as dt

    from balai.engine.documents.parts import Contact, Letterhead, LocalMoment


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that reads differently now.

    Attributes:
        what: such as "Places for Nepal".
        where: the chapter or section, such as "2.2 Places by country".
        before: as the old version says it; empty if it said nothing.
        after: as it reads now; empty if it is struck out.
    """

    what: str
    before: str
    after: str
    where: str = ""

    def __post_init__(self) -> None:
        if self.before == self.after:
            raise ValueError(f"change {self.what!r}: the old text and the new are the same")


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDeadline:
    """A deadline with another moment than before.

    Attributes:
        step: what is due.
        who: the level.
        before: the old moment, in each place that matters.
        after: the new one.
    """

    step: str
    who: str
    before: tuple[LocalMoment, ...]
    after: tuple[LocalMoment, ...]

    def __post_init__(self) -> None:
        if not self.before or not self.after:
            raise ValueError(f"deadline {self.step!r}: it needs an old moment and a new one")
        if self.before[0].at == self.after[0].at:
            raise ValueError(f"deadline {self.step!r}: it does not move")


@dataclass(frozen=True, slots=True, kw_only=True)
class Erratum:
    """A notice that one version of a booklet replaces another.

    Attributes:
        language: of every text: "en" or "id".
        letterhead: as on the booklet.
        title: of the edition.
        edition: such as "Third edition, 2018".
        reference: of the edition.
        number: 1 for the first erratum of the edition.
        old_version: the version that is replaced.
        new_version: the one that is in force.
        issued_on: the date of the erratum.
        reason: why, in paragraphs.
        changes: in the order of the booklet.
        moved_deadlines: those that move; the erratum says so where none does.
        contact: whom to ask.
    """

    language: str
    letterhead: Letterhead
    title: str
    edition: str
    number: int
    old_version: int
    new_version: int
    issued_on: dt.date
    reference: str = ""
    reason: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    moved_deadlines: tuple[MovedDeadline, ...] = ()
    contact: Contact | None = None

    def __post_init__(self) -> None:
        require_language(self.language)
        if not self.changes and not self.moved_deadlines:
            raise ValueError("an erratum that changes nothing: name what changes")
        if self.new_version <= self.old_version:
            raise ValueError(f"version {self.new_version} cannot replace version {self.old_version}")
        if self.number < 1:
            raise ValueError(f"erratum {self.number}: the first is 1")


def erratum_pdf(erratum: Erratum, *, at: dt.datetime) -> bytes:
    """Set an erratum.

    Args:
        erratum: what changes.
        at: the PDF's date of making, aware; the same erratum and moment give the same bytes.

    Returns:
        An A4 PDF after PDF/UA-1.

    Raises:
        DocumentError: a text has a character without a shape, or the logo is no picture.
    """
    require_shapes(erratum)
    language = erratum.language
    words = words_of(language)["words"]
    content = content_of(
        erratum,
        heading=words["erratum"].format(number=erratum.number),
        replaces=words["replaces"].format(new=erratum.new_version, old=erratum.old_version),
        issued_on=date_text(erratum.issued_on, language),
        moved_deadlines=[
            {
                "step": row.step,
                "who": row.who,
                "before": moment_text(row.before, language),
                "after": moment_text(row.after, language),
            }
            for row in erratum.moved_deadlines
        ],
    )
    return typeset("erratum", content, logo=erratum.letterhead.logo, at=at)

"""A printable issue: the articles of a programme on paper, with their pictures and what belongs to these."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.engine.documents.glyphs import require_shapes
from balai.engine.documents.parts import require_picture
from balai.engine.documents.quick import qr_svg
from balai.engine.documents.typesetting import content_of, typeset
from balai.engine.documents.words import require_language

if TYPE_CHECKING:
    import datetime as dt

    from balai.engine.documents.parts import Letterhead, Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A picture as it is printed.

    Attributes:
        picture: PNG or JPEG, with what it shows for those who cannot see it.
        caption: below it.
        credit: whose it is.
    """

    picture: Picture
    caption: str
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, or a quotation.

    Attributes:
        text: its words.
        by: who said it; empty of a paragraph.
    """

    text: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article.

    Attributes:
        headline: of the article.
        lead: below it.
        dateline: the place before the first paragraph.
        published: the day, in words.
        blocks: its text in order.
        shots: its pictures; the first stands above the text.
        corrections: what was wrong in it, in words.
        address: where it is read on the web.
        address_says: of the QR code, for those who cannot see it.
    """

    headline: str
    lead: str
    dateline: str
    published: str
    blocks: tuple[Block, ...]
    address: str
    address_says: str
    shots: tuple[Shot, ...] = ()
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What is printed of a programme.

    Attributes:
        language: of every text: "en" or "id".
        letterhead: of the office.
        heading: such as "News of a programme".
        title: of the programme.
        span: its days, in words.
        note: such as "Sample data"; left out if empty.
        contents_heading: above the list of articles.
        corrections_heading: above what was wrong in one.
        pictures_heading: above further pictures.
        stories: at least one, in the order in which they are read.
    """

    language: str
    letterhead: Letterhead
    heading: str
    title: str
    span: str
    contents_heading: str
    corrections_heading: str
    pictures_heading: str
    stories: tuple[Story, ...]
    note: str = ""

    def __post_init__(self) -> None:
        require_language(self.language)
        if not self.title or not self.stories:
            raise ValueError("an issue names a programme, and has an article")


def issue_pdf(issue: Issue, *, at: dt.datetime) -> bytes:
    """Set an issue.

    Args:
        issue: what is printed.
        at: the PDF's date of making, aware; the same issue and moment give the same bytes.

    Returns:
        A4 pages after PDF/UA-1; a long article has pages of its own.

    Raises:
        DocumentError: a text has a character without a shape, or a picture is none.
    """
    require_shapes(issue)
    more: dict[str, str] = {}
    stories = []
    for number, story in enumerate(issue.stories):
        more[f"code-{number}"] = qr_svg(story.address)
        for place, shot in enumerate(story.shots):
            require_picture(shot.picture)
            more[f"shot-{number}-{place}"] = shot.picture.data.decode("latin-1")
        told = dataclasses.asdict(dataclasses.replace(story, shots=()))
        told["shots"] = [
            {"says": shot.picture.description, "caption": shot.caption, "credit": shot.credit}
            for shot in story.shots
        ]
        stories.append(told)
    content = content_of(dataclasses.replace(issue, stories=issue.stories[:1]), stories=stories)
    return typeset("issue", content, logo=issue.letterhead.logo, at=at, more=more)

"""Handouts for tests: a PDF with words, a picture that can be made lighter, and what hands them out."""

from __future__ import annotations

import random
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from pypdf import PdfWriter

from balai.delivery.enums import Audience
from balai.delivery.queries.materials import Reach
from balai.delivery.services.materials import add_material
from tests.timetable.factories import AT

if TYPE_CHECKING:
    from balai.delivery.models import Material
    from balai.people.models import Person
    from balai.timetable.models import Session


def _blank() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


PDF = _blank()
"""A page without words, of which nothing lighter can be made."""


def photo(width: int = 1_600) -> bytes:
    """A picture as a camera makes it: it does not shrink by being packed, only by being smaller."""
    noise = random.Random(2018).randbytes(width * width // 16 * 3)  # noqa: S311 -- the same each time
    image = Image.frombytes("RGB", (width // 4, width // 4), noise).resize((width, width))
    written = BytesIO()
    image.save(written, "JPEG", quality=95)
    return written.getvalue()


def everything() -> Reach:
    """What the office reaches."""
    return Reach(
        own=frozenset(),
        reads_all=True,
        keeps_all=True,
        takes_part=False,
        taught=frozenset(),
        hosted=frozenset(),
    )


def a_material(
    session: Session,
    *,
    actor: Person,
    title: str = "Theory of cutting",
    content: bytes = PDF,
    name: str = "slides.pdf",
    audience: Audience = Audience.EVERYBODY,
) -> Material:
    """Handed out for a session."""
    return add_material(
        edition=session.edition,
        session=session.pk,
        title=title,
        audience=audience,
        content=content,
        name=name,
        reach=everything(),
        actor=actor,
        at=AT,
    )

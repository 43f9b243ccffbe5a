"""Pictures as they are kept: drawn anew, and never trusted."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from balai.kernel.refusal import RuleViolationError
from balai.newsroom.services.pictures import plain_picture


def written(kind: str, size: tuple[int, int], mode: str = "RGB") -> bytes:
    file = BytesIO()
    Image.new(mode, size).save(file, kind)
    return file.getvalue()


def test_a_wide_picture_is_made_smaller() -> None:
    kept = plain_picture(written("JPEG", (4000, 1000)), media_type="image/jpeg")

    assert (kept.width, kept.height) == (2000, 500)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(written("PNG", (11_000, 10_000), "1"), id="more pixels than a camera takes"),
        pytest.param(written("PNG", (20_000, 20_000), "1"), id="what the library itself refuses"),
        pytest.param(written("GIF", (8, 8)), id="another format"),
        pytest.param(written("PNG", (400, 400))[:200], id="cut off"),
    ],
)
def test_what_is_no_picture_for_us_is_refused(content: bytes) -> None:
    with pytest.raises(RuleViolationError) as refused:
        plain_picture(content, media_type="image/png")

    assert refused.value.refusal.code == "photo.unreadable"

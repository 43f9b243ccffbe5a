"""Service workers, which let a page open without network: one script of ours, told what to keep."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.templatetags.static import static

if TYPE_CHECKING:
    from collections.abc import Sequence

SCRIPT = "delivery/worker.js"
LOOKS = (
    "ui/base.css",
    "ui/app.css",
    "ui/dark.css",
    "ui/marks/favicon.svg",
    "ui/vendor/balai-sans.woff2",
    "ui/vendor/balai-serif.woff2",
    "delivery/keep-page.js",
)
"""What every page that opens without network needs."""


def kept(name: str, files: Sequence[str]) -> dict[str, object]:
    """What a worker keeps, under a name that changes with its files: a new version replaces the old."""
    content = hashlib.sha256()
    for file in (*LOOKS, *files, SCRIPT):
        content.update(_content(file))
    return {
        "family": f"{name}-",
        "name": f"{name}-{content.hexdigest()[:12]}",
        "files": [static(file) for file in (*LOOKS, *files)],
    }


def worker_answer(name: str, files: Sequence[str], *, is_own: bool = False) -> HttpResponse:
    """The service worker of the addresses below its own.

    Args:
        name: of what it keeps.
        files: static files beside those of every page.
        is_own: its pages show what is somebody's own: they are forgotten when that person signs out.
    """
    told = json.dumps({**kept(name, files), "isOwn": is_own})
    script = f'"use strict";\nconst KEPT = {told};\n{_content(SCRIPT).decode()}'
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


def _content(file: str) -> bytes:
    found = finders.find(file)
    if found is None:
        with staticfiles_storage.open(file) as stored:
            content: bytes = stored.read()
            return content
    return Path(str(found)).read_bytes()

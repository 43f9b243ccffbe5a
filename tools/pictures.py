"""Photograph the pages that the guides show: ``python -m tools.pictures [--at ADDRESS] [NAME...]``.

A fresh demonstration lives its whole sample life; then each page is opened by the role that the guide is
for, in each language, and goes to ``docs/guide/pictures/``. ``--at`` takes a demonstration that runs already;
names take those pictures alone.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext

TARGET = Path(__file__).parents[1] / "docs" / "guide" / "pictures"
LANGUAGES = ("en", "id")
COLOURS = 160
"""Pages have few: as a palette a picture takes a third. With a hundred, red and orange become brown."""

DESK = (1180, 720)
PHONE = (360, 720)
PATIENCE = 120_000
"""Milliseconds: beside other work a page takes its time."""
LIVED = re.compile(r"The sample life, +(\d+) of (\d+):")
NEXT = "sample-2027"
"""The edition that the demonstration clones from the one of 2018: its call is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One page as a guide shows it.

    Attributes:
        name: of its file.
        path: where one begins; ``{language}`` is the reader's.
        role: who looks; nobody in particular where there is none.
        steps: links and buttons to press from there, as selectors.
        top: what the picture begins with; the top of the page where none is named.
        size: of the window, and of the picture.
    """

    name: str
    path: str
    role: str = ""
    steps: tuple[str, ...] = ()
    top: str = ""
    size: tuple[int, int] = DESK


PICTURES = [
    # everybody
    Picture(name="home", path="/{language}/"),
    Picture(name="programme", path="/{language}/programmes/smi-2018/"),
    Picture(name="evidence", path="/{language}/programmes/smi-2018/evidence/"),
    Picture(name="article", path="/{language}/news/", steps=("main h2 a, main h1 a",)),
    # the office
    Picture(name="board", path=f"/programmes/editions/{NEXT}/board/", role="programme_officer"),
    Picture(name="edition", path=f"/programmes/editions/{NEXT}/", role="programme_officer"),
    Picture(name="places", path="/selection/smi-2018/places/", role="programme_officer"),
    Picture(name="timetable", path="/timetable/smi-2018/", role="programme_officer"),
    Picture(name="compare", path="/timetable/smi-2018/compare/?from=1&to=2", role="programme_officer"),
    Picture(name="vehicles", path="/timetable/smi-2018/vehicles/", role="programme_officer"),
    Picture(name="feedback", path="/delivery/feedback/smi-2018/results/", role="programme_officer"),
    Picture(name="gains", path="/delivery/tests/smi-2018/gains/", role="programme_officer"),
    Picture(name="certificates", path="/certificates/smi-2018/", role="programme_officer"),
    Picture(name="plans", path="/followup/smi-2018/", role="programme_officer"),
    Picture(name="exchange", path="/exchange/smi-2018/", role="programme_officer"),
    Picture(name="call", path=f"/nominations/{NEXT}/call/", role="secretariat"),
    Picture(name="workbench", path="/selection/smi-2018/", role="secretariat"),
    Picture(name="newsroom", path="/newsroom/", role="press_officer"),
    Picture(
        name="writing", path="/newsroom/", role="press_officer", steps=("main tbody a",), top="main form"
    ),
    Picture(name="spending", path="/reporting/smi-2018/", role="finance_officer"),
    Picture(name="aid", path="/reporting/aid/", role="finance_officer", steps=("main tbody a",)),
    Picture(name="report", path="/reporting/smi-2018/report/", role="programme_officer"),
    Picture(name="people", path="/people/", role="administrator"),
    Picture(name="office", path="/office/", role="administrator"),
    # those who send, choose, teach and receive
    Picture(name="tasks", path="/tasks/", role="focal_point"),
    Picture(name="country", path=f"/nominations/{NEXT}/BT/", role="focal_point"),
    Picture(name="plans-country", path="/followup/smi-2018/countries/BT/", role="focal_point"),
    Picture(
        name="dossier", path="/selection/dossiers/", role="panel_member", steps=("main li a, main tbody a",)
    ),
    Picture(name="presence", path="/delivery/smi-2018/", role="centre_coordinator"),
    Picture(name="day", path="/delivery/smi-2018/day/", role="centre_coordinator"),
    Picture(name="sessions", path="/timetable/mine/", role="resource_person"),
    Picture(name="materials", path="/delivery/materials/smi-2018/", role="resource_person"),
    Picture(name="site", path="/directory/sites/?q=bbk", role="centre_coordinator", steps=("main tbody a",)),
    Picture(name="care", path="/nominations/care/", role="health_officer"),
    Picture(name="practice", path="/delivery/practice/smi-2018/ORNAMENT/", role="practice_supervisor"),
    # on a telephone
    Picture(
        name="application", path="/tasks/", role="nominee", size=PHONE, steps=("main a[href*=applications]",)
    ),
    Picture(name="my-programme", path="/my-programme/", role="participant", size=PHONE),
    Picture(name="passport", path="/delivery/practice/mine/", role="participant", size=PHONE),
    Picture(name="my-certificate", path="/certificates/mine/", role="participant", size=PHONE),
    Picture(
        name="my-plan", path="/followup/mine/", role="alumnus", size=PHONE, steps=("main a[href*='/mine/']",)
    ),
    Picture(name="my-exchange", path="/exchange/mine/", role="alumnus", size=PHONE),
    Picture(name="alumni", path="/alumni/", role="alumnus", size=PHONE),
]
"""All that the guides show; tests/test_docs.py holds that each is there and is shown."""


def entered(browser: Browser, address: str, role: str, language: str) -> BrowserContext:
    """A window of somebody who has entered as a role, or of anybody."""
    context = browser.new_context(
        base_url=address,
        color_scheme="light",
        locale=language,
        timezone_id="Asia/Jakarta",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    if role:
        with context.new_page() as page:
            page.goto("/accounts/login/")
            with page.expect_navigation(url="**/tasks/"):
                page.click(f"form[action='/accounts/demo/{role}/'] button")
    return context


class NotShownError(Exception):
    """A page that a guide shows does not open."""


def photograph(context: BrowserContext, picture: Picture, language: str) -> bytes:
    """One picture, as a PNG with few colours and without the clock, so that it changes with its page alone.

    Raises:
        NotShownError: its page does not open.
    """
    width, height = picture.size
    with context.new_page() as page:
        page.set_viewport_size({"width": width, "height": height})
        answer = page.goto(picture.path.format(language=language))
        for step in picture.steps:
            if not page.locator(step).count():
                raise NotShownError(f"{page.url} has no {step}.")
            with page.expect_navigation() as navigated:
                page.locator(step).first.click()
            answer = navigated.value
        if answer is None or not answer.ok:
            raise NotShownError(f"{page.url} answers {answer and answer.status}.")
        page.evaluate("() => document.fonts.ready.then(() => true)")
        page.locator(".bl-clock").evaluate_all("all => all.forEach(one => one.style.visibility = 'hidden')")
        if picture.top:
            page.locator(picture.top).first.evaluate(
                "one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 16)"
            )
        shot = page.screenshot()
    few = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    written = io.BytesIO()
    few.save(written, "PNG", optimize=True)
    return written.getvalue()


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of a demonstration of its own, whose sample life is whole; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="balai-pictures-") as folder:
        environment = os.environ | {"XDG_DATA_HOME": folder, "PYTHONUNBUFFERED": "1"}
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        program = [sys.executable, "-m", "balai", "demo"]
        process = subprocess.Popen(  # noqa: S603 -- this product
            [*program, f"--port={port}"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            wait_for_the_life(process)
            yield f"http://localhost:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate()
            subprocess.run([*program, "--reset"], env=environment, check=True)  # noqa: S603 -- as above


def wait_for_the_life(process: subprocess.Popen[str]) -> None:
    """Read what a demonstration says until the last stage is done.

    Raises:
        SystemExit: it ended before; with what it said.
    """
    said = []
    for line in process.stdout or ():
        said.append(line)
        told = LIVED.search(line)
        if told:
            print(line, end="", flush=True)
        if told and told[1] == told[2]:
            return
    raise SystemExit(f"{''.join(said)}The demonstration ended before its life was whole.")


def main(arguments: list[str]) -> None:
    """Photograph what is wanted, or everything, and tell how large it is.

    Raises:
        SystemExit: some pages do not open; the pictures of the others are there.
    """
    parser = argparse.ArgumentParser(prog="python -m tools.pictures")
    parser.add_argument("--at", help="the address of a demonstration that runs")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args(arguments)
    wanted = [picture for picture in PICTURES if not options.names or picture.name in options.names]
    for language in LANGUAGES:
        (TARGET / language).mkdir(parents=True, exist_ok=True)
    missed = []
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with (
        nullcontext(options.at) if options.at else demonstration() as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for role, language in product(dict.fromkeys(picture.role for picture in wanted), LANGUAGES):
            with entered(browser, address, role, language) as context:
                for picture in (one for one in wanted if one.role == role):
                    try:
                        shot = photograph(context, picture, language)
                    except NotShownError as fault:
                        missed.append(f"{language}/{picture.name}: {fault}")
                        continue
                    (TARGET / language / f"{picture.name}.png").write_bytes(shot)
                    print(f"{language}/{picture.name}.png: {len(shot) / 1000:.0f} kB", flush=True)
        browser.close()
    if missed:
        raise SystemExit("\n".join(missed))
    if not options.names:
        for old in TARGET.glob("*/*.png"):
            if old.stem not in {picture.name for picture in PICTURES}:
                old.unlink()
    total = sum(path.stat().st_size for path in TARGET.glob("*/*.png"))
    print(f"{len(wanted)} pictures in each language, {total / 1e6:.1f} MB in all")


if __name__ == "__main__":
    main(sys.argv[1:])

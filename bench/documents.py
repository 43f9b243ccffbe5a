"""How long documents take: ``python -m bench.documents`` writes this section of the benchmarks."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING
from uuid import uuid4

from tests.engine.badges.samples import PLAIN, SITE, ring
from tests.engine.badges.test_seal import SAID
from tests.engine.documents.samples import AT, english, erratum, letter
from tests.engine.documents.samples_id import indonesian
from tests.engine.documents.test_certificate import PAPER

from balai.engine.certifying import Order, make_many
from balai.engine.documents.booklet import booklet_pdf
from balai.engine.documents.erratum import erratum_pdf
from balai.engine.documents.letter import letter_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

LETTERS = 1_000
CERTIFICATES = 1_000
FIRST = (
    "import time\n"
    "from tests.engine.documents.samples import AT, letter\n"
    "from balai.engine.documents.letter import letter_pdf\n"
    "sample = letter(); began = time.perf_counter(); letter_pdf(sample, at=AT)\n"
    "print(time.perf_counter() - began)"
)


def memory() -> int:
    """MB that this process needed at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def rate(make: Callable[[int], bytes], count: int) -> tuple[str, int]:
    """Documents a second on the wall and on one processor after warm-up, and the bytes of the last."""
    for number in range(20):
        make(-number)
    wall, processor = time.perf_counter(), time.process_time()
    size = max(len(make(number)) for number in range(count))
    by_wall, by_processor = time.perf_counter() - wall, time.process_time() - processor
    return f"{count / by_wall:.0f} /s ({count / by_processor:.0f} /s of processor)", size


def certificates() -> str:
    """A thousand certificates, signed, set and with their codes, as a worker issues them."""
    orders = [
        Order(
            award=replace(PLAIN, id=f"{SITE}/credentials/{uuid4()}", number=f"{number:04}-0000"),
            paper=replace(PAPER, name=f"Ms. Sample {number}", number=f"{number:04}-0000"),
            sealed=replace(SAID, address=f"{SITE}/c/{number:04}-0000", status_place=number),
        )
        for number in range(CERTIFICATES)
    ]
    wall = time.perf_counter()
    size = max(len(made.pdf) for made in make_many(orders, ring().for_proofs, at=AT))
    by_wall = time.perf_counter() - wall
    return (
        f"| {CERTIFICATES:,} certificates, two faces and transcript, signed, sealed and attached |"
        f" {size / 1000:.0f} KB | {by_wall:.1f} s ({CERTIFICATES / by_wall:.0f} /s, processes started) |"
    )


def section() -> str:
    """The section, in Markdown."""
    lines = ["## Documents", "", "| document | size | rate or time |", "| --- | --- | --- |"]
    first = median(
        float(
            subprocess.run([sys.executable, "-c", FIRST], check=True, capture_output=True, text=True).stdout
        )
        for _ in range(3)
    )
    lines.append(f"| the first of a process: Typst, fonts, one letter | | {first * 1000:.0f} ms |")
    sample = letter()
    plain = replace(sample, letterhead=replace(sample.letterhead, logo=None))

    def write(number: int) -> bytes:
        return letter_pdf(replace(sample, reference=f"{number}/SMI", addressee=(f"No. {number}",)), at=AT)

    def write_plain(number: int) -> bytes:
        return letter_pdf(replace(plain, reference=f"{number}/SMI", addressee=(f"No. {number}",)), at=AT)

    before = memory()
    done, size = rate(write, LETTERS)
    lines.append(f"| one page with logo, each another person's | {size / 1000:.0f} KB | {done} |")
    after = memory()
    done, size = rate(write_plain, LETTERS)
    lines.append(f"| the same without logo | {size / 1000:.0f} KB | {done} |")
    done, size = rate(lambda number: erratum_pdf(replace(erratum(), reference=str(number)), at=AT), 100)
    lines.append(f"| erratum, one page, two tables | {size / 1000:.0f} KB | {done} |")
    for booklet in (english(), indonesian()):
        done, size = rate(lambda number: booklet_pdf(replace(booklet, reference=str(number)), at=AT), 20)  # noqa: B023 -- called in this round
        lines.append(f"| booklet, 11 pages ({booklet.language}) | {size / 1000:.0f} KB | {done} |")
    lines.append(certificates())
    lines.append("")
    lines.append(
        f"Memory: {before} MB before, {after} MB after {LETTERS:,} letters, {memory()} MB at the end."
    )
    return "\n".join(lines)


if __name__ == "__main__":
    print(section())

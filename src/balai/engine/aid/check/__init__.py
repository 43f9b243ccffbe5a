"""The judge of IATI files, written from docs/explain/rulebook.md; only the code lists are the writer's, too.

It reads ours and strangers'. What the schema of the standard says of elements that a training programme never
uses is not judged here: the official schema remains the judge of form.

Source:
    IATI Standard 2.03, IATI-Rulesets ``rulesets/standard.json`` with its specification ``SPEC.rst``.
    Where the reference tester in Python differs from the specification (``only_one_of``), the latter counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.aid.check.case import Case
from balai.engine.aid.check.codes import miscoded
from balai.engine.aid.check.contents import ill_told
from balai.engine.aid.check.dates import wrongly_dated
from balai.engine.aid.check.family import ill_related
from balai.engine.aid.check.fault import Fault
from balai.engine.aid.check.names import badly_named
from balai.engine.aid.check.shares import wrongly_shared
from balai.engine.aid.tree import UnreadableError, read

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from balai.engine.aid.tree import Node

__all__ = ["Fault", "faults_of"]


def faults_of(brought: bytes, *, on: dt.date) -> list[Fault]:
    """Say where an IATI activity file breaks rules A1 to A25, in the order of the file.

    Args:
        brought: the file.
        on: the day by which "not in the future" is judged.
    """
    try:
        root = read(brought)
    except UnreadableError as error:
        return [
            Fault(
                rule="A1",
                line=0,
                place="file",
                value=str(error),
                sentence="The file is well-formed XML without a document type.",
                remedy="Have the program that wrote it write it anew.",
            )
        ]
    return sorted(_of_file(root, on), key=lambda fault: (fault.line, fault.rule))


def _of_file(root: Node, on: dt.date) -> Iterator[Fault]:
    if root.tag != "iati-activities" or root.said.get("version") != "2.03":
        yield Fault(
            rule="A2",
            line=root.line,
            place=root.tag,
            value=root.said.get("version", ""),
            sentence="The file holds iati-activities of version 2.03.",
            remedy='Begin it with <iati-activities version="2.03">.',
        )
    activities = root.all("iati-activity")
    for activity in activities:
        case = Case(activity, on)
        for rules in (badly_named, wrongly_dated, wrongly_shared, ill_told, miscoded):
            yield from rules(case)
    yield from ill_related(activities)

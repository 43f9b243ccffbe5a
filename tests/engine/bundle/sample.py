"""A small layout with one section of every shape, and what tests do with it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from balai.engine.bundle.fields import Field, Linked, ListOf, Record, Translated
from balai.engine.bundle.kinds import (
    EMAIL,
    Boolean,
    Choice,
    ClockTime,
    Code,
    Date,
    Listed,
    Number,
    Reference,
    Text,
    Whole,
)
from balai.engine.bundle.limits import LIMITS
from balai.engine.bundle.opening import opened
from balai.engine.bundle.problem import Report
from balai.engine.bundle.reading import Reading
from balai.engine.bundle.section import Layout, Section, Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from balai.engine.bundle.limits import Limits
    from balai.engine.bundle.reading import Row

LATITUDE = Number(places=6, least=Decimal(-90), most=Decimal(90))
COUNTRY = Listed(frozenset({"BT", "ID", "NO"}), "value.country")
ORGANISATIONS = Section(
    name="organisations",
    file="directory/organisations.csv",
    shape=Shape.TABLE,
    key=("code",),
    doc="A body that takes part.",
    fields=(
        Field(name="code", kind=Code(), doc="Names it in files.", is_required=True),
        Field(name="name", kind=Translated(most=40), doc="What it is called.", is_required=True),
        Field(name="parent", kind=Reference("organisations"), doc="What it belongs to."),
        Field(name="country", kind=COUNTRY, doc="Where it is.", is_required=True),
        Field(name="roles", kind=ListOf(kind=Code(), is_set=True), doc="What it does."),
        Field(name="email", kind=EMAIL, doc="Where it is written to."),
    ),
)
OPENING = Record(
    (
        Field(name="day", kind=Choice({"mon": "Monday", "tue": "Tuesday"}), doc="The day.", is_required=True),
        Field(name="from", kind=ClockTime(), doc="It opens.", is_required=True),
        Field(name="until", kind=ClockTime(), doc="It closes.", is_required=True),
    )
)
SITES = Section(
    name="sites",
    file="directory/sites.yaml",
    shape=Shape.LIST,
    key=("code",),
    doc="A place where something happens.",
    fields=(
        Field(name="code", kind=Code(), doc="Names it in files.", is_required=True),
        Field(name="organisation", kind=Reference("organisations"), doc="Whose it is.", is_required=True),
        Field(name="name", kind=Translated(), doc="What it is called.", is_required=True),
        Field(name="about", kind=Translated(most=2_000, has_lines=True), doc="What is seen there."),
        Field(name="latitude", kind=LATITUDE, doc="North of the equator."),
        Field(name="opening", kind=ListOf(kind=OPENING), doc="When it is open."),
        Field(name="has_step_free_access", kind=Boolean(), doc="For wheelchairs.", default=False),
    ),
)
EDITIONS = Section(
    name="editions",
    file="editions/{code}/edition.yaml",
    shape=Shape.RECORD,
    key=("code",),
    doc="One running of a programme.",
    order=(("starts_on", "ends_on"),),
    fields=(
        Field(name="code", kind=Code(), doc="Names it in files.", is_required=True),
        Field(name="title", kind=Translated(), doc="What it is called.", is_required=True),
        Field(name="starts_on", kind=Date(), doc="The first day.", is_required=True),
        Field(name="ends_on", kind=Date(), doc="The last day.", is_required=True),
        Field(name="places", kind=Whole(least=1, most=500), doc="How many can take part."),
    ),
)
ACTIVITIES = Section(
    name="activities",
    file="editions/{edition}/activities.csv",
    shape=Shape.TABLE,
    key=("edition", "code"),
    doc="What the curriculum wants.",
    fields=(
        Field(name="edition", kind=Reference("editions"), doc="Whose it is.", is_required=True),
        Field(name="code", kind=Code(), doc="Names it in files.", is_required=True),
        Field(name="title", kind=Translated(), doc="What it is called.", is_required=True),
        Field(name="site", kind=Reference("sites"), doc="Where it happens."),
        Field(name="minutes", kind=Whole(least=5, most=600), doc="How long it takes.", is_required=True),
        Field(
            name="after", kind=ListOf(kind=Reference("activities", within="edition")), doc="What it follows."
        ),
        Field(
            name="visited",
            kind=ListOf(kind=Linked(section="sites", word=Whole(least=1), default=1), is_set=True),
            doc="Where else, and how often.",
        ),
        Field(name="is_mandatory", kind=Boolean(), doc="Whether everybody has to come.", default=True),
        Field(name="note", kind=Text(most=500, has_lines=True), doc="For the officer."),
    ),
)
LAYOUT = Layout([ACTIVITIES, EDITIONS, SITES, ORGANISATIONS])

BUNDLE = {
    "bundle.yaml": "format: balai-bundle/1\n",
    "directory/organisations.csv": (
        "code,name.en,name.id,parent,country,roles,email\n"
        "MOI,Ministry of Industry,Kementerian Perindustrian,,ID,host,\n"
        "BBLM,Centre for Metal,Balai Besar Logam,MOI,ID,centre; host,bblm@example.org\n"
    ),
    "directory/sites.yaml": (
        "- code: bblm\n"
        "  organisation: BBLM\n"
        "  name:\n"
        "    en: Centre for Metal, Bandung\n"
        "  latitude: -6.88\n"
        "  opening:\n"
        "    - day: mon\n"
        "      from: '08:00'\n"
        "      until: '16:00'\n"
    ),
    "editions/SMI-2018/edition.yaml": (
        "title:\n  en: Small and medium industry\nstarts_on: '2018-07-18'\nends_on: '2018-07-30'\nplaces: 20\n"
    ),
    "editions/SMI-2018/activities.csv": (
        "code,title.en,site,minutes,is_mandatory,note\n"
        'CNC,CNC practice,bblm,240,,"Two lines,\nof a note"\n'
        "VIS,A visit,,120,false,\n"
    ),
}


def folder(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """A folder with these files."""
    for name, content in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def found(report: Report) -> list[tuple[str, str, str]]:
    """Problems as place, rule and value."""
    return [(str(one.place), one.rule, one.value) for one in report]


def judged(path: Path, limits: Limits = LIMITS) -> list[tuple[str, str, str]]:
    """What opening alone says of something."""
    report = Report()
    with opened(path, report, limits=limits):
        return found(report)


def checked(
    path: Path,
    *,
    layout: Layout = LAYOUT,
    installed: Callable[[str], Iterable[str]] = lambda _section: (),
    limits: Limits = LIMITS,
) -> Report:
    """What a whole check says of something."""
    report = Report()
    with opened(path, report, limits=limits) as tree:
        Reading(tree, layout, limits=limits, installed=installed).check(report)
    return report


def records(path: Path, layout: Layout = LAYOUT) -> dict[str, list[Mapping[str, Any]]]:
    """The values of every record of a sound bundle, by section."""
    by_section: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows(path, layout):
        by_section.setdefault(row.section.name, []).append(row.values)
    return by_section


def rows(path: Path, layout: Layout = LAYOUT) -> list[Row]:
    """Every record of a sound bundle."""
    report = Report()
    with opened(path, report) as tree:
        reading = Reading(tree, layout)
        reading.check(report)
        assert found(report) == []
        read = [row for section in layout for row in reading.rows(section)]
    assert found(report) == []
    return read

"""Questions about groups: which there are, who belongs to one, leads it, and gets its letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from balai.alumni.enums import GroupKind
from balai.alumni.models import AlumniGroup, GroupLeader, Silence
from balai.alumni.queries.alumni import editions_with_alumni, found, own_editions
from balai.directory.models import Country, Topic
from balai.directory.queries import live
from balai.people.queries import identities_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from balai.alumni.models import AlumnusEntry
    from balai.people.models import Person
    from balai.programmes.models import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What some alumni have in common, as an address names it.

    Attributes:
        kind: of what.
        thing: the edition, country or topic.
        row: what is kept of the group; nothing before the first letter.
    """

    kind: GroupKind
    thing: Edition | Country | Topic
    row: AlumniGroup | None

    @property
    def key(self) -> str:
        """As an address has it."""
        return self.thing.code

    @property
    def name(self) -> str:
        """In the reader's language."""
        if isinstance(self.thing, Country):
            return str(self.thing.brief_name)
        return str(self.thing.title if self.kind == GroupKind.EDITION else self.thing)  # type: ignore[union-attr] # an edition has one

    @property
    def address(self) -> str:
        """Its page."""
        return reverse("alumni:group", args=[self.kind, self.key])

    def members(self) -> QuerySet[AlumnusEntry]:
        """Those of the directory who belong to it."""
        return found(**{self.kind.value: self.thing})  # type: ignore[arg-type] # the kind names the argument


def _things(kind: GroupKind) -> QuerySet[Any]:
    """What a group of a kind can be of."""
    if kind == GroupKind.EDITION:
        return editions_with_alumni()
    return Country.objects.all() if kind == GroupKind.COUNTRY else live(Topic.objects.all())


def group_named(kind: str, key: str) -> Group | None:
    """The group of an address; nothing where there is none."""
    if kind not in GroupKind:
        return None
    known = GroupKind(kind)
    thing = _things(known).filter(code=key).first()
    if thing is None:
        return None
    return Group(kind=known, thing=thing, row=AlumniGroup.objects.filter(**{kind: thing}).first())


def group_of(row: AlumniGroup) -> Group:
    """The same for what is kept."""
    thing = row.edition or row.country or row.topic
    assert thing is not None  # noqa: S101 -- the table holds it
    return Group(kind=row.kind, thing=thing, row=row)


def groups_of(person: Person, entry: AlumnusEntry) -> list[Group]:
    """The groups that somebody of the directory belongs to; two questions beside those of the entry."""
    things: list[tuple[GroupKind, Any]] = [(GroupKind.EDITION, one) for one in own_editions(person)]
    if entry.country is not None:
        things.append((GroupKind.COUNTRY, entry.country))
    things += [(GroupKind.TOPIC, one) for one in sorted(entry.topics.all(), key=str)]
    keys = {kind: [one.pk for known, one in things if known == kind] for kind in GroupKind}
    kept = AlumniGroup.objects.filter(
        Q(edition__in=keys[GroupKind.EDITION])
        | Q(country__in=keys[GroupKind.COUNTRY])
        | Q(topic__in=keys[GroupKind.TOPIC])
    )
    rows = {(row.kind, row.edition_id or row.country_id or row.topic_id): row for row in kept}
    return [Group(kind=kind, thing=one, row=rows.get((kind, one.pk))) for kind, one in things]


def belongs_to(group: Group, entry: AlumnusEntry) -> bool:
    """Whether somebody of the directory is of a group."""
    return group.members().filter(pk=entry.pk).exists()


def leaders_of(group: Group) -> list[GroupLeader]:
    """Who leads a group, as far as they still belong to it."""
    if group.row is None:
        return []
    rows = GroupLeader.objects.filter(group=group.row, entry__in=group.members().values("pk"))
    return list(rows.select_related("entry__person").order_by("entry__name", "pk"))


def leads(person: Person, group: Group) -> bool:
    """Whether somebody leads a group, and still belongs to it."""
    keys = set(identities_of(person).values_list("pk", flat=True))
    return any(one.entry.person_id in keys for one in leaders_of(group))


def readers_of(group: Group) -> QuerySet[AlumnusEntry]:
    """Members whom a letter to the group goes to: all but those who want none."""
    silent = Silence.objects.filter(
        Q(person=OuterRef("person"))
        | Q(person__merged_into=OuterRef("person"))
        | Q(person=OuterRef("person__merged_into"))
        | Q(person__merged_into=OuterRef("person__merged_into")),
        group=group.row,
    )
    rows = group.members()
    return rows.exclude(Exists(silent)) if group.row is not None else rows


def silences_of(person: Person) -> set[Any]:
    """The groups of which somebody wants no letters; None stands for invitations."""
    return set(Silence.objects.filter(person__in=identities_of(person)).values_list("group", flat=True))

"""What the pages of the selection show when they are looked at: a small pool of four countries."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING
from unittest.mock import patch
from uuid import UUID

from balai.engine.entries import from_json, to_json
from balai.engine.selection.process import Answer, Request, ask
from balai.kernel import clock
from balai.nominations.enums import LanguageLevel, Sex, Standing, Track
from balai.people.models import Person
from balai.programmes.enums import EditionStatus
from balai.selection.enums import Place
from balai.selection.models import PanelDeclaration
from balai.selection.services.deciding import decide, place_otherwise, sign
from balai.selection.services.proposing import ask_for_proposal, lock_nominee, send_to_panel, work_out
from balai.selection.services.scoring import keep_plan
from tests.browser.sign_in import account_of
from tests.directory.factories import country
from tests.nominations.factories import CountryCallFactory
from tests.people.factories import PersonFactory
from tests.programmes.factories import EditionFactory, QuotaFactory, SeriesFactory, TargetFactory
from tests.selection.factories import (
    ReadingFactory,
    panel_member,
    rubric,
    score,
    sent_nominee,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.nominations.models import Nomination
    from balai.programmes.models import Edition
    from balai.selection.models import Decision, Proposal

CODE = "SMI-2018"
EDITION = UUID("0190a0a0-0000-7000-8000-000000000800")
READING, DONE_READING = (UUID(f"0190a0a0-0000-7000-8000-00000000085{n}") for n in (1, 2))
NOMINEES = [UUID(f"0190a0a0-0000-7000-8000-0000000008{n:02}") for n in range(1, 15)]
SCOPE = f"edition:{EDITION}"
POOL = (
    ("BT", "Tshering Yangzom", Sex.FEMALE, Track.OFFICIAL, "Cottage industry officer", (4, 4)),
    ("BT", "Karma Dorji", Sex.MALE, Track.ENTREPRENEUR, "Owner, wood turning", (4, 3)),
    ("BT", "Sonam Wangdi", Sex.MALE, Track.OFFICIAL, "Adviser", (3, 3)),
    ("LK", "Dilani Perera", Sex.FEMALE, Track.OFFICIAL, "Industrial Development Board", (4, 5)),
    ("LK", "Nimal Silva", Sex.MALE, Track.ENTREPRENEUR, "Owner, batik", (5, 5)),
    ("LK", "Ruwan Fernando", Sex.MALE, Track.OFFICIAL, "Craft council", (4, 4)),
    ("PK", "Bilal Hussain", Sex.MALE, Track.OFFICIAL, "Small Industries Corporation", (5, 1)),
    ("PK", "Asad Mehmood", Sex.MALE, Track.OFFICIAL, "Chamber of commerce", (3, 4)),
    ("PK", "Hina Qureshi", Sex.FEMALE, Track.ENTREPRENEUR, "Owner, embroidery", (2, 3)),
)


@cache
def _answer(question: str) -> str:
    return to_json(ask(from_json(Request, question)))


def quick(request: Request, **_progress: object) -> Answer:
    """The engine's answer, asked once for all pages that show it."""
    return from_json(Answer, _answer(to_json(request)))


def keep_a_pool() -> Edition:
    """Nine nominees of three countries for five places, all scored but one; one is blocked."""
    for code in ("ID", "BT", "LK", "PK"):
        country(code)
    series = SeriesFactory.create(code="SMI", body=None)
    edition: Edition = EditionFactory.create(
        pk=EDITION, code=CODE, series=series, status=EditionStatus.SELECTION, places=5, number=3
    )
    for code, places in (("BT", 2), ("LK", 2), ("PK", 1)):
        QuotaFactory.create(edition=edition, country_id=code, places=places)
    TargetFactory.create(edition=edition, code="women", least=2, unit="people")
    TargetFactory.create(
        edition=edition,
        code="entrepreneurs",
        name={"en": "Entrepreneurs", "id": "Pengusaha"},
        attribute="track",
        value="entrepreneur",
        least=2,
        unit="people",
        weight=50,
    )
    rubric(edition)
    readers = [panel_member(edition, name) for name in ("Ayu Lestari", "Bima Saputra")]
    panel_member(edition, "Citra Dewi")
    keep_plan(
        edition=edition,
        values={"meets_at": clock.now() + dt.timedelta(days=4), "reserves": 2, "seed": 2018, "spread": 300},
        actor=readers[0],
        at=clock.now(),
    )
    for nominee, (*_facts, marks) in zip(_nominees(edition), POOL, strict=True):
        for number, (reader, mark) in enumerate(zip(readers, marks, strict=True)):
            if nominee.pk == NOMINEES[8] and number:
                ReadingFactory.create(nomination=nominee, member=reader)
                continue
            score(ReadingFactory.create(nomination=nominee, member=reader), mark, mark)
    sent_nominee(
        edition.country_calls.get(country="BT"),
        9,
        name="Nirmala Joshi",
        person=PersonFactory.create(name="Nirmala Joshi"),
        standing=Standing.BLOCKED,
    )
    return edition


def _nominees(edition: Edition) -> Iterator[Nomination]:
    calls = {code: CountryCallFactory.create(edition=edition, country_id=code) for code in ("BT", "LK", "PK")}
    ranks: dict[str, int] = {}
    for key, (code, name, sex, track, position, _marks) in zip(NOMINEES, POOL, strict=False):
        ranks[code] = ranks.get(code, 0) + 1
        yield sent_nominee(
            calls[code],
            ranks[code],
            id=key,
            name=name,
            person=PersonFactory.create(name=name),
            sex=sex,
            track=track,
            position=position,
            employer="",
            language_level=LanguageLevel.B2,
            sector="crafts",
        )


def officer() -> Person:
    """Whoever makes proposals."""
    return Person.objects.filter(name="Sari Utami").first() or PersonFactory.create(name="Sari Utami")


def keep_a_proposal() -> Proposal:
    """The same with a lock and its proposal."""
    edition = keep_a_pool()
    lock_nominee(
        nomination=edition.nominations.get(pk=NOMINEES[0]),
        place=Place.SELECTED,
        reason="Leads the action plan of 2017.",
        actor=officer(),
        at=clock.now(),
    )
    return propose(edition)


def propose(edition: Edition, wish: dict[str, object] | None = None) -> Proposal:
    """A proposal that is worked out."""
    proposal = ask_for_proposal(edition=edition, wish=wish, actor=officer(), at=clock.now())
    with patch("balai.selection.services.proposing.ask", quick):
        work_out(proposal_id=proposal.pk, at=clock.now())
    proposal.refresh_from_db()
    return proposal


def keep_no_cohort() -> None:
    """Targets that the pool cannot meet."""
    edition = keep_a_pool()
    edition.targets.filter(code="women").update(least=4)
    propose(edition)


def keep_two_proposals() -> None:
    """The proposal, and what would be without the target for women."""
    edition = keep_a_proposal().edition
    propose(edition, {"without": ["target:women"]})


def keep_a_sent_proposal() -> Decision:
    """What lies before the panel, with one verdict otherwise than proposed."""
    decision = send_to_panel(proposal=keep_a_proposal(), actor=officer(), at=clock.now())
    out = decision.verdicts.filter(place=Place.SELECTED).order_by("nomination__code").last()
    into = decision.verdicts.filter(place=Place.RESERVE).order_by("reserve_rank").first()
    assert out is not None
    assert into is not None
    place_otherwise(
        decision=decision,
        changes={out.pk: Place.RESERVE, into.pk: Place.SELECTED},
        reason="The embassy asks for the owner of the larger workshop.",
        actor=officer(),
        at=clock.now(),
    )
    return decision


def keep_a_decision() -> None:
    """Decided, with its minutes."""
    decision = keep_a_sent_proposal()
    for name in ("Ayu Lestari", "Citra Dewi"):
        sign(decision=decision, member=Person.objects.get(name=name), at=clock.now())
    decide(
        decision=decision,
        meeting={"held_on": "2018-05-21", "place": "Jakarta", "chair": "Director of Cooperation"},
        actor=officer(),
        at=clock.now(),
    )


def keep_dossiers() -> None:
    """A panel member with a dossier that waits and one that is scored, beside what another gave."""
    edition = keep_a_pool()
    member = account_of("panel_member", SCOPE).person
    assert member is not None
    PanelDeclaration.objects.get_or_create(edition=edition, member=member, defaults={"at": clock.now()})
    waiting, done = (edition.nominations.get(pk=key) for key in NOMINEES[:2])
    ReadingFactory.create(pk=READING, nomination=waiting, member=member)
    score(ReadingFactory.create(pk=DONE_READING, nomination=done, member=member), 3, 4)

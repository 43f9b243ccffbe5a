"""From the invitation to twenty confirmed participants, by clicks: one of them is followed all the way.

The office invites, Bhutan's focal point names and sends, the nominee fills in every section, adds the
passport and names the employer, who signs; a member of the panel scores and signs, the office records the
decision and announces it, the nominee accepts on a telephone. The nineteen others come by the same deeds.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from balai.correspondence.models import Letter
from balai.kernel import clock
from balai.nominations.enums import DocumentKind, Section, Signatory
from balai.nominations.models import CountryCall, Nomination
from balai.nominations.services.applying import invite_nominee
from balai.nominations.services.documents import ask_for_documents
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.programmes.services.life import move_on
from balai.selection.enums import Place
from balai.selection.models import Offer, Participant
from balai.selection.services.answering import accept_offer
from balai.selection.services.deciding import Proposed, lay_before_panel
from balai.selection.services.sample.people import Sample, said_by
from tests.browser.sign_in import account_of
from tests.browser.variants import Variant
from tests.directory.factories import country
from tests.kernel.keys import own_keys
from tests.nominations.factories import COMPLETE, PDF, CountryCallFactory
from tests.programmes.factories import EditionFactory, QuotaFactory, SeriesFactory
from tests.selection.factories import AGREED, ReadingFactory, rubric, sent_nominee

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from balai.people.models import Person
    from tests.browser.conftest import Visitor


CODE, BHUTAN = "SMI-2018", "country:BT"
PLACES = {"AF": 4, "BT": 4, "ID": 4, "LK": 4, "PK": 4}
DESK, TELEPHONE = Variant(1280, "light", "en"), Variant(360, "light", "en")
HERS = {
    "Name": COMPLETE["name"],
    "E-mail address": "nominee@example.org",
    "Date of birth": "1985-02-03",
    "Passport valid until": "2030-05-01",
    "Employer or enterprise": COMPLETE["employer"],
    "Position": COMPLETE["position"],
    "Years of experience in the field": "8",
    "Why this person": COMPLETE["reason"],
    "What it will be used for at home": COMPLETE["expected_use"],
}
CHOSEN = {
    "Sex in the passport": "female",
    "Kind of nominee": "official",
    "Highest education": "bachelor",
    "Level in the working language": "B2",
}


SENDS = {Section.DOCUMENTS: "Send it", Section.EMPLOYER: "Send the link"}
EMPLOYER = {
    "signatory": Signatory.EMPLOYER.value,
    "name": "Head of the department",
    "title": "Director",
    "email": "director@example.bt",
}


@pytest.fixture
def edition(transactional_db: None) -> Iterator[Edition]:
    """Twenty places, in two months; the call is open, and Bhutan is not invited yet."""
    for code in PLACES:
        country(code)
    first = clock.now().date() + dt.timedelta(days=60)
    last = first + dt.timedelta(days=12)
    edition = EditionFactory.create(
        code=CODE,
        series=SeriesFactory.create(code="SMI", body=None),
        status=EditionStatus.CALL,
        places=20,
        host_places=4,
        arrives_on=first,
        starts_on=first,
        ends_on=last,
        departs_on=last,
    )
    for code, places in PLACES.items():
        QuotaFactory.create(edition=edition, country_id=code, places=places)
        if code != "BT":
            CountryCallFactory.create(edition=edition, country_id=code, issued_at=clock.now())
    with own_keys():
        yield Edition.objects.get(pk=edition.pk)


@dataclass(frozen=True, slots=True)
class Click:
    """What people do on a page."""

    page: Page

    def button(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def link(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def tick_all(self) -> None:
        for box in self.page.locator("main input[type=checkbox]").all():
            box.check()

    def answer(self, name: str, value: object) -> None:
        """Answer what a form asks, as the kind of its field wants it."""
        found = self.page.locator(f'main [name="{name}"]:not([type=hidden])')
        kind = found.first.evaluate("one => one.type")
        if kind == "select-one":
            found.select_option(str(value).lower() if isinstance(value, bool) else str(value))
        elif kind in {"checkbox", "radio"}:
            for one in value if isinstance(value, list) else [value]:
                (found if one is True else found.and_(self.page.locator(f'[value="{one}"]'))).set_checked(
                    one is not False
                )
        elif value:
            found.fill(str(value))

    def sees(self, words: str) -> None:
        self.page.get_by_text(words).first.wait_for()


def person_of(role: str, scope: str = "all") -> Person:
    """Who looks at pages in a role."""
    person = account_of(role, scope).person
    assert person is not None
    return person


def invite(visitor: Visitor) -> None:
    """The office invites who is missing."""
    with visitor.open(DESK, f"/nominations/{CODE}/call/", role="programme_officer") as opened:
        Click(opened.page).button("Invite who is missing")
        Click(opened.page).sees("1 letter is on its way.")


def name_and_send(visitor: Visitor, letter: Path) -> None:
    """The focal point names somebody, adds the note verbale, and sends the list, on a telephone."""
    with visitor.open(TELEPHONE, f"/nominations/{CODE}/BT/", role="focal_point", scope=BHUTAN) as opened:
        click = Click(opened.page)
        click.link("Add a nominee")
        for label, words in HERS.items():
            opened.page.get_by_label(label).first.fill(words)
        for label, value in CHOSEN.items():
            opened.page.get_by_label(label).first.select_option(value)
        click.button("Save")
        click.sees("is on the list.")
        opened.page.locator("input[type=file]").set_input_files(letter)
        click.button("Add the letter")
        click.tick_all()
        click.button("Send to the secretariat")
        click.sees("Everybody on the list was sent")


def apply(visitor: Visitor, nomination: Nomination, edition: Edition, passport: Path) -> None:
    """The nominee fills in every section, adds the passport, names the employer, and sends it."""
    nominee = person_of("nominee", edition.scope)
    Nomination.objects.filter(pk=nomination.pk).update(person=nominee)
    application = invite_nominee(nomination_id=nomination.pk, actor="system", at=clock.now())
    values = {**COMPLETE, "email": "nominee@example.org", "passport_until": dt.date(2030, 5, 1)}
    sample = Sample(country="BT", rank=1, values=values, quality=4.0)
    below = f"/nominations/applications/{application.pk}/"
    sections = {
        **said_by(sample),
        Section.DOCUMENTS: {"kind": DocumentKind.PASSPORT.value},
        Section.EMPLOYER: EMPLOYER,
    }
    with visitor.open(
        TELEPHONE, f"{below}{Section.IDENTITY.value}/", role="nominee", scope=edition.scope
    ) as opened:
        click = Click(opened.page)
        for section in Section:
            opened.page.wait_for_url(f"**/{section.value}/")
            if section == Section.DOCUMENTS:
                opened.page.locator("main input[type=file]").set_input_files(passport)
            for name, value in sections[section].items():
                click.answer(name, value)
            with opened.page.expect_navigation():
                click.button(SENDS.get(section, "Save and go on"))
            if section in SENDS:
                click.link("Next section")
        opened.page.goto(f"{below}send/")
        click.tick_all()
        click.button("Send to the secretariat")
        opened.page.wait_for_url(re.compile(r"/nominations/applications/[^/]+/$"))


def endorse(visitor: Visitor) -> None:
    """The employer opens the link of the letter, without an account, and signs."""
    written = Letter.objects.filter(text__contains="/statement/").latest("written_at").text
    found = re.search(r"/nominations/statement/[^/\s]+/", written)
    assert found is not None
    with visitor.open(DESK, found[0]) as opened:
        for area in opened.page.locator("main textarea, main input[type=text]").all():
            area.fill("She trains weavers, and we release her.")
        Click(opened.page).tick_all()
        Click(opened.page).button("Sign")
        Click(opened.page).sees("This statement is signed")


def judge(visitor: Visitor, hers: Nomination, people: list[Nomination], officer: Person) -> None:
    """A member of the panel declares, scores her dossier and signs; the office records the decision."""
    edition = Edition.objects.get(code=CODE)
    rubric(edition)
    role, scope = "panel_member", edition.scope
    reading = ReadingFactory.create(nomination=hers, member=person_of(role, scope))
    dossier = reverse("selection:dossier", args=[reading.pk])
    with visitor.open(DESK, reverse("selection:declare", args=[CODE]), role=role, scope=scope) as opened:
        click = Click(opened.page)
        opened.page.get_by_label("I have named every conflict of interest").check()
        click.button("Declare")
        click.sees("Declared. Thank you.")
        opened.page.goto(dossier)
        assert hers.name not in opened.page.content()
        for name, value in (("mark-relevance", "4"), ("mark-plan", "5"), ("recommendation", "yes")):
            click.answer(name, value)
        click.button("Hand in")
        click.sees("Your score is handed in.")
    rows = [Proposed(nomination=one, place=Place.SELECTED) for one in people]
    lay_before_panel(edition=edition, rows=rows, actor=officer, at=clock.now())
    decision = reverse("selection:decision", args=[CODE, 1])
    with visitor.open(DESK, decision, role=role, scope=scope) as opened:
        Click(opened.page).button("Sign as a member of the panel")
        Click(opened.page).sees("You have signed.")
    with visitor.open(DESK, decision, role="programme_officer") as opened:
        click = Click(opened.page)
        for name, words in (("held_on", "2026-11-02"), ("place", "Jakarta"), ("chair", "Director")):
            click.answer(name, words)
        click.button("The panel has decided")
        click.sees("Decided. The minutes are frozen.")


def announce(visitor: Visitor) -> None:
    """The office writes to governments and nominees."""
    with visitor.open(DESK, f"/selection/{CODE}/places/", role="programme_officer") as opened:
        click = Click(opened.page)
        click.link("Announce the decision")
        click.button("Write the letters")
        click.sees("letters are on their way.")


def accept(visitor: Visitor, edition: Edition) -> None:
    """The nominee reads the terms and accepts, on a telephone."""
    with visitor.open(TELEPHONE, "/selection/mine/", role="nominee", scope=edition.scope) as opened:
        click = Click(opened.page)
        click.link("Read the terms and answer")
        for label in ("No photos of me", "I agree to the use of my data", "I accept the terms above"):
            opened.page.get_by_label(label).check()
        for label, words in (
            ("Whom we call", "Tashi Dorji"),
            ("Who that is to you", "brother"),
            ("Telephone", "+975 17 000 000"),
            ("Your name, in place of a signature", "Karma Choden"),
        ):
            opened.page.get_by_label(label).fill(words)
        click.button("Accept the place")
        click.sees("You take part. A letter confirms it.")


@pytest.mark.slow
def test_from_the_invitation_to_twenty_confirmed_participants(
    visitor: Visitor, edition: Edition, tmp_path: Path
) -> None:
    letter = tmp_path / "note-verbale.pdf"
    letter.write_bytes(PDF)
    person_of("focal_point", BHUTAN)
    officer = person_of("programme_officer")
    ask_for_documents(
        edition=edition, kinds=[DocumentKind.PASSPORT], may_follow=[], actor=officer, at=clock.now()
    )

    invite(visitor)
    name_and_send(visitor, letter)
    hers = Nomination.objects.get(country="BT")
    apply(visitor, hers, edition, letter)
    endorse(visitor)
    move_on(edition=edition, to=EditionStatus.SELECTION, actor=officer.reference, at=clock.now())
    hers.refresh_from_db()
    assert hers.standing == "ready"
    people = [hers]
    for code, places in PLACES.items():
        call = CountryCall.objects.get(edition=edition, country=code)
        people += [sent_nominee(call, rank) for rank in range(2 if code == "BT" else 1, places + 1)]
    judge(visitor, hers, people, officer)
    announce(visitor)
    for offer in Offer.objects.exclude(nomination=hers).select_related("nomination__person"):
        accept_offer(offer_id=offer.pk, answers=AGREED, actor=offer.nomination.person, at=clock.now())
    accept(visitor, edition)

    with visitor.open(TELEPHONE, f"/selection/{CODE}/outcome/", role="focal_point", scope=BHUTAN) as opened:
        Click(opened.page).sees("4 people of your country have confirmed")
    with visitor.open(DESK, f"/selection/{CODE}/places/", role="programme_officer") as opened:
        Click(opened.page).sees("Every place is confirmed")
    assert Participant.objects.filter(edition=edition, state="confirmed").count() == 20

"""Fill an installation: ``python -m bench.data ROWS|edition|timetables|news|evidence``; ROWS for each list.

With ``edition`` the reference programme is taken in, and the code of its edition is told; with ``timetables``
it is planned and published, beside a large draft that has a long feed; with ``news`` there are ten thousand
articles, some of which were read in the last days; with ``evidence`` everybody may read what came of the
edition.

All names are made up. Prints who may sign in, as JSON; the second time the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import sys
from typing import TYPE_CHECKING

import django
import psycopg
from psycopg.conninfo import make_conninfo

from balai import config
from balai.database.connection import owner_address

if TYPE_CHECKING:
    from collections.abc import Callable

GIVEN = ("Dechen", "Pema", "Sonam", "Karma", "Tshering", "Nirmala", "Anwar", "Sulastri", "Made", "Fitri")
FAMILY = ("Wangmo", "Lhamo", "Choden", "Dorji", "Gurung", "Joshi", "Siregar", "Handayani", "Suartana")
BEGAN = dt.datetime(2018, 1, 8, 2, tzinfo=dt.UTC)
EMAIL = "ratna@bench.example"
PASSWORD = "seven prayer flags above Paro"  # noqa: S105 -- of an installation that lives for minutes
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 -- as above


def administrator() -> dict[str, str]:
    """Somebody who sees every list, with a second factor."""
    from allauth.account.models import EmailAddress
    from allauth.core.context import request_context
    from allauth.mfa.totp.internal.auth import TOTP
    from django.http import HttpRequest

    from balai.people.enums import Role
    from balai.people.models import Account
    from balai.people.services.persons import create_person
    from balai.people.services.roles import grant_role

    if not Account.objects.filter(email=EMAIL).exists():
        person = create_person(name="Ratna Kusumaningrum", email=EMAIL, actor=None, at=BEGAN)
        grant_role(person=person, role=Role.ADMINISTRATOR, actor=None, at=BEGAN)
        account = Account.objects.create_user(EMAIL, PASSWORD, person=person)
        EmailAddress.objects.create(user=account, email=EMAIL, verified=True, primary=True)
        request = HttpRequest()
        request.user = account
        with request_context(request):  # a secret is sealed with the key of who is signed in
            TOTP.activate(account, SECRET)
    return {"email": EMAIL, "password": PASSWORD, "secret": SECRET}


AFTER_THE_SAMPLE = 10_000
"""The first number of the register that no letter of the sample life has."""


def people(first: int, last: int) -> None:
    """Persons of the usual kind, numbered so that one can be searched for."""
    from balai.people.models import Person

    Person.objects.bulk_create(
        (
            Person(
                name=f"{GIVEN[number % len(GIVEN)]} {FAMILY[number % len(FAMILY)]} {number}",
                email=f"person{number}@bench.example",
            )
            for number in range(first, last)
        ),
        batch_size=2000,
    )


def letters(first: int, last: int) -> None:
    """Lines of the register, each with the letter that it numbers."""
    from balai.correspondence.enums import Direction, LetterState
    from balai.correspondence.models import Letter, RegisterEntry

    entries = [
        RegisterEntry(
            direction=Direction.OUTGOING,
            year=2018,
            number=number + AFTER_THE_SAMPLE,
            reference=f"B-2018/{number + AFTER_THE_SAMPLE}",
            entered_on=(BEGAN + dt.timedelta(minutes=number)).date(),
            correspondent=f"{GIVEN[number % len(GIVEN)]} {FAMILY[number % len(FAMILY)]}",
            subject=f"The call of the edition, letter {number + 1}",
        )
        for number in range(first, last)
    ]
    RegisterEntry.objects.bulk_create(entries, batch_size=2000)
    Letter.objects.bulk_create(
        (
            Letter(
                entry=entry,
                kind="account.invitation",
                language="en",
                recipient_name=entry.correspondent,
                recipient_address="focal@bench.example",
                subject=entry.subject,
                text="The call is open.\n" * 40,
                html="",
                message_id=f"<{entry.pk}@bench.example>",
                state=LetterState.ACCEPTED,
                written_at=BEGAN + dt.timedelta(minutes=entry.number),
            )
            for entry in entries
        ),
        batch_size=2000,
    )


def deeds(first: int, last: int) -> None:
    """A trail."""
    from balai.audit.models import Deed

    Deed.objects.bulk_create(
        (
            Deed(
                at=BEGAN + dt.timedelta(minutes=number),
                actor="system",
                action="person.created",
                subject=f"person:{number}",
                detail={},
            )
            for number in range(first, last)
        ),
        batch_size=2000,
    )


HOSTS = ("ID", "LK", "BT", "NP", "BD", "PK", "IN", "LA", "MM", "AF")
CRAFTS = ("Metal", "Textile", "Ceramics", "Paper", "Leather", "Rubber", "Batik", "Bamboo", "Silver")
BRANCHES = ("Logam", "Tekstil", "Keramik", "Kertas", "Kulit", "Karet", "Batik", "Bambu", "Perak")


def directory(first: int, last: int) -> None:
    """Organisations in ten countries, each with a site, a machine and a technology; and cards of persons."""
    from balai.directory.enums import OrganisationKind, OrganisationRole
    from balai.directory.models import Machine, Organisation, ResourcePerson, Site, Technology, Topic
    from balai.people.models import Person

    topics = [
        Topic.objects.get_or_create(code=craft.lower(), defaults={"name": {"en": craft, "id": branch}})[0]
        for craft, branch in zip(CRAFTS, BRANCHES, strict=True)
    ]
    kinds = list(OrganisationKind)
    numbers = range(first, last)
    organisations = [
        Organisation(
            code=f"organisation-{number}",
            kind=kinds[number % len(kinds)],
            name={
                "en": f"{CRAFTS[number % 9]} Centre {number}",
                "id": f"Balai {BRANCHES[number % 9]} {number}",
            },
            abbreviation=f"B{number}",
            country_id=HOSTS[number % len(HOSTS)],
            city=f"City {number % 200}",
            roles=[OrganisationRole.HOST_CENTRE],
            languages=["en", "id"],
            description={"en": "Research, testing and training. " * 8},
        )
        for number in numbers
    ]
    sites = [
        Site(
            code=f"site-{number}",
            organisation=organisation,
            name={"en": f"Grounds {number}", "id": f"Kompleks {number}"},
            country_id=organisation.country_id,
            city=organisation.city,
            time_zone="Asia/Jakarta",
            colour=number % 9 + 1,
        )
        for number, organisation in zip(numbers, organisations, strict=True)
    ]
    machines = [
        Machine(site=site, code="m", name={"en": f"Lathe {number}", "id": f"Mesin bubut {number}"})
        for number, site in zip(numbers, sites, strict=True)
    ]
    technologies = [
        Technology(
            organisation=organisation,
            code="t",
            title={"en": f"Recycling {number}", "id": f"Daur ulang {number}"},
            readiness=number % 9 + 1,
        )
        for number, organisation in zip(numbers, organisations, strict=True)
    ]
    persons = Person.objects.filter(email__in=[f"person{number}@bench.example" for number in numbers])
    cards = [
        ResourcePerson(person=person, code=f"card-{number}", organisation=organisation, languages=["en"])
        for number, person, organisation in zip(numbers, persons.order_by("id"), organisations, strict=True)
    ]
    for model, rows in (
        (Organisation, organisations),
        (Site, sites),
        (Machine, machines),
        (Technology, technologies),
        (ResourcePerson, cards),
    ):
        # The pairs are of one model each, which their types cannot say of a list of pairs.
        model._default_manager.bulk_create(rows, batch_size=2000)  # type: ignore[arg-type]
    for link, column, linked in (
        (Technology.topics.through, "technology_id", technologies),
        (ResourcePerson.topics.through, "resourceperson_id", cards),
    ):
        link._default_manager.bulk_create(
            (
                link(**{column: row.pk, "topic_id": topics[number % 9].pk})
                for number, row in zip(numbers, linked, strict=True)
            ),
            batch_size=2000,
        )


FEW = 20
"""So many nominees has the country whose own page is looked at; the others share the rest."""


def nominations(first: int, last: int) -> None:
    """Nominees of ten countries for the edition of the reference programme."""
    from balai.nominations.models import CountryCall, Nomination
    from balai.people.models import Person
    from balai.programmes.models import Edition

    found = Edition.objects.get(code=edition()["edition"])
    calls = [
        CountryCall.objects.get_or_create(
            edition=found,
            country_id=code,
            defaults={"called_on": (BEGAN + dt.timedelta(days=71)).date(), "issued_at": BEGAN},
        )[0]
        for code in ("BT", "AF", "BD", "IN", "MM", "MN", "NP", "PK", "PH", "LK")
    ]
    nominees = Person.objects.bulk_create(
        (
            Person(name=f"{GIVEN[number % len(GIVEN)]} {FAMILY[number % len(FAMILY)]} nominee {number}")
            for number in range(first, last)
        ),
        batch_size=2000,
    )
    Nomination.objects.bulk_create(
        (
            Nomination(
                call=call,
                edition=found,
                country_id=call.country_id,
                person=person,
                code=f"{found.code}/N-{call.country_id}-{number}",
                rank=number + 1,
                name=person.name,
                employer=f"Department of small industry {number % 97}",
                entered_at=BEGAN,
            )
            for number, person in enumerate(nominees, start=first)
            for call in [calls[0] if number < FEW else calls[1 + number % (len(calls) - 1)]]
        ),
        batch_size=2000,
    )


def application() -> str:
    """Where the administrator, who is nominated too, says why: a step of an application that saves itself."""
    from django.urls import reverse

    from balai.kernel.identity import uuid7
    from balai.nominations.models import Application, CountryCall, Nomination
    from balai.people.models import Account
    from balai.programmes.enums import EditionStatus
    from balai.programmes.models import Edition

    person = Account.objects.get(email=EMAIL).person
    found = Application.objects.filter(nomination__person=person).first()
    if found is None:
        open_one = Edition.objects.get(code=edition()["edition"])
        open_one.pk, open_one.code, open_one.status = uuid7(), "bench-open", EditionStatus.CALL
        open_one.number = 999
        open_one.save(force_insert=True)  # a copy of the reference programme, whose call is open
        call = CountryCall.objects.create(
            edition=open_one, country_id="BT", called_on=BEGAN.date(), issued_at=BEGAN
        )
        nomination = Nomination.objects.create(
            call=call,
            edition=open_one,
            country_id="BT",
            person=person,
            code="bench-open/N-BT-01",
            rank=1,
            name=str(person),
            entered_at=BEGAN,
        )
        found = Application.objects.create(nomination=nomination)
    return reverse("nominations:section", args=[found.pk, "motivation"])


FILLERS: tuple[Callable[[int, int], None], ...] = (people, letters, deeds, directory, nominations)
"""What fills one list from a number to another; later stages add theirs."""


def edition() -> dict[str, str]:
    """The reference programme, as the demonstration shows it."""
    from balai.cli.examples import REFERENCE, example
    from balai.kernel.bundle.importing import import_bundle
    from balai.programmes.models import Edition

    if not Edition.objects.exists():
        import_bundle(example(REFERENCE), actor=None, at=BEGAN)
    return {"edition": Edition.objects.get(code="smi-2018").code}  # the one that is there in full


def planned() -> dict[str, str]:
    """Timetables of two editions, and what their addresses are made of."""
    from balai.people.models import Account
    from bench.planned import timetables

    officer = Account.objects.get(email=EMAIL).person
    assert officer is not None
    return timetables(edition()["edition"], officer)


def evidence() -> dict[str, str]:
    """What came of the edition of the reference programme: as many figures as its whole life gives."""
    from balai.delivery.queries.questionnaires import END_COURSE
    from balai.programmes.enums import Publicity
    from balai.programmes.models import Edition
    from balai.reporting.enums import Measure
    from balai.reporting.models import Evidence
    from balai.reporting.queries.evidence import Figure, persons

    told = edition()
    row = Edition.objects.get(code=told["edition"])
    Edition.objects.filter(pk=row.pk).update(publicity=Publicity.PUBLIC)
    counted = (Measure.SIGN_OFFS, Measure.ALONE, Measure.CERTIFICATES, Measure.PLANS, Measure.ENDORSED)
    asked = [question.key for part in END_COURSE for question in part.questions]
    figures = [
        persons(Measure.PARTICIPANTS, 20),
        Figure(measure=Measure.COUNTRIES, value=len(HOSTS)),
        Figure(measure=Measure.HOURS, value=60.5, n=20),
        *(persons(measure, 17, of=20) for measure in counted),
        *(Figure(measure=Measure.FEEDBACK, about=key, value=4.4, n=19) for key in asked),
        *(persons(Measure.HEARD, 15, of=20, about=months) for months in ("3", "6", "12")),
        *(persons(Measure.ACTIVE, 11, of=20, about=months) for months in ("3", "6", "12")),
        Figure(measure=Measure.REACHED, value=240, n=11),
        Figure(measure=Measure.COST, value="2150", n=20, unit="USD"),
    ]
    content = {"figures": [figure.written for figure in figures], "countries": sorted(HOSTS)}
    digest = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    Evidence.objects.create(edition=row, number=1, at=BEGAN, actor="system", content=content, digest=digest)
    return told


ARTICLES = 10_000


def news() -> dict[str, str]:
    """Articles of all topics, one an hour up to now, and what was read of them in the last days."""
    from balai.directory.models import Topic
    from balai.newsroom.enums import ArticleState
    from balai.newsroom.models import Article, ArticleReading, ArticleVersion
    from balai.office.models import Office

    Office.objects.update_or_create(defaults={"public_address": "https://bench.example"})  # feeds carry it
    now = dt.datetime.now(dt.UTC)
    topics = [
        Topic.objects.get_or_create(code=craft.lower(), defaults={"name": {"en": craft, "id": branch}})[0]
        for craft, branch in zip(CRAFTS, BRANCHES, strict=True)
    ]
    articles, versions = [], []
    for number in range(ARTICLES):
        at = now - dt.timedelta(hours=ARTICLES - number)
        craft, branch = CRAFTS[number % len(CRAFTS)], BRANCHES[number % len(BRANCHES)]
        texts = {
            "headline": {"en": f"{craft} at work, day {number}", "id": f"{branch} bekerja, hari {number}"},
            "lead": {"en": f"What {craft.lower()} can become.", "id": f"Menjadi apa {branch.lower()}."},
            "dateline": {"en": "Bandung", "id": "Bandung"},
            "body": {"en": "They made a part.\n" * 60, "id": "Mereka membuat komponen.\n" * 60},
        }
        articles.append(
            Article(
                slug=f"news-{number}", changed_at=at, written_by="system", is_recommended=not number, **texts
            )
        )
        versions.append(
            ArticleVersion(article=articles[-1], number=1, published_at=at, published_by="system", **texts)
        )
    Article.objects.bulk_create(articles, batch_size=1000)
    ArticleVersion.objects.bulk_create(versions, batch_size=1000)
    for article, version in zip(articles, versions, strict=True):
        article.published, article.published_at = version, version.published_at
        article.state = ArticleState.PUBLISHED
    Article.objects.bulk_update(articles, ["published", "published_at", "state"], batch_size=1000)
    through = Article.topics.through
    through.objects.bulk_create(
        (
            through(article_id=article.pk, topic_id=topics[(number + more) % len(topics)].pk)
            for number, article in enumerate(articles)
            for more in (0, 4)
        ),
        batch_size=2000,
    )
    ArticleReading.objects.bulk_create(
        (
            ArticleReading(article=article, on=(now - dt.timedelta(days=day)).date(), number=1 + place % 97)
            for day in range(7)
            for place, article in enumerate(articles[-1500:])
        ),
        batch_size=2000,
    )
    with psycopg.connect(make_conninfo(**owner_address(config.current())), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    return {"newest": articles[-1].slug}


def main(what: str) -> None:
    """Fill every list, and let the server know what it holds now, as it does by itself within a minute."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "balai.settings"
    django.setup()
    if what == "edition":
        print(json.dumps(edition()))
        return
    if what == "news":
        print(json.dumps(news()))
        return
    if what == "evidence":
        print(json.dumps(evidence()))
        return
    if what == "timetables":
        print(json.dumps(administrator() | edition() | planned()))
        return
    rows = int(what)
    mark = config.current().home / "bench-rows"
    before = int(mark.read_text()) if mark.exists() else 0
    for fill in FILLERS:
        fill(before, rows)
    mark.write_text(str(rows))
    with psycopg.connect(make_conninfo(**owner_address(config.current())), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
        owner.execute("TRUNCATE balai_cache")
    entrance = administrator()
    print(json.dumps(entrance | edition() | {"step": application()}))


if __name__ == "__main__":
    main(sys.argv[1])

"""For every row of the check of the reference programme, a change of the record that it is made from."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pypdf import PdfWriter

from balai.alumni.models import AlumnusEntry
from balai.certificates.models import Certificate, Paper
from balai.delivery.models import FeedbackAnswer
from balai.directory.models import Body, Site
from balai.exchange.models import Match, Outcome
from balai.followup.models import Plan
from balai.kernel.identity import uuid7
from balai.newsroom.models import Article, ArticleVersion
from balai.people.models import Consent
from balai.programmes.models import Edition
from balai.programmes.queries import editions_with_open_call
from balai.reporting.models import AidPublication, Evidence, FinalReport
from tests.examples.conftest import AT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import QuerySet

    Changes = Mapping[str, Callable[[], object]]

OTHER = {"en": "Other", "id": "Lain"}


def changes_of(edition: Edition) -> Changes:
    """By row of the check, in its order."""
    return {
        **_of_the_edition(edition),
        **_of_certificates(edition),
        **_of_places(edition),
        **_of_what_was_said(),
        **_of_the_article(edition),
        **_of_papers_and_feeds(edition),
    }


def update(rows: QuerySet[Any], **changed: Any) -> Callable[[], object]:
    """The change of all these rows, to be made later."""
    return lambda: rows.update(**changed)


def _of_the_edition(edition: Edition) -> Changes:
    editions, series = Edition.objects.filter(pk=edition.pk), type(edition.series).objects.all()
    return {
        "name": update(editions, title=OTHER),
        "scheme": update(series, scheme=OTHER),
        "scheme in Indonesian": update(series, scheme=OTHER),
        "organisers": edition.organisers.filter(order=1).delete,
        "dates": update(editions, ends_on=dt.date(2018, 7, 29)),
        "first day": update(editions, arrives_on=dt.date(2018, 7, 17), starts_on=dt.date(2018, 7, 17)),
        "weekday of the first day": update(
            editions, arrives_on=dt.date(2018, 7, 19), starts_on=dt.date(2018, 7, 19)
        ),
        "weekday of the last day": update(
            editions, ends_on=dt.date(2018, 7, 29), departs_on=dt.date(2018, 7, 29)
        ),
        "places": update(editions, cities=["Jakarta", "Surabaya"]),
        "time zone": update(editions, time_zone="Asia/Makassar"),
        "participants": update(editions, known_participants=19),
        "countries": update(edition.known_countries.filter(country="LA"), country="FJ"),
        "their background": update(editions, target_group=OTHER),
        "subject, taught and practised": update(edition.modules.all(), description=OTHER),
        "the Colombo Plan": update(Body.objects.all(), description=OTHER),
        "the next edition, made from this one": update(editions_with_open_call(), title=OTHER),
    }


def _of_certificates(edition: Edition) -> Changes:
    certificates = Certificate.objects.filter(edition=edition)
    why = {"state": "revoked", "revoked_at": AT, "revoked_by": "person:1", "revoked_why": "mistake"}

    def another_paper() -> None:
        sheet, blank = PdfWriter(), BytesIO()
        sheet.add_blank_page(100, 100)
        sheet.write(blank)
        Paper.objects.update(pdf=blank.getvalue())

    return {
        "twenty certificates, each valid": update(certificates.filter(participant__country="NP"), **why),
        "a certificate on paper": another_paper,
        "a certificate says that it is a sample": update(certificates, edition=None),
    }


def _of_places(edition: Edition) -> Changes:
    activities = edition.activities
    titles = (
        "arrival",
        "opening",
        "closing",
        "meeting with the press",
        "Friday prayer, first",
        "Friday prayer, second",
        "from Jakarta to Bandung",
    )
    sites = {
        "Centre for Textile": "bbt",
        "Centre for Metal and Machinery": "bblm",
        "Centre for Pulp and Paper": "bbpk",
        "Centre for Materials and Technical Products": "b4t",
        "Centre for Ceramics": "bbk",
        "small enterprises: batik": "komar",
        "small enterprises: drinks": "hanjuang",
        "small enterprises: watches": "matoa",
        "small enterprises: ceramics": "elina",
        "PT Dirgantara Indonesia": "ptdi",
    }
    return {
        **dict.fromkeys(titles, update(activities.all(), title=OTHER)),
        **{what: update(Site.objects.filter(code=code), name=OTHER) for what, code in sites.items()},
        "the opening, at a hotel in Jakarta": lambda: activities.get(code="OPN-1").sites.set(
            Site.objects.filter(code="moi")
        ),
        "a free Saturday": update(
            activities.all(), earliest_on=dt.date(2018, 7, 18), latest_on=dt.date(2018, 7, 30)
        ),
        "approximate places, WGS84": update(Site.objects.filter(code="ptdi"), latitude=0),
    }


def _of_what_was_said() -> Changes:
    return {
        "feedback for each session, and its figures": FeedbackAnswer.objects.filter(
            session__code="PRA-BBLM-A"
        ).delete,
        "a voice, with consent, office and country": update(
            Consent.objects.filter(purpose="photos-named"), withdrawn_at=AT
        ),
        "an action plan with milestones and follow-up": update(Plan.objects.all(), submitted_at=None),
        "what came of it, in figures": update(
            Evidence.objects.all(), withdrawn_at=AT, withdrawn_by="person:1", why_withdrawn="mistake"
        ),
        "interest in a technology, answered by its centre": update(
            Match.objects.all(), seeker_agreed_at=None, seeker_contact=""
        ),
        "alumni who let themselves be found, and one who comes back": AlumnusEntry.objects.filter(
            name="Imran Chaudhry"
        ).delete,
        "cooperation that grew out of alumni": update(Outcome.objects.filter(months=12), code="none"),
    }


def _of_the_article(edition: Edition) -> Changes:
    article = Article.objects.get(edition=edition, is_recommended=True)
    other = Article.objects.filter(edition=edition, topics__code="ceramics", is_recommended=False)
    told = ArticleVersion.objects.filter(article=article)
    version = told.latest("number")
    [ceramics] = other

    def without(words: str) -> Callable[[], object]:
        body = {language: text.replace(words, "") for language, text in version.body.items()}
        return update(told, body=body)

    return {
        "who closed it, where, with a statement to the press": without("The Director General"),
        "challenges that two countries share": without("a large population"),
        "that the programme goes on, and cooperation grows": without("hopes that"),
        "headline": update(told, headline=OTHER),
        "headline in Indonesian": update(told, headline=OTHER),
        "lead": update(told, lead=OTHER),
        "dateline": update(told, dateline=OTHER),
        "body, with figures of the records": without("20 "),
        "a photo’s caption, and that it is a drawing": update(article.photos.all(), caption=OTHER),
        "alternative text": update(article.photos.all(), alternative=OTHER),
        "photo section": article.photos.all().delete,
        "topics": article.topics.clear,
        "related articles": ceramics.topics.clear,
        "latest news": update(
            Article.objects.filter(pk=ceramics.pk), published_at=dt.datetime(2018, 7, 18, tzinfo=dt.UTC)
        ),
        "recommended": update(Article.objects.all(), is_recommended=False),
        "most read": update(Article.objects.filter(pk=article.pk), state="withdrawn", withdrawn_at=AT),
        "for members, shut to visitors": update(told, members_text={}),
        "for members, behind the log-in": update(told, members_text=OTHER),
        "subscription by e-mail, to topics of the news": update(article.topics.all(), name=OTHER),
        "news sitemap for aggregators": update(
            Article.objects.all(), published_at=dt.datetime(2018, 7, 1, tzinfo=dt.UTC)
        ),
        **dict.fromkeys(
            ("Atom feed", "RSS feed", "JSON feed", "shared by WhatsApp", "printable issue"),
            update(told, headline=OTHER),
        ),
    }


def _of_papers_and_feeds(edition: Edition) -> Changes:
    def aid(old: str, new: str) -> Callable[[], object]:
        """A further version: what was published stays."""

        def change() -> None:
            newest = AidPublication.objects.filter(series=edition.series).latest("number")
            assert old in newest.content
            newest.pk, newest.number = uuid7(), newest.number + 1
            newest.content = newest.content.replace(old, new)
            newest.save(force_insert=True)

        return change

    return {
        "final report, to download": update(FinalReport.objects.all(), published_at=None, published_by=""),
        "aid data (IATI): the final report is named": aid('<category code="A07" />', ""),
        "aid data (IATI): who received, without the host": aid('code="BT"', 'code="FJ"'),
        "aid data: no amount where none is recorded": aid("</iati-activity>", "<budget /></iati-activity>"),
        "QR code to the printable issue": update(Article.objects.filter(edition=edition), edition=None),
    }

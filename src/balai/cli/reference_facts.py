"""The facts of the reference programme, each with where it is published and from which record it is made.

They are written here by hand from what is known of the programme, never read from the records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.cli import reference_reading as reading
from balai.cli.published import beside, every, first, joined, within
from balai.cli.reference_reading import (
    AID,
    AID_IDENTIFIER,
    ARTICLE,
    CATALOGUE,
    EDITION,
    HEADLINE,
    ISSUE,
    NAME,
    NEWS,
    REPORT,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.cli.published import Published

IN_INDONESIAN = "/id/programmes/smi-2018/"
ARTICLE_IN_INDONESIAN = ARTICLE.replace("/en/", "/id/")
ATOM = "{http://www.w3.org/2005/Atom}"
HAPPENED = "What happened"
WENT = "Where they went"
SAID = "What was said of it"
TOLD = "How it was published"
AGENCY = "Industrial Research and Development Agency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One fact.

    Attributes:
        part: of the page that tells the reference programme.
        what: the fact's name.
        fact: as it must be read.
        source: where it is published: an address and the place there.
        record: from what it is made.
        read: reads it there; None while its stage is not built.
    """

    part: str
    what: str
    fact: str = ""
    source: str = ""
    record: str = ""
    read: Callable[[Published], str] | None = None


def rows() -> list[Row]:
    """Every fact of the reference programme, in the order of its page."""
    return [*_happened(), *_went(), *_said(), *_told()]


def _all(part: str, what: str, fact: str, place: tuple[str, str], record: str) -> Row:
    """The texts of everything that a selector names on a page."""
    address, selector = place
    return Row(
        part=part,
        what=what,
        fact=fact,
        source=f"{address} {selector}",
        record=record,
        read=lambda published: joined(published.page(address), selector),
    )


def _term(part: str, what: str, fact: str, place: tuple[str, str, str], record: str) -> Row:
    """What a list of terms on a page tells of one."""
    address, selector, term = place
    return Row(
        part=part,
        what=what,
        fact=fact,
        source=f"{address} {selector} “{term}”",
        record=record,
        read=lambda published: beside(published.page(address), selector, term),
    )


def _holds(part: str, what: str, fact: str, place: tuple[str, str], record: str) -> Row:
    """A sentence or name that stands in something longer on a page."""
    address, selector = place
    return Row(
        part=part,
        what=what,
        fact=fact,
        source=f"{address} {selector}",
        record=record,
        read=lambda published: within(joined(published.page(address), selector), fact),
    )


def _site(code: str, what: str, fact: str) -> Row:
    """What the page of the edition tells of one site: its name, whose it is, and what is done there."""

    def read(published: Published) -> str:
        for one in every(published.page(EDITION), "ul.bl-sitelist li"):
            if first(one, "b") == code.upper():
                return joined(one, "div p")
        return ""

    return Row(
        part=WENT,
        what=what,
        fact=fact,
        source=f"{EDITION} ul.bl-sitelist {code.upper()}",
        record=f"Site {code}, its Organisation, Activities there",
        read=read,
    )


def _day(what: str, fact: str, day: str) -> Row:
    """A session or a band on the public page of a day."""
    return _holds(WENT, what, fact, (f"{EDITION}days/{day}/", "ol.bl-day h3"), "Activity and Slot of the day")


def _later(part: str, what: str) -> Row:
    """What is not built yet."""
    return Row(part=part, what=what)


def _happened() -> list[Row]:
    ten = "Afghanistan; Bangladesh; Bhutan; India; Indonesia; Laos; Myanmar; Nepal; Pakistan; Sri Lanka"
    three = (
        "Ministry of Industry of the Republic of Indonesia;"
        " Ministry of State Secretariat of the Republic of Indonesia; Colombo Plan Secretariat;"
        " Directorate General for Small and Medium Industry"
    )
    return [
        _all(HAPPENED, "name", NAME, (EDITION, "h1"), "Edition.title"),
        _term(
            HAPPENED,
            "scheme",
            "South-South and Triangular Cooperation",
            (EDITION, "dl.bl-dl1", "Scheme"),
            "Series.scheme (en)",
        ),
        _term(
            HAPPENED,
            "scheme in Indonesian",
            "Kerja Sama Selatan-Selatan dan Triangular (KSST)",
            (IN_INDONESIAN, "dl.bl-dl1", "Skema"),
            "Series.scheme (id)",
        ),
        _all(HAPPENED, "organisers", three, (EDITION, "ol.bl-orgs p.bl-strong"), "Organiser"),
        _term(
            HAPPENED,
            "dates",
            "18–30 July 2018",
            (EDITION, "dl.bl-factline", "Dates"),
            "Edition.starts_on, ends_on",
        ),
        _day_of_calendar("first day", "20180718", "DTSTART"),
        _holds(
            HAPPENED, "weekday of the first day", "Wed 18", (EDITION, "ol.bl-glance a"), "Edition.starts_on"
        ),
        _holds(HAPPENED, "weekday of the last day", "Mon 30", (EDITION, "ol.bl-glance a"), "Edition.ends_on"),
        _term(
            HAPPENED,
            "places",
            "Jakarta and Bandung, Indonesia",
            (EDITION, "dl.bl-factline", "Places"),
            "Edition.cities, country",
        ),
        _holds(
            HAPPENED,
            "time zone",
            "local time (UTC+7)",
            (f"{EDITION}days/2018-07-19/", "div.bl-page p"),
            "Edition.time_zone",
        ),
        _term(
            HAPPENED,
            "participants",
            "20 from 10 countries",
            (EDITION, "dl.bl-factline", "Participants"),
            "Edition.known_participants, KnownCountry",
        ),
        _all(HAPPENED, "countries", ten, (EDITION, "ul.bl-countries span.bl-strong"), "KnownCountry"),
        _holds(
            HAPPENED,
            "their background",
            "Government officials who work for small and medium industry, and SME entrepreneurs.",
            (EDITION, "div.bl-whogrid p"),
            "Edition.audience",
        ),
        _holds(
            HAPPENED,
            "subject, taught and practised",
            "CNC machines, tie-dye and ceramics, in small groups, each after a safety briefing.",
            (EDITION, "dl.bl-modules dd"),
            "Module",
        ),
        _holds(
            HAPPENED,
            "the Colombo Plan",
            "A regional intergovernmental organisation for the economic and social development of its members in"
            " Asia and the Pacific.",
            (EDITION, "dl.bl-dl1 p"),
            "Body.description",
        ),
        Row(
            part=HAPPENED,
            what="twenty certificates, each valid",
            fact="20",
            source="/en/c/NUMBER/ div.ok, one page each",
            record="Certificate",
            read=reading.valid_certificates,
        ),
        Row(
            part=HAPPENED,
            what="a certificate on paper",
            fact=NAME,
            source="certificate.pdf of a participant, text",
            record="Certificate, Paper",
            read=reading.paper,
        ),
        Row(
            part=HAPPENED,
            what="a certificate says that it is a sample",
            fact="(demonstration)",
            source="/credentials/ID issuer.name",
            record="Certificate.document",
            read=reading.issuer,
        ),
    ]


def _day_of_calendar(what: str, fact: str, name: str) -> Row:
    address = f"{EDITION}calendar.ics"

    def read(published: Published) -> str:
        lines = published.text(address).splitlines()
        found = [line for line in lines if line.startswith(name)]
        return found[0].rpartition(":")[2][:8] if found else ""

    return Row(
        part=HAPPENED, what=what, fact=fact, source=f"{address} {name}", record="Edition.starts_on", read=read
    )


def _went() -> list[Row]:
    return [
        _day("arrival", "Arrival and registration", "2018-07-18"),
        _day("opening", "Opening ceremony", "2018-07-19"),
        _day("closing", "Closing ceremony", "2018-07-30"),
        _day("statement to the press", "Press meeting", "2018-07-30"),
        _site(
            "bbt",
            "Centre for Textile",
            f"Centre for Textile, Bandung; {AGENCY}; Visit to research and development of the Centre for Textile;"
            " Safety briefing: dyes and hot baths; Workshop: tie-dye cloth",
        ),
        _site(
            "bblm",
            "Centre for Metal and Machinery",
            f"Centre for Metal and Machinery, Bandung; {AGENCY}; Safety briefing: CNC machines;"
            " Practice on CNC machines built by the centre",
        ),
        _site(
            "bbpk",
            "Centre for Pulp and Paper",
            f"Centre for Pulp and Paper, Bandung; {AGENCY}; Recycling of aseptic packaging (beverage cartons)",
        ),
        _site(
            "b4t",
            "Centre for Materials and Technical Products",
            f"Centre for Materials and Technical Products, Bandung; {AGENCY}; Development of lithium-ion batteries;"
            " A service process on principles of the Internet of Things",
        ),
        _site(
            "bbk",
            "Centre for Ceramics",
            f"Centre for Ceramics, Bandung; {AGENCY}; Safety briefing: clay, glaze and kiln;"
            " Mini-workshop: a ceramic ornament",
        ),
        _site("komar", "a leading small enterprise", "Batik Komar, Bandung; Visit to Batik Komar"),
        _site(
            "ptdi",
            "PT Dirgantara Indonesia",
            "PT Dirgantara Indonesia, Bandung; How an aircraft is produced: PT Dirgantara Indonesia",
        ),
        _day("Friday prayer, first", "Friday prayer", "2018-07-20"),
        _day("Friday prayer, second", "Friday prayer", "2018-07-27"),
        _holds(WENT, "a free Saturday", "Free", (EDITION, "ol.bl-glance li"), "Activity, of no day"),
        _day("from Jakarta to Bandung", "Transfer from Jakarta to Bandung", "2018-07-22"),
        Row(
            part=WENT,
            what="approximate places",
            fact="-6.916, 107.643",
            source="/api/v1/directory/sites, code bbt",
            record="Site.latitude, longitude",
            read=reading.coordinates,
        ),
    ]


def _said() -> list[Row]:
    return [
        _later(SAID, "feedback for each session, and its figures"),
        Row(
            part=SAID,
            what="a voice, with consent and country",
            fact="“I knew such a machine from a catalogue. Here I cut a part on one.”",
            source=f"{ARTICLE} blockquote p",
            record="Quotation, Consent",
            read=lambda published: joined(published.page(ARTICLE), "blockquote p"),
        ),
        _holds(
            SAID,
            "challenges that two countries share",
            "A participant from the Ministry of Industries of Bangladesh finds challenges at home that Indonesia"
            " knows too, a large population among them",
            (ARTICLE, "div.bl-read p"),
            "ArticleVersion.facts: country.BD, host",
        ),
        Row(
            part=SAID,
            what="an action plan with milestones and follow-up",
            fact="18 plans with milestones; told of 13, 11 and 9 after 3, 6 and 12 months",
            source="/api/v1/followup/smi-2018/plans, /follow-ups/summary",
            record="Plan, PlanActivity.milestone, FollowUp",
            read=reading.followed,
        ),
        Row(
            part=SAID,
            what="what came of it, in figures",
            fact="20; 20 (of 20); more than 15 (of 20); 13 (of 20); 11 (of 20); 9 (of 20)",
            source=f"{EDITION}evidence.json",
            record="Evidence: Participant, Certificate, Plan, FollowUp",
            read=reading.came_of_it,
        ),
        Row(
            part=SAID,
            what="interest in a technology, answered by its centre",
            fact="47 interests, 47 of them answered; 13 in contact",
            source="/api/v1/exchange/smi-2018/summary",
            record="Interest, Match",
            read=reading.exchanged,
        ),
        Row(
            part=SAID,
            what="the next edition, made from this one",
            fact=f"{NAME} (sample)",
            source=f"{CATALOGUE} a",
            record="Edition, cloned",
            read=lambda published: within(joined(published.page(CATALOGUE), "a"), f"{NAME} (sample)"),
        ),
        Row(
            part=SAID,
            what="alumni who let themselves be found, and one who comes back",
            fact="11 of the directory; 1 taken up as a resource person for the next edition",
            source="/api/v1/alumni/, /api/v1/alumni/offers",
            record="AlumnusEntry, ExpertOffer",
            read=reading.alumni,
        ),
        _later(SAID, "cooperation that grew out of alumni"),
    ]


def _told() -> list[Row]:
    article = ARTICLE
    return [
        _all(TOLD, "headline", HEADLINE, (article, "h1"), "ArticleVersion.headline (en)"),
        _all(
            TOLD,
            "headline in Indonesian",
            "Sepuluh negara belajar bagaimana riset menggerakkan industri kecil",
            (ARTICLE_IN_INDONESIAN, "h1"),
            "ArticleVersion.headline (id)",
        ),
        _holds(
            TOLD,
            "lead",
            "Twenty officials and entrepreneurs spent thirteen days in Indonesia",
            (article, "p.bl-lead"),
            "ArticleVersion.lead",
        ),
        _all(TOLD, "dateline", "Jakarta.", (article, "span.dateline"), "ArticleVersion.dateline"),
        _holds(
            TOLD,
            "body, with figures of the records",
            "Its 20 participants came from ten members of the Colombo Plan: Afghanistan, Bangladesh, Bhutan, India,"
            " Indonesia, Laos, Myanmar, Nepal, Pakistan and Sri Lanka.",
            (article, "div.bl-read p"),
            "ArticleVersion.body",
        ),
        _holds(
            TOLD,
            "a photo’s caption, and that it is a drawing",
            "A tool above its work: practice on machines that the Centre for Metal and Machinery builds itself. ·"
            " Drawing in place of a photo. Credit: Balai",
            (article, "figure.bl-artfig figcaption"),
            "Photo.caption, is_drawn, credit",
        ),
        Row(
            part=TOLD,
            what="alternative text",
            fact="Drawing of a tool that stands over a workpiece, with rings around the point where they meet.",
            source=f"{article} figure.bl-artfig img, alt",
            record="Photo.alternative",
            read=lambda published: next(
                (one.get("alt", "") for one in every(published.page(article), "figure.bl-artfig img")), ""
            ),
        ),
        _all(
            TOLD,
            "topics",
            "Ceramics; Metal and machinery; Pulp and paper; Research and development;"
            " South-South and Triangular Cooperation",
            (article, "a.bl-topic"),
            "Article.topics",
        ),
        Row(
            part=TOLD,
            what="related articles",
            fact="Clay, glaze and ten countries at one table",
            source=f"{article} section “Related” a",
            record="Article.topics",
            read=lambda published: reading.of_section(published, article, "h-related"),
        ),
        Row(
            part=TOLD,
            what="latest news",
            fact="Clay, glaze and ten countries at one table",
            source=f"{article} section “Latest” a",
            record="Article.published_at",
            read=lambda published: reading.of_section(published, article, "h-latest"),
        ),
        Row(
            part=TOLD,
            what="recommended",
            fact=HEADLINE,
            source=f"{NEWS} section “Recommended” a",
            record="Article.is_recommended",
            read=lambda published: reading.of_section(published, NEWS, "h-recommended"),
        ),
        _all(TOLD, "photo section", "Pictures", (article, "h2#h-pictures"), "Photo"),
        Row(
            part=TOLD,
            what="most read",
            fact="Sepuluh negara belajar bagaimana riset menggerakkan industri kecil",
            source="/id/news/ section “Most read”, once a reader has opened the article",
            record="ArticleReading",
            read=reading.most_read,
        ),
        _holds(
            TOLD,
            "for members, shut to visitors",
            "Participants and alumni read more here once they have signed in.",
            (article, "aside.bl-members p"),
            "ArticleVersion.members_text",
        ),
        Row(
            part=TOLD,
            what="for members, behind the log-in",
            fact="Your certificate and your presence are on your own pages.",
            source=f"{article} aside.bl-members p, as a participant",
            record="ArticleVersion.members_text",
            read=reading.for_members,
        ),
        Row(
            part=TOLD,
            what="final report, to download",
            fact="20 participants from 10 countries came to Jakarta and Bandung",
            source=f"{REPORT}, text, where the page of the programme leads",
            record="ReportFile; Participant",
            read=reading.reported,
        ),
        Row(
            part=TOLD,
            what="aid data (IATI): the final report is named",
            fact="A07; A07",
            source=f"{AID} iati-activity {AID_IDENTIFIER}, document-link, category",
            record="FinalReport.published_at",
            read=lambda published: "; ".join(
                one.get("code", "")
                for one in reading.of_aid(published).findall("document-link/category")
                if one.get("code") == "A07"
            ),
        ),
        Row(
            part=TOLD,
            what="aid data (IATI): who received, without the host",
            fact="AF; BD; BT; IN; LA; LK; MM; NP; PK",
            source=f"{AID} iati-activity {AID_IDENTIFIER}, recipient-country, code",
            record="AidPublication; Presence by country",
            read=lambda published: "; ".join(
                one.get("code", "") for one in reading.of_aid(published).findall("recipient-country")
            ),
        ),
        Row(
            part=TOLD,
            what="aid data: no amount where none is recorded",
            fact="0",
            source=f"{AID} iati-activity {AID_IDENTIFIER}, transaction and budget",
            record="Spending; BudgetLine that is not assumed",
            read=lambda published: str(
                sum(len(reading.of_aid(published).findall(tag)) for tag in ("transaction", "budget"))
            ),
        ),
        _feed(
            "Atom feed",
            "atom",
            lambda published, at: reading.texts(published.xml(at).findall(f"{ATOM}entry/{ATOM}title")),
        ),
        _feed(
            "RSS feed",
            "rss",
            lambda published, at: reading.texts(published.xml(at).findall("channel/item/title")),
        ),
        _feed(
            "JSON feed", "json", lambda published, at: [one["title"] for one in published.json(at)["items"]]
        ),
        _holds(
            TOLD,
            "subscription by e-mail",
            "E-mail address",
            (f"{NEWS}subscribe/", "form label"),
            "Subscription",
        ),
        Row(
            part=TOLD,
            what="news sitemap for aggregators",
            fact="{http://www.sitemaps.org/schemas/sitemap/0.9}urlset",
            source="/en/news/sitemap.xml, its root",
            record="Article of the last two days",
            read=lambda published: published.xml("/en/news/sitemap.xml").tag,
        ),
        Row(
            part=TOLD,
            what="shared by WhatsApp",
            fact=HEADLINE,
            source=f"{article} a, wa.me, text",
            record="ArticleVersion.headline",
            read=lambda published: reading.shared(published, article),
        ),
        Row(
            part=TOLD,
            what="QR code to the printable issue",
            fact=ISSUE,
            source=f"{NEWS}?programme=smi-2018 img.bl-qr, its address",
            record="Edition.code",
            read=reading.coded,
        ),
        Row(
            part=TOLD,
            what="printable issue",
            fact=HEADLINE,
            source=f"{ISSUE}, text",
            record="ArticleVersion.headline",
            read=lambda published: within(published.paper(ISSUE), HEADLINE),
        ),
    ]


def _feed(what: str, kind: str, titles: Callable[[Published, str], list[str]]) -> Row:
    address = f"/en/news/feed.{kind}"
    return Row(
        part=TOLD,
        what=what,
        fact=HEADLINE,
        source=f"{address}, first title",
        record="ArticleVersion.headline",
        read=lambda published: next(iter(titles(published, address)), ""),
    )

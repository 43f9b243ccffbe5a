"""``balai demo --check``: whether what is published of the reference programme is what happened.

Each row names a fact, where it is published, from which record it is made, and reads it there: pages by
selector, papers by their text, feeds by path. A fact whose stage is not built yet is said to be so, and gets
no tick. Facts are written here by hand from what is known of the programme, never read from the records.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from rich.markup import escape

from balai.cli.preparation import one_message, ready
from balai.cli.published import Published, UnpublishedError, beside, every, first, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from xml.etree import ElementTree as ET

EDITION = "/en/programmes/smi-2018/"
IN_INDONESIAN = "/id/programmes/smi-2018/"
CATALOGUE = "/en/programmes/"
NEWS = "/en/news/"
ARTICLE = "/en/news/ten-countries-learn-how-research-moves-small-industry/"
ARTICLE_IN_INDONESIAN = ARTICLE.replace("/en/", "/id/")
ISSUE = "/en/news/issues/smi-2018.pdf"
AID = "/aid/smi.xml"
REPORT = "/reports/smi-2018/1-en.pdf"
AID_IDENTIFIER = "XX-SAMPLE-smi-2018"
ATOM = "{http://www.w3.org/2005/Atom}"

HAPPENED = "What happened"
WENT = "Where they went"
SAID = "What was said of it"
TOLD = "How it was published"

NAME = "Capacity Building Program on Enhancing the Development of Small and Medium Industry"
HEADLINE = "Ten countries learn how research moves small industry"
WIDTH = 160
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was read of a row; ``is_right`` is None where nothing is built."""

    row: Row
    value: str
    is_right: bool | None


def verdicts(published: Published, asked: Iterable[Row] | None = None) -> list[Verdict]:
    """Read every row where it is published, and compare."""
    found = []
    for row in rows() if asked is None else asked:
        if row.read is None:
            found.append(Verdict(row=row, value="", is_right=None))
            continue
        try:
            value = row.read(published)
        except UnpublishedError as error:
            found.append(Verdict(row=row, value=str(error), is_right=False))
        else:
            found.append(Verdict(row=row, value=value, is_right=value == row.fact))
    return found


def rows() -> list[Row]:
    """Every fact of the reference programme, in the order of its page."""
    return [*_happened(), *_went(), *_said(), *_told()]


# --- kinds of rows ------------------------------------------------------------------------------------


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


def within(text: str, fact: str) -> str:
    """The fact where a text holds it, else the beginning of that text."""
    return fact if fact in text else text[:160]


# --- the rows -----------------------------------------------------------------------------------------


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
            read=_valid_certificates,
        ),
        Row(
            part=HAPPENED,
            what="a certificate on paper",
            fact=NAME,
            source="certificate.pdf of a participant, text",
            record="Certificate, Paper",
            read=_paper,
        ),
        Row(
            part=HAPPENED,
            what="a certificate says that it is a sample",
            fact="(demonstration)",
            source="/credentials/ID issuer.name",
            record="Certificate.document",
            read=_issuer,
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
            read=_coordinates,
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
            read=_followed,
        ),
        Row(
            part=SAID,
            what="what came of it, in figures",
            fact="20; 20 (of 20); more than 15 (of 20); 13 (of 20); 11 (of 20); 9 (of 20)",
            source=f"{EDITION}evidence.json",
            record="Evidence: Participant, Certificate, Plan, FollowUp",
            read=_came_of_it,
        ),
        Row(
            part=SAID,
            what="interest in a technology, answered by its centre",
            fact="47 interests, 47 of them answered; 13 in contact",
            source="/api/v1/exchange/smi-2018/summary",
            record="Interest, Match",
            read=_exchanged,
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
            read=_alumni,
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
            read=lambda published: _of_section(published, article, "h-related"),
        ),
        Row(
            part=TOLD,
            what="latest news",
            fact="Clay, glaze and ten countries at one table",
            source=f"{article} section “Latest” a",
            record="Article.published_at",
            read=lambda published: _of_section(published, article, "h-latest"),
        ),
        Row(
            part=TOLD,
            what="recommended",
            fact=HEADLINE,
            source=f"{NEWS} section “Recommended” a",
            record="Article.is_recommended",
            read=lambda published: _of_section(published, NEWS, "h-recommended"),
        ),
        _all(TOLD, "photo section", "Pictures", (article, "h2#h-pictures"), "Photo"),
        Row(
            part=TOLD,
            what="most read",
            fact="Sepuluh negara belajar bagaimana riset menggerakkan industri kecil",
            source="/id/news/ section “Most read”, once a reader has opened the article",
            record="ArticleReading",
            read=_most_read,
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
            read=_for_members,
        ),
        Row(
            part=TOLD,
            what="final report, to download",
            fact="20 participants from 10 countries came to Jakarta and Bandung",
            source=f"{REPORT}, text, where the page of the programme leads",
            record="ReportFile; Participant",
            read=_reported,
        ),
        Row(
            part=TOLD,
            what="aid data (IATI): the final report is named",
            fact="A07; A07",
            source=f"{AID} iati-activity {AID_IDENTIFIER}, document-link, category",
            record="FinalReport.published_at",
            read=lambda published: "; ".join(
                one.get("code", "")
                for one in _of_aid(published).findall("document-link/category")
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
                one.get("code", "") for one in _of_aid(published).findall("recipient-country")
            ),
        ),
        Row(
            part=TOLD,
            what="aid data: no amount where none is recorded",
            fact="0",
            source=f"{AID} iati-activity {AID_IDENTIFIER}, transaction and budget",
            record="Spending; BudgetLine that is not assumed",
            read=lambda published: str(
                sum(len(_of_aid(published).findall(tag)) for tag in ("transaction", "budget"))
            ),
        ),
        _feed(
            "Atom feed",
            "atom",
            lambda published, at: _texts(published.xml(at).findall(f"{ATOM}entry/{ATOM}title")),
        ),
        _feed(
            "RSS feed", "rss", lambda published, at: _texts(published.xml(at).findall("channel/item/title"))
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
            read=lambda published: _shared(published, article),
        ),
        Row(
            part=TOLD,
            what="QR code to the printable issue",
            fact=ISSUE,
            source=f"{NEWS}?programme=smi-2018 img.bl-qr, its address",
            record="Edition.code",
            read=_coded,
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


def _reported(published: Published) -> str:
    """What the report says, at the address to which the public page leads."""
    if any(link.get("href") == REPORT for link in every(published.page(EDITION), "a")):
        said = "20 participants from 10 countries came to Jakarta and Bandung"
        return within(published.paper(REPORT), said)
    raise UnpublishedError("the page of the programme has no final report")


def _of_aid(published: Published) -> ET.Element:
    """What the newest IATI file of the series tells of the edition."""
    for activity in published.xml(AID):
        if activity.findtext("iati-identifier") == AID_IDENTIFIER:
            return activity
    raise UnpublishedError(f"{AID} tells nothing of {AID_IDENTIFIER}")


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


# --- reading what is not one place --------------------------------------------------------------------


def _texts(elements: Iterable[Any]) -> list[str]:
    return ["".join(one.itertext()) for one in elements]


def _of_section(published: Published, address: str, heading: str) -> str:
    """The first link of the section that a heading names."""
    for section in every(published.page(address), "section"):
        if section.get("aria-labelledby") == heading:
            return first(section, "a")
    return ""


def _most_read(published: Published) -> str:
    """What stands among the most read once somebody has opened the article in a browser."""
    published.visit(ARTICLE)
    page = published.page("/id/news/")
    headline = "Sepuluh negara belajar bagaimana riset menggerakkan industri kecil"
    for section in every(page, "section"):
        if section.get("aria-labelledby") == "h-most-read":
            return within(joined(section, "a"), headline)
    return ""


def _coded(published: Published) -> str:
    """Where the QR code beside the news of the programme leads."""
    for code in every(published.page(f"{NEWS}?programme=smi-2018"), "img.bl-qr"):
        return urlsplit(code.get("alt", "").partition(": ")[2]).path
    return ""


def _shared(published: Published, address: str) -> str:
    for link in every(published.page(address), "a"):
        target = urlsplit(link.get("href", ""))
        if target.netloc == "wa.me":
            return within(parse_qs(target.query)["text"][0], HEADLINE)
    return ""


def _certificates() -> list[Any]:
    from balai.certificates.models import Certificate

    return list(Certificate.objects.filter(edition__code="smi-2018").order_by("number"))


def _valid_certificates(published: Published) -> str:
    """How many certificates a stranger finds valid, each on its own page."""
    pages = [published.page(f"/en/c/{one.number}/") for one in _certificates()]
    return str(sum(next(every(page, "div.ok"), None) is not None for page in pages))


def _coordinates(published: Published) -> str:
    sites = published.json("/api/v1/directory/sites", reader="programme_officer")["items"]
    found = next((one for one in sites if one["code"] == "bbt"), None)
    if found is None:
        raise UnpublishedError("no site has the code bbt")
    return f"{float(found['latitude']):.3f}, {float(found['longitude']):.3f}"


def _came_of_it(published: Published) -> str:
    """Participants, certificates, plans, and who was heard of at each time, as everybody reads it."""
    asked = ("participants", "certificates", "plans", "heard")
    figures = published.json(f"{EDITION}evidence.json")["figures"]
    return "; ".join(one["text"] for name in asked for one in figures if one["measure"] == name)


def _followed(published: Published) -> str:
    """Plans of which every activity has a milestone, and of how many was told how they go, at each time."""
    base, reader = "/api/v1/followup/smi-2018", "programme_officer"
    lines = published.json(f"{base}/plans", reader=reader)["items"]
    plans = [published.json(f"{base}/plans/{one['plan']}", reader=reader) for one in lines if one["plan"]]
    with_milestones = sum(all(row["milestone"] for row in plan["activities"]) for plan in plans)
    told = {
        one["months"]: one["answered"]
        for one in published.json(f"{base}/follow-ups/summary", reader=reader)["waves"]
    }
    return (
        f"{with_milestones} plans with milestones;"
        f" told of {told[3]}, {told[6]} and {told[12]} after 3, 6 and 12 months"
    )


def _alumni(published: Published) -> str:
    """How many of the edition other alumni find, and whose offer to come back was taken up."""
    reader = "programme_officer"
    found = published.json("/api/v1/alumni/?edition=smi-2018", reader=reader)["items"]
    offers = published.json("/api/v1/alumni/offers?state=taken_up", reader=reader)["items"]
    back = sum(bool(one["resource_person"]) and one["edition"] != "smi-2018" for one in offers)
    return f"{len(found)} of the directory; {back} taken up as a resource person for the next edition"


def _exchanged(published: Published) -> str:
    """How many interests there are, how many their centres answered, and how many sides are in contact."""
    told = published.json("/api/v1/exchange/smi-2018/summary", reader="programme_officer")
    return f"{told['interests']} interests, {told['answered']} of them answered; {told['agreed']} in contact"


def _paper(published: Published) -> str:
    """What the participant's own certificate says on paper, at the address that their own page gives."""
    for link in every(published.page("/certificates/mine/", reader="participant"), "a"):
        address = link.get("href", "")
        if address.endswith("/certificate.pdf"):
            return within(published.paper(address, reader="participant"), NAME)
    raise UnpublishedError("the participant’s own page has no certificate")


def _issuer(published: Published) -> str:
    found = _certificates()
    if not found:
        raise UnpublishedError("there is no certificate")
    name: str = published.json(f"/credentials/{found[0].pk}")["issuer"]["name"]
    return within(name, "(demonstration)")


def _for_members(published: Published) -> str:
    page = published.page(ARTICLE, reader="participant")
    return within(
        joined(page, "aside.bl-members p"), "Your certificate and your presence are on your own pages."
    )


# --- the command --------------------------------------------------------------------------------------


def live() -> None:
    """Live what is left of the sample life, as the worker of a demonstration would."""
    from balai.kernel.sample import go_on, told

    while (gone := go_on()) is not None:
        print(told(gone), flush=True)


def show(found: list[Verdict]) -> bool:
    """Print the table; whether every row that is built is right."""
    from rich.console import Console
    from rich.table import Table

    table = Table("", "what", "read", "where", "from", title="The reference programme")
    part = ""
    for one in found:
        if one.row.part != part:
            part = one.row.part
            table.add_section()
            table.add_row("", f"[bold]{part}[/bold]")
        mark = {True: "✓", False: "✗", None: ""}[one.is_right]
        if one.is_right is None:
            value = "not built"
        elif one.is_right:
            value = one.value
        else:
            value = f"{one.value or 'nothing'}\n  and not: {one.row.fact}"
        table.add_row(mark, one.row.what, escape(value), escape(one.row.source), escape(one.row.record))
    wrong = sum(one.is_right is False for one in found)
    missing = sum(one.is_right is None for one in found)
    right = len(found) - wrong - missing
    Console(width=WIDTH).print(table)
    print(
        f"{right} of {len(found)} facts are published as they are; {wrong} are not, {missing} are not built."
    )
    return not wrong


if __name__ == "__main__":
    with one_message():
        ready("check")
        live()
        sys.exit(0 if show(verdicts(Published())) else 1)

"""The facts of the reference programme, each with where it is published and from which record it is made.

They are written here by hand from what is known of the programme, never read from the records. How it was
told stands in :mod:`balai.cli.reference_told`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.cli import reference_reading as reading
from balai.cli.published import every, first, joined, within
from balai.cli.reference_reading import ARTICLE, CATALOGUE, EDITION, NAME
from balai.cli.reference_rows import Row, every_text, holds, term
from balai.cli.reference_told import told

if TYPE_CHECKING:
    from balai.cli.published import Published

IN_INDONESIAN = "/id/programmes/smi-2018/"
HAPPENED = "What happened"
WENT = "Where they went"
SAID = "What was said of it"
PLACES = {
    "Ministry of Industry": "-6.232, 106.822",
    "Centre for Textile": "-6.916, 107.643",
    "Centre for Metal and Machinery": "-6.880, 107.611",
    "Centre for Pulp and Paper": "-6.963, 107.619",
    "Centre for Materials and Technical Products": "-6.881, 107.611",
    "Centre for Ceramics": "-6.916, 107.644",
    "PT Dirgantara Indonesia": "-6.900, 107.576",
}
AGENCY = "Industrial Research and Development Agency"


def rows() -> list[Row]:
    """Every fact of the reference programme, in the order of its page."""
    return [*_happened(), *_went(), *_said(), *told()]


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
    return holds(WENT, what, fact, (f"{EDITION}days/{day}/", "ol.bl-day h3"), "Activity and Slot of the day")


def _happened() -> list[Row]:
    ten = "Afghanistan; Bangladesh; Bhutan; India; Indonesia; Laos; Myanmar; Nepal; Pakistan; Sri Lanka"
    three = (
        "Ministry of Industry of the Republic of Indonesia;"
        " Ministry of State Secretariat of the Republic of Indonesia; Colombo Plan Secretariat;"
        " Directorate General for Small and Medium Industry"
    )
    return [
        every_text(HAPPENED, "name", NAME, (EDITION, "h1"), "Edition.title"),
        term(
            HAPPENED,
            "scheme",
            "South-South and Triangular Cooperation",
            (EDITION, "dl.bl-dl1", "Scheme"),
            "Series.scheme (en)",
        ),
        term(
            HAPPENED,
            "scheme in Indonesian",
            "Kerja Sama Selatan-Selatan dan Triangular (KSST)",
            (IN_INDONESIAN, "dl.bl-dl1", "Skema"),
            "Series.scheme (id)",
        ),
        every_text(HAPPENED, "organisers", three, (EDITION, "ol.bl-orgs p.bl-strong"), "Organiser"),
        term(
            HAPPENED,
            "dates",
            "18–30 July 2018",
            (EDITION, "dl.bl-factline", "Dates"),
            "Edition.starts_on, ends_on",
        ),
        _day_of_calendar("first day", "20180718", "DTSTART"),
        holds(
            HAPPENED, "weekday of the first day", "Wed 18", (EDITION, "ol.bl-glance a"), "Edition.starts_on"
        ),
        holds(HAPPENED, "weekday of the last day", "Mon 30", (EDITION, "ol.bl-glance a"), "Edition.ends_on"),
        term(
            HAPPENED,
            "places",
            "Jakarta and Bandung, Indonesia",
            (EDITION, "dl.bl-factline", "Places"),
            "Edition.cities, country",
        ),
        holds(
            HAPPENED,
            "time zone",
            "local time (UTC+7)",
            (f"{EDITION}days/2018-07-19/", "div.bl-page p"),
            "Edition.time_zone",
        ),
        term(
            HAPPENED,
            "participants",
            "20 from 10 countries",
            (EDITION, "dl.bl-factline", "Participants"),
            "Edition.known_participants, KnownCountry",
        ),
        every_text(HAPPENED, "countries", ten, (EDITION, "ul.bl-countries span.bl-strong"), "KnownCountry"),
        holds(
            HAPPENED,
            "their background",
            "Government officials who work for small and medium industry, and SME entrepreneurs.",
            (EDITION, "div.bl-whogrid p"),
            "Edition.target_group",
        ),
        holds(
            HAPPENED,
            "subject, taught and practised",
            "CNC machines, tie-dye and ceramics, in small groups, each after a safety briefing.",
            (EDITION, "dl.bl-modules dd"),
            "Module",
        ),
        holds(
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
        _day("opening", reading.OPENING, "2018-07-19"),
        Row(
            part=WENT,
            what="the opening, at a hotel in Jakarta",
            fact="Mercure Hotel Jakarta",
            source=f"{reading.OPENING_DAY} ol.bl-day li “{reading.OPENING}” p.bl-row",
            record="Activity.sites",
            read=reading.opened,
        ),
        _day("closing", "Closing ceremony", "2018-07-30"),
        _day("meeting with the press", "Press meeting", "2018-07-30"),
        holds(
            WENT,
            "who closed it, where, with a statement to the press",
            "The Director General for Small and Medium Industry closed it at the Ministry of Industry, Jakarta,"
            " with a statement to the press.",
            (ARTICLE, "div.bl-read p"),
            "ArticleVersion.body",
        ),
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
        _site("komar", "small enterprises: batik", "Batik Komar, Bandung; Visit to Batik Komar"),
        _site(
            "hanjuang", "small enterprises: drinks", "Bandrek Hanjuang, Bandung; Visit to Bandrek Hanjuang"
        ),
        _site("matoa", "small enterprises: watches", "Matoa Indonesia, Bandung; Visit to Matoa Indonesia"),
        _site("elina", "small enterprises: ceramics", "Elina Keramik, Bandung; Visit to Elina Keramik"),
        _site(
            "ptdi",
            "PT Dirgantara Indonesia",
            "PT Dirgantara Indonesia, Bandung; How an aircraft is produced: PT Dirgantara Indonesia",
        ),
        _day("Friday prayer, first", "Friday prayer", "2018-07-20"),
        _day("Friday prayer, second", "Friday prayer", "2018-07-27"),
        holds(WENT, "a free Saturday", "Free", (EDITION, "ol.bl-glance li"), "Activity, of no day"),
        _day("from Jakarta to Bandung", "Transfer from Jakarta to Bandung", "2018-07-22"),
        Row(
            part=WENT,
            what="approximate places, WGS84",
            fact="; ".join(f"{site} {where}" for site, where in PLACES.items()),
            source=f"{EDITION} script, linked data, location",
            record="Site.latitude, longitude",
            read=lambda published: reading.coordinates(published, PLACES),
        ),
    ]


def _said() -> list[Row]:
    return [
        Row(
            part=SAID,
            what="feedback for each session, and its figures",
            fact="52 sessions; practice on machines useful to 100 % of 5, 80 % of 5, 80 % of 5, 80 % of 5",
            source=f"{reading.FEEDBACK} table tr, as a programme officer",
            record="FeedbackAnswer by Session",
            read=reading.felt,
        ),
        Row(
            part=SAID,
            what="a voice, with consent, office and country",
            fact="“I knew such a machine from a catalogue. Here I cut a part on one.” –"
            " Hnin Lwin, entrepreneur from Myanmar (sample person)",
            source=f"{ARTICLE} blockquote, p and footer",
            record="Quotation, Consent",
            read=reading.voice,
        ),
        holds(
            SAID,
            "challenges that two countries share",
            "A participant from the Ministry of Industries of Bangladesh finds challenges at home that Indonesia"
            " knows too, a large population among them",
            (ARTICLE, "div.bl-read p"),
            "ArticleVersion.body",
        ),
        holds(
            SAID,
            "that the programme goes on, and cooperation grows",
            "The head of the ministry’s agency for industrial research and development hopes that the programme"
            " goes on, and that cooperation among the member countries grows with it.",
            (ARTICLE, "div.bl-read p"),
            "ArticleVersion.body",
        ),
        Row(
            part=SAID,
            what="an action plan with milestones and follow-up",
            fact="18 plans with milestones; told of 13, 11 and 9 after 3, 6 and 12 months",
            source="/api/v1/followup/smi-2018/plans, /follow-ups/summary",
            record="PlanSubmission, FollowUp",
            read=reading.followed,
        ),
        Row(
            part=SAID,
            what="what came of it, in figures",
            fact="20; 20 (of 20); 18 (of 20); 13 (of 20); 11 (of 20); 9 (of 20)",
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
        Row(
            part=SAID,
            what="cooperation that grew out of alumni",
            fact="After three months: Contact; After six months: Sample or trial;"
            " After a year: Agreement to work together",
            source=f"{reading.EXCHANGE} #matches li “{reading.FELT}” p, as a programme officer",
            record="Match of a need of an alumnus, Outcome",
            read=reading.cooperated,
        ),
    ]

"""The reference programme's booklet in both languages, as an edition would be mapped to it.

Organisations are real, facts are those of the reference programme; sums, hours and times of day are samples.
"""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from balai.engine.documents.booklet import (
    Booklet,
    CountryPlaces,
    Day,
    Deadline,
    Expense,
    FormField,
    FormPart,
    Module,
    Qualification,
    ReportSection,
    RequiredDocument,
    Topic,
)
from balai.engine.documents.erratum import Change, Erratum, MovedDeadline
from balai.engine.documents.letter import OfficialLetter
from balai.engine.documents.parts import Contact, Letterhead, LocalMoment, Picture

AT = dt.datetime(2018, 3, 5, 2, 0, tzinfo=dt.UTC)
JAKARTA, KATHMANDU, COLOMBO = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Kathmandu", "Colombo"))


def logo(description: str = "Sample mark of the host") -> Picture:
    """A mark that is nobody's: a gear in a ring."""
    image = Image.new("RGB", (400, 400), "white")
    pen = ImageDraw.Draw(image)
    pen.ellipse((10, 10, 390, 390), outline="#1f3a68", width=24)
    pen.regular_polygon((200, 200, 120), 8, fill="#1f3a68")
    pen.ellipse((150, 150, 250, 250), fill="white")
    stream = BytesIO()
    image.save(stream, "PNG")
    return Picture(data=stream.getvalue(), description=description)


def moments(day: dt.date, hour: int, place: str, zone: ZoneInfo) -> tuple[LocalMoment, ...]:
    at = dt.datetime.combine(day, dt.time(hour), zone)
    here = LocalMoment(place=place, at=at)
    return (here,) if place == "Jakarta" else (here, LocalMoment(place="Jakarta", at=at.astimezone(JAKARTA)))


def english() -> Booklet:
    """The whole booklet in English."""
    return Booklet(
        language="en",
        letterhead=Letterhead(
            names=(
                "Ministry of Industry",
                "Directorate General of Small and Medium Industry",
                "Republic of Indonesia",
            ),
            logo=logo(),
        ),
        partners=("Ministry of State Secretariat of the Republic of Indonesia", "Colombo Plan Secretariat"),
        title="Capacity Building Program on Enhancing the Development of Small and Medium Industry",
        theme="Acceleration of small and medium industry through research and development",
        edition="Third edition, 2018",
        reference="SMI-2018",
        scheme="South-South and Triangular Cooperation",
        version=1,
        issued_on=dt.date(2018, 3, 5),
        starts_on=dt.date(2018, 7, 18),
        ends_on=dt.date(2018, 7, 30),
        places=("Jakarta", "Bandung, Indonesia"),
        participants="20: government officials and SME entrepreneurs from ten member countries",
        countries=(
            CountryPlaces(
                country="Afghanistan",
                places=2,
                category="Category 1",
                note="The visa needs about one month more",
            ),
            *(
                CountryPlaces(country=name, places=2, category="Category 1")
                for name in (
                    "Bangladesh",
                    "Bhutan",
                    "India",
                    "Laos",
                    "Myanmar",
                    "Nepal",
                    "Pakistan",
                    "Sri Lanka",
                )
            ),
            CountryPlaces(country="Indonesia", places=2, category="Host", note="Places of the host country"),
        ),
        concept=(
            "Small and medium industry gives work to most people in manufacturing in the member countries of the Colombo Plan. Much of it works with old machines, little testing and few designs of its own.",
            "Indonesia pledged to share what its national technical centres have learnt with small industry. The programme is the third of its series. It pairs lectures with practice at five centres, where research reaches the workshop.",
        ),
        target_organisations=(
            "Ministries and agencies in charge of small and medium industry, technical centres, chambers and associations of entrepreneurs, and enterprises that work with them.",
        ),
        working_language="English. There is no interpretation.",
        objectives=(
            "To strengthen the participants’ ability to plan and run services of research and technology for small and medium industry, and to open cooperation among the centres and enterprises of the member countries.",
        ),
        outcomes=(
            "describe how a national technical centre serves small industry, from testing to design",
            "operate a CNC machine safely through a simple task",
            "choose one technology that fits an industry of their own country, and say what it needs",
            "write an action plan with commitments and milestones, agreed with their employer",
        ),
        modules=(
            Module(
                code="M1",
                title="Policy for small and medium industry",
                text="Clusters, finance, One Village One Product.",
                hours=("6 lecture",),
            ),
            Module(
                code="M2",
                title="Technology at the centres",
                text="Textile, metal and machinery, pulp and paper, materials, ceramics.",
                hours=(
                    "4 lecture",
                    "12 practice",
                ),
            ),
            Module(
                code="M3",
                title="Enterprises and large industry",
                text="Visits to leading SMEs in Bandung and to an aircraft maker.",
                hours=("10 visit",),
            ),
            Module(
                code="M4",
                title="From learning to action",
                text="Country reports, action plans, technology interests.",
                hours=("12 workshop",),
            ),
        ),
        days=(
            Day(on=dt.date(2018, 7, 18), place="Jakarta", lines=("Arrival, registration",)),
            Day(
                on=dt.date(2018, 7, 19),
                place="Jakarta",
                lines=("Opening ceremony", "Orientation and safety", "Lecture: policy for small industry"),
            ),
            Day(
                on=dt.date(2018, 7, 20),
                place="Jakarta",
                lines=("Lectures", "Friday prayer", "Country reports"),
            ),
            Day(on=dt.date(2018, 7, 21), place="Jakarta", lines=("Cultural programme",)),
            Day(on=dt.date(2018, 7, 22), place="Bandung", lines=("Transfer to Bandung", "Rest")),
            Day(
                on=dt.date(2018, 7, 23),
                until=dt.date(2018, 7, 26),
                place="Bandung",
                lines=("Practice in groups",),
            ),
            Day(
                on=dt.date(2018, 7, 23),
                place="Bandung",
                lines=("Centre for Textile: visit to research and development",),
            ),
            Day(
                on=dt.date(2018, 7, 24),
                place="Bandung",
                lines=("Centre for Metal and Machinery: practice on CNC machines",),
            ),
            Day(
                on=dt.date(2018, 7, 25),
                place="Bandung",
                lines=(
                    "Centre for Pulp and Paper: recycling of beverage cartons",
                    "Centre for Materials and Technical Products: lithium-ion batteries",
                ),
            ),
            Day(
                on=dt.date(2018, 7, 26),
                place="Bandung",
                lines=("Centre for Ceramics: mini-workshop", "Action-plan workshop"),
            ),
            Day(
                on=dt.date(2018, 7, 27),
                place="Bandung",
                lines=("Visits to SMEs", "Friday prayer", "PT Dirgantara Indonesia"),
            ),
            Day(on=dt.date(2018, 7, 28), place="Bandung", lines=("Cultural programme",)),
            Day(
                on=dt.date(2018, 7, 29),
                place="Jakarta",
                lines=("Transfer to Jakarta", "Presentation of action plans"),
            ),
            Day(
                on=dt.date(2018, 7, 30),
                place="Jakarta",
                lines=("Evaluation", "Closing ceremony", "Departure"),
            ),
        ),
        expectations=(
            "Nominate people whose duties are in small and medium industry, and who will stay in them.",
            "Release them with pay for the whole period.",
            "Support the action plan after their return with time and authority.",
        ),
        qualifications=(
            Qualification(
                text="Is a national of a member country of the Colombo Plan on the date of the call.",
                strength="Required",
            ),
            Qualification(
                text="Is nominated by the national focal point of that country.", strength="Required"
            ),
            Qualification(
                text="Is a government official or an SME entrepreneur with at least three years of experience.",
                strength="Required",
            ),
            Qualification(
                text="Speaks English well enough to follow lectures and practice (B1 or better).",
                strength="Required",
            ),
            Qualification(
                text="Is between 25 and 45 years old on the first day.",
                strength="The host may waive it",
            ),
            Qualification(
                text="Has not taken part in an earlier edition of this series.",
                strength="The host may waive it",
            ),
            Qualification(text="Does not serve in the armed forces.", strength="Required"),
        ),
        required_documents=(
            RequiredDocument(name="Application form (Annex B)", provided_by="Nominee"),
            RequiredDocument(
                name="Copy of the passport",
                provided_by="Nominee",
                note="Valid for six months or more after 30 July 2018",
            ),
            RequiredDocument(
                name="Letter of endorsement", provided_by="Employer, or chamber for entrepreneurs"
            ),
            RequiredDocument(
                name="Health certificate", provided_by="Physician", note="Not older than four months"
            ),
            RequiredDocument(
                name="Country report (Annex A)", provided_by="Nominee", note="With the acceptance"
            ),
        ),
        procedure=(
            "The nominee fills in the application and sends it to the national focal point.",
            "The focal point examines and ranks the applications, and sends the nominations to the Colombo Plan Secretariat.",
            "The Secretariat and the host select participants and reserves.",
            "The Secretariat tells the focal point, who tells the nominees. Those selected accept within a week.",
            "The host sends the visa papers and the ticket.",
        ),
        deadlines=(
            Deadline(
                step="Applications reach the focal point",
                who="Nominee",
                moments=moments(dt.date(2018, 4, 20), 16, "Kathmandu", KATHMANDU),
            ),
            Deadline(
                step="Nominations reach the Secretariat",
                who="National focal point",
                moments=moments(dt.date(2018, 5, 4), 16, "Colombo", COLOMBO),
            ),
            Deadline(
                step="List of nominees reaches the host",
                who="Colombo Plan Secretariat",
                moments=moments(dt.date(2018, 5, 11), 16, "Jakarta", JAKARTA),
            ),
        ),
        notice_of_results=(
            "The focal point hears by letter from the Secretariat not later than 25 May 2018. Each nominee who is not selected is told the reason and the place on the reserve list.",
        ),
        obligations=(
            "Stay for the whole period and take part in every session of the programme.",
            "Bring a country report, and write an action plan.",
            "Keep the safety rules of the centres; without the safety briefing there is no practice.",
            "Neither take up paid work nor bring dependants.",
            "Return home at the end, and report on the action plan after three, six and twelve months.",
        ),
        organisers=(
            Contact(
                role="Host",
                office="Directorate General of Small and Medium Industry, Ministry of Industry",
                lines=("Jalan Gatot Subroto Kav. 52–53, Jakarta 12950, Indonesia",),
                email="smi@example.org",
            ),
            Contact(
                role="Coordination of South-South and Triangular Cooperation",
                office="Bureau for Foreign Technical Cooperation, Ministry of State Secretariat",
                lines=("Jakarta, Indonesia",),
                email="cooperation@example.org",
            ),
            Contact(
                role="International partner",
                office="Colombo Plan Secretariat",
                lines=("Colombo, Sri Lanka",),
                email="secretariat@example.org",
                web="colombo-plan.org",
            ),
        ),
        travel=(
            "Arrive in Jakarta on 18 July 2018 and leave on 30 July 2018 after the closing. A liaison officer meets every flight.",
            "A visa is needed by all but holders of passports that are exempt. Nominees from countries on the list of calling visas buy no ticket before the visa is approved.",
        ),
        expense_columns=("Category 1", "Host country"),
        expenses=(
            Expense(
                item="Return air ticket, economy class, shortest route",
                payers=("Colombo Plan Secretariat", "Not applicable"),
                note="To and from the international airport nearest to the duty station",
            ),
            Expense(
                item="Lodging, shared room for two",
                payers=("Host", "Host"),
                note="18 to 30 July; single room by need",
            ),
            Expense(item="Meals", payers=("Host", "Host")),
            Expense(item="Transfers and transport within the programme", payers=("Host", "Host")),
            Expense(
                item="Insurance",
                payers=("Host", "Host"),
                note="Accident and sudden illness; not conditions known before",
            ),
            Expense(item="Daily allowance", payers=("Host", "Not applicable")),
            Expense(item="Materials and practice", payers=("Host", "Host")),
            Expense(item="Visa fee, passport", payers=("Participant", "Not applicable")),
        ),
        expense_notes=("What is not named here is paid by the participant or the nominating organisation.",),
        orientation=(
            "The first morning explains the programme, the house rules, safety, and where to turn to at any hour.",
        ),
        other=(
            Topic(
                title="Climate",
                paragraphs=("July is dry. Jakarta 24 to 33 °C, Bandung 18 to 28 °C; a light jacket helps.",),
            ),
            Topic(
                title="Prayer and food",
                paragraphs=(
                    "Each site has a prayer room; the Friday prayer is kept free. Meals are halal, and vegetarian food is at every meal.",
                ),
            ),
            Topic(
                title="Privacy",
                paragraphs=(
                    "Data of nominees are used for this programme, seen by those who need them, and erased after the time that the law asks for.",
                ),
            ),
        ),
        report_lead=("Four to six pages in English, and ten slides for a talk of 15 minutes.",),
        report=(
            ReportSection(
                title="Small and medium industry in the country",
                questions=("Number, work, main branches", "Share of women among owners"),
            ),
            ReportSection(
                title="Services of technology",
                questions=("Which centres serve small industry?", "What do enterprises ask for most?"),
            ),
            ReportSection(
                title="One problem to solve", questions=("Whose problem is it?", "What has been tried?")
            ),
            ReportSection(title="Expectations of the programme"),
        ),
        form_lead=("Write in block letters as in the passport. The same form can be filled in on the web.",),
        form=(
            FormPart(
                title="A. Identity",
                fields=(
                    FormField(label="Family name", hint="Leave empty if the passport has a single name"),
                    FormField(label="Given names"),
                    FormField(label="Sex", options=("Female", "Male", "X")),
                    FormField(label="Date of birth", hint="Day, month, year"),
                    FormField(label="Nationality"),
                ),
            ),
            FormPart(
                title="B. Contact",
                fields=(
                    FormField(label="E-mail"),
                    FormField(label="Mobile telephone", hint="With the country’s code"),
                    FormField(label="Address of the office", lines=2),
                    FormField(label="Nearest international airport"),
                ),
            ),
            FormPart(
                title="C. Work",
                fields=(
                    FormField(label="Employer"),
                    FormField(
                        label="Kind of employer",
                        options=(
                            "Central government",
                            "Local government",
                            "State-owned company",
                            "SME",
                            "Association",
                            "University",
                        ),
                    ),
                    FormField(label="Position, and since when"),
                    FormField(label="Duties", lines=4),
                ),
            ),
            FormPart(
                title="D. Motivation",
                fields=(
                    FormField(label="Which problem at work should the programme help to solve?", lines=5),
                    FormField(label="How will you use what you learn?", lines=5),
                ),
            ),
            FormPart(
                title="E. Declaration",
                lead="I declare that what I wrote is true, and that I accept the obligations in this booklet.",
                fields=(
                    FormField(label="Place and date"),
                    FormField(label="Signature", lines=2),
                ),
            ),
        ),
    )


def erratum() -> Erratum:
    """A correction that moves a deadline."""
    booklet = english()
    return Erratum(
        language="en",
        letterhead=booklet.letterhead,
        title=booklet.title,
        edition=booklet.edition,
        reference=booklet.reference,
        number=1,
        old_version=1,
        new_version=2,
        issued_on=dt.date(2018, 3, 19),
        reason=(
            "The office of the Secretariat is closed on the former date. The nominations get four days more.",
        ),
        changes=(
            Change(
                what="Insurance",
                where="4.3 Expenses",
                before="Accident",
                after="Accident and sudden illness; not conditions known before",
            ),
            Change(what="Vaccination", where="5 Other information", before="", after="None is required."),
        ),
        moved_deadlines=(
            MovedDeadline(
                step="Nominations reach the Secretariat",
                who="National focal point",
                before=moments(dt.date(2018, 5, 4), 16, "Colombo", COLOMBO),
                after=moments(dt.date(2018, 5, 8), 16, "Colombo", COLOMBO),
            ),
        ),
        contact=booklet.organisers[0],
    )


def letter() -> OfficialLetter:
    """A letter to a focal point, one page."""
    return OfficialLetter(
        language="en",
        letterhead=Letterhead(
            names=english().letterhead.names,
            lines=("Jalan Gatot Subroto Kav. 52–53, Jakarta 12950", "+62 21 000 0000", "smi@example.org"),
            logo=logo(),
        ),
        place="Jakarta",
        dated_on=dt.date(2018, 3, 5),
        reference="021/SMI-2018/III/2018",
        subject="Call for nominations: Enhancing the Development of Small and Medium Industry",
        addressee=(
            "The National Focal Point of the Colombo Plan",
            "Department of Small and Cottage Industry (sample)",
            "Thimphu",
            "Bhutan",
        ),
        salutation="Dear Sir or Madam,",
        paragraphs=(
            "The Ministry of Industry of the Republic of Indonesia, with the Ministry of State Secretariat and the Colombo Plan Secretariat, has the honour to invite Bhutan to nominate two participants and at least one alternate for the programme named above, in Jakarta and Bandung from 18 to 30 July 2018.",
            "The General Information is enclosed. It tells who can be nominated, which documents are needed, and who pays for what. Nominations reach the Colombo Plan Secretariat not later than Friday 4 May 2018, 16:00 in Colombo (17:30 in Jakarta).",
            "We would be glad if at least one of the nominees were a woman, and one an entrepreneur.",
        ),
        closing="Yours faithfully,",
        signed_by=(
            "Director General of Small and Medium Industry",
            "Ministry of Industry of the Republic of Indonesia",
        ),
        enclosures=("General Information, version 1",),
        copies=(
            "Ministry of State Secretariat, Bureau for Foreign Technical Cooperation",
            "Colombo Plan Secretariat",
        ),
    )

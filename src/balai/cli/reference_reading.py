"""How the facts of the reference programme are read that stand at no one place of a page."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from balai.cli.published import UnpublishedError, every, first, joined, within, words
from balai.kernel.clock import moving_clock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree import ElementTree as ET

    from balai.cli.published import Published

EDITION = "/en/programmes/smi-2018/"
CATALOGUE = "/en/programmes/"
OPENING_DAY = f"{EDITION}days/2018-07-19/"
OPENING = "Opening ceremony"
NEWS = "/en/news/"
ARTICLE = "/en/news/ten-countries-learn-how-research-moves-small-industry/"
ISSUE = "/en/news/issues/smi-2018.pdf"
AID = "/aid/smi.xml"
REPORT = "/reports/smi-2018/1-en.pdf"
AID_IDENTIFIER = "XX-SAMPLE-smi-2018"
FEEDBACK = "/delivery/feedback/smi-2018/results/"
EXCHANGE = "/exchange/smi-2018/"
FELT = "Felt that holds its colour when it is washed"
NAME = "Capacity Building Program on Enhancing the Development of Small and Medium Industry"
NEWS_OF_GOOGLE = "{http://www.google.com/schemas/sitemap-news/0.9}"
HEADLINE = "Ten countries learn how research moves small industry"


def reported(published: Published) -> str:
    """What the report says, at the address to which the public page leads."""
    if any(link.get("href") == REPORT for link in every(published.page(EDITION), "a")):
        said = "20 participants from 10 countries came to Jakarta and Bandung"
        return within(published.paper(REPORT), said)
    raise UnpublishedError("the page of the programme has no final report")


def opened(published: Published) -> str:
    """Where the opening was, as the page of its day tells it of the opening alone."""
    for session in every(published.page(OPENING_DAY), "ol.bl-day li"):
        if first(session, "h3") == OPENING:
            return within(joined(session, "p.bl-row"), "Mercure Hotel Jakarta")
    return ""


def subscribed(published: Published) -> str:
    """Of the form of a subscription: the name of the field for an e-mail address, and a topic."""
    page = published.page(f"{NEWS}subscribe/")
    labels = {one.get("for", ""): words(one) for one in every(page, "form label")}
    addresses = [one.get("id", "") for one in every(page, "form input") if one.get("type") == "email"]
    found = [labels[one] for one in addresses if one in labels]
    offered = ["Ceramics"] if any("Ceramics" in label for label in labels.values()) else []
    return "; ".join([*found, *offered])


def of_aid(published: Published) -> ET.Element:
    """What the newest IATI file of the series tells of the edition."""
    for activity in published.xml(AID):
        if activity.findtext("iati-identifier") == AID_IDENTIFIER:
            return activity
    raise UnpublishedError(f"{AID} tells nothing of {AID_IDENTIFIER}")


def texts(elements: Iterable[Any]) -> list[str]:
    return ["".join(one.itertext()) for one in elements]


def of_section(published: Published, address: str, heading: str) -> str:
    """The first link of the section that a heading names."""
    for section in every(published.page(address), "section"):
        if section.get("aria-labelledby") == heading:
            return first(section, "a")
    return ""


def most_read(published: Published) -> str:
    """What stands among the most read once somebody has opened the article in a browser."""
    published.visit(ARTICLE)
    page = published.page("/id/news/")
    headline = "Sepuluh negara belajar bagaimana riset menggerakkan industri kecil"
    for section in every(page, "section"):
        if section.get("aria-labelledby") == "h-most-read":
            return within(joined(section, "a"), headline)
    return ""


def coded(published: Published) -> str:
    """Where the QR code beside the news of the programme leads."""
    for code in every(published.page(f"{NEWS}?programme=smi-2018"), "img.bl-qr"):
        return urlsplit(code.get("alt", "").partition(": ")[2]).path
    return ""


def shared(published: Published, address: str) -> str:
    for link in every(published.page(address), "a"):
        target = urlsplit(link.get("href", ""))
        if target.netloc == "wa.me":
            return within(parse_qs(target.query)["text"][0], HEADLINE)
    return ""


def certificates() -> list[Any]:
    from balai.certificates.models import Certificate

    return list(Certificate.objects.filter(edition__code="smi-2018").order_by("number"))


def valid_certificates(published: Published) -> str:
    """How many certificates a stranger finds valid, each on its own page."""
    pages = [published.page(f"/en/c/{one.number}/") for one in certificates()]
    return str(sum(next(every(page, "div.ok"), None) is not None for page in pages))


def coordinates(published: Published, sites: Iterable[str]) -> str:
    """Where some sites are, as the public page of the edition tells programs."""
    (told,) = (
        json.loads(words(one))
        for one in every(published.page(EDITION), "script")
        if one.get("type") == "application/ld+json"
    )
    found = {
        place["name"].partition(",")[0]: place["geo"]
        for city in told["@graph"][0]["location"]
        for place in city.get("containsPlace", ())
    }
    return "; ".join(
        f"{name} {found[name]['latitude']:.3f}, {found[name]['longitude']:.3f}"
        for name in sites
        if name in found
    )


def told_to_aggregators(published: Published) -> str:
    """The titles of the news sitemap, as they stood in it on the day after the end."""
    with moving_clock(dt.datetime(2018, 7, 31, 12, tzinfo=dt.UTC)):
        titles = texts(published.xml(f"{NEWS}sitemap.xml").iter(f"{NEWS_OF_GOOGLE}title"))
    return within("; ".join(titles), HEADLINE)


def voice(published: Published) -> str:
    """What somebody said, and how they let themselves be named."""
    return " – ".join(joined(published.page(ARTICLE), f"blockquote {part}") for part in ("p", "footer"))


def came_of_it(published: Published) -> str:
    """Participants, certificates, plans, and who was heard of at each time, as everybody reads it."""
    asked = ("participants", "certificates", "plans", "heard")
    figures = published.json(f"{EDITION}evidence.json")["figures"]
    return "; ".join(one["text"] for name in asked for one in figures if one["measure"] == name)


def followed(published: Published) -> str:
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


def alumni(published: Published) -> str:
    """How many of the edition other alumni find, and whose offer to come back was taken up."""
    reader = "programme_officer"
    found = published.json("/api/v1/alumni/?edition=smi-2018", reader=reader)["items"]
    offers = published.json("/api/v1/alumni/offers?state=taken_up", reader=reader)["items"]
    back = sum(bool(one["resource_person"]) and one["edition"] != "smi-2018" for one in offers)
    return f"{len(found)} of the directory; {back} taken up as a resource person for the next edition"


def exchanged(published: Published) -> str:
    """How many interests there are, how many their centres answered, and how many sides are in contact."""
    told = published.json("/api/v1/exchange/smi-2018/summary", reader="programme_officer")
    return f"{told['interests']} interests, {told['answered']} of them answered; {told['agreed']} in contact"


def cooperated(published: Published) -> str:
    """What an alumnus and who needed something told of working together, after 3, 6 and 12 months."""
    for match in every(published.page(EXCHANGE, reader="programme_officer"), "#matches li"):
        if first(match, "span.bl-strong") == FELT and (told := texts(every(match, "p.bl-dense"))):
            return "; ".join(" ".join(one.split()).partition(" –")[0] for one in told)
    raise UnpublishedError(f"{EXCHANGE} tells nothing of what came of “{FELT}”")


def felt(published: Published) -> str:
    """How many sessions are told of, and what was said of practice on machines."""
    rows = list(every(published.page(FEEDBACK, reader="programme_officer"), "tbody tr"))
    of_machines = [row for row in rows if first(row, "th").startswith("Practice on CNC machines")]
    told = []
    for row in sorted(of_machines, key=words):
        number, useful = [words(cell) for cell in every(row, "td")][:2]
        told.append(f"{useful.partition('%')[0]}% of {number}")
    return f"{len(rows)} sessions; practice on machines useful to {', '.join(told)}"


def paper(published: Published) -> str:
    """What the participant's own certificate says on paper, at the address that their own page gives."""
    for link in every(published.page("/certificates/mine/", reader="participant"), "a"):
        address = link.get("href", "")
        if address.endswith("/certificate.pdf"):
            return within(published.paper(address, reader="participant"), NAME)
    raise UnpublishedError("the participant’s own page has no certificate")


def issuer(published: Published) -> str:
    found = certificates()
    if not found:
        raise UnpublishedError("there is no certificate")
    name: str = published.json(f"/credentials/{found[0].pk}")["issuer"]["name"]
    return within(name, "(demonstration)")


def for_members(published: Published) -> str:
    page = published.page(ARTICLE, reader="participant")
    return within(
        joined(page, "aside.bl-members p"), "Your certificate and your presence are on your own pages."
    )

"""How the reference programme was told: its news, feeds, papers and aid data, each with where it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.cli import reference_reading as reading
from balai.cli.published import every, within
from balai.cli.reference_reading import AID, AID_IDENTIFIER, ARTICLE, HEADLINE, ISSUE, NEWS, REPORT
from balai.cli.reference_rows import Row, every_text, holds

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.cli.published import Published

ARTICLE_IN_INDONESIAN = ARTICLE.replace("/en/", "/id/")
ATOM = "{http://www.w3.org/2005/Atom}"
TOLD = "How it was published"


def told() -> list[Row]:
    article = ARTICLE
    return [
        every_text(TOLD, "headline", HEADLINE, (article, "h1"), "ArticleVersion.headline (en)"),
        every_text(
            TOLD,
            "headline in Indonesian",
            "Sepuluh negara belajar bagaimana riset menggerakkan industri kecil",
            (ARTICLE_IN_INDONESIAN, "h1"),
            "ArticleVersion.headline (id)",
        ),
        holds(
            TOLD,
            "lead",
            "Twenty officials and entrepreneurs spent thirteen days in Indonesia",
            (article, "p.bl-lead"),
            "ArticleVersion.lead",
        ),
        every_text(TOLD, "dateline", "Jakarta.", (article, "span.dateline"), "ArticleVersion.dateline"),
        holds(
            TOLD,
            "body, with figures of the records",
            "Its 20 participants came from ten members of the Colombo Plan: Afghanistan, Bangladesh, Bhutan, India,"
            " Indonesia, Laos, Myanmar, Nepal, Pakistan and Sri Lanka.",
            (article, "div.bl-read p"),
            "ArticleVersion.body",
        ),
        holds(
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
        every_text(
            TOLD,
            "topics",
            "Ceramics; Metal and machinery; Pulp and paper; Research and development;"
            " South-South and Triangular Cooperation",
            (article, "a.bl-topic"),
            "Article.topics",
        ),
        _section(
            "related articles",
            "Clay, glaze and ten countries at one table",
            (article, "Related"),
            "Article.topics",
        ),
        _section(
            "latest news",
            "Clay, glaze and ten countries at one table",
            (article, "Latest"),
            "Article.published_at",
        ),
        _section("recommended", HEADLINE, (NEWS, "Recommended"), "Article.is_recommended"),
        every_text(TOLD, "photo section", "Pictures", (article, "h2#h-pictures"), "Photo"),
        Row(
            part=TOLD,
            what="most read",
            fact="Sepuluh negara belajar bagaimana riset menggerakkan industri kecil",
            source="/id/news/ section “Most read”, once a reader has opened the article",
            record="ArticleReading",
            read=reading.most_read,
        ),
        holds(
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
            record="FinalReport.published_at, ReportFile",
            read=reading.reported,
        ),
        Row(
            part=TOLD,
            what="aid data (IATI): the final report is named",
            fact="A07; A07",
            source=f"{AID} iati-activity {AID_IDENTIFIER}, document-link, category",
            record="AidPublication",
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
            record="AidPublication",
            read=lambda published: "; ".join(
                one.get("code", "") for one in reading.of_aid(published).findall("recipient-country")
            ),
        ),
        Row(
            part=TOLD,
            what="aid data: no amount where none is recorded",
            fact="0",
            source=f"{AID} iati-activity {AID_IDENTIFIER}, transaction and budget",
            record="AidPublication",
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
        Row(
            part=TOLD,
            what="subscription by e-mail, to topics of the news",
            fact="E-mail address; Ceramics",
            source=f"{NEWS}subscribe/ form label, of the field for an e-mail address and of a topic",
            record="Topic of a public article",
            read=reading.subscribed,
        ),
        Row(
            part=TOLD,
            what="news sitemap for aggregators",
            fact=HEADLINE,
            source=f"{NEWS}sitemap.xml news:title, as it was on 31 July 2018",
            record="ArticleVersion.headline, Article.published_at",
            read=reading.told_to_aggregators,
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


def _section(what: str, fact: str, place: tuple[str, str], record: str) -> Row:
    """What a section beside an article or on the front page leads to, by its heading."""
    address, heading = place
    return Row(
        part=TOLD,
        what=what,
        fact=fact,
        source=f"{address} section “{heading}” a",
        record=record,
        read=lambda published: reading.of_section(published, address, f"h-{heading.lower()}"),
    )


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

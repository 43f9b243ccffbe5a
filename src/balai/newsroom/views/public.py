"""What everybody reads: the front page, an article, its photos, feeds and the news sitemap."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from balai.directory.models import Topic
from balai.engine.documents.quick import qr_svg
from balai.engine.documents.words import language_for
from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.newsroom.documents.issue import draft_of_issue, pdf_of
from balai.newsroom.queries.articles import (
    NEWEST_FIRST,
    articles_public,
    as_listed,
    latest_besides,
    photos_shown,
    quotations_shown,
    recommended,
    related_to,
)
from balai.newsroom.rules.access import MEMBERS
from balai.newsroom.rules.counting import is_a_reading
from balai.newsroom.rules.reading import blocks_of, paragraphs
from balai.newsroom.services.counting import count_reading, most_read
from balai.newsroom.services.issues import kept_issue
from balai.newsroom.views import feeds
from balai.office.addresses import link_to, public_url
from balai.people.access import public
from balai.people.models import Account
from balai.people.queries import grants_held_by
from balai.programmes.enums import Publicity
from balai.programmes.models import Edition
from balai.ui.conditional import known_to, tag_of, tagged
from balai.ui.context import Shell
from balai.ui.parts import Sharing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from balai.newsroom.models import Article, ArticleVersion, Photo

FRONT_ROWS = 12
FEED_ROWS = 20
A_MINUTE = 60
WORDS_A_MINUTE = 200


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The newest articles, twelve at a time: all, or those of a topic or a programme."""
    rows, about, chosen, edition = _asked_for(request)
    listed = as_listed(rows, "published__body").order_by()  # whose words tell which drawing fits
    page = page_of(listed, order=NEWEST_FIRST, after=request.GET.get("after", ""), size=FRONT_ROWS)
    number = len(page.rows)
    shown = ngettext("%(number)s article on this page", "%(number)s articles on this page", number)
    advised = recommended() if not request.GET else []
    read_most = most_read(on=clock.now().date()) if not request.GET else []
    pager = pager_of(page, request.GET, shown % {"number": number})
    lists = [[_mark(article) for article in articles] for articles in (page.rows, advised, read_most)]
    tag = tag_of(request, lists, about, chosen, str(edition.title) if edition else "", str(pager))
    known = known_to(request, tag)
    if known is not None:
        return known
    context = {
        "subject": about,
        "chosen": chosen,
        "programme": edition,
        "rows": [row_of(article) for article in page.rows],
        "pager": pager,
        "recommended": [line_of(article) for article in advised],
        "most_read": [line_of(article) for article in read_most],
    }
    if edition and page.rows:
        address = link_to(_issue_of(edition))
        context |= {"issue": _issue_of(edition), "issue_address": address, "code": _code(address)}
    answer = render(request, "newsroom/front.html", context)
    return tagged(answer, tag) if tag else kept(request, answer)


@public
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article with what belongs to it; that it was opened is counted, and not by whom."""
    at = clock.now()
    found = get_object_or_404(articles_public(), slug=slug)
    version = cast("ArticleVersion", found.published)
    photos = list(photos_shown().filter(article=found))
    topics = list(found.topics.order_by("code"))
    corrections = list(found.corrections.order_by("at"))
    url = f"{Shell(request).origin}{request.path}"
    shared = _sharing(found, version, photos, request, url)
    context = {
        "article": found,
        "version": version,
        "minutes": max(1, len(str(version.body).split()) // WORDS_A_MINUTE),
        "cover": version.cover,
        "photos": photos,
        "blocks": [
            {"text": block} if isinstance(block, str) else {"quotation": block}
            for block in blocks_of(str(version.body), list(quotations_shown(found)))
        ],
        "members": paragraphs(str(version.members_text))
        if version.members_text and _is_member(request)
        else [],
        "has_members_text": bool(version.members_text),
        "topics": topics,
        "like_this": _like(found, topics),
        "corrections": corrections,
        "related": [{"row": line_of(one.article), "why": one.why} for one in related_to(found, topics)],
        "latest": [line_of(one) for one in latest_besides(found)],
        "most_read": [line_of(one) for one in most_read(on=at.date())],
        "number_of_facts": len(version.facts),
        "share": _share(str(version.headline), url),
        "code": _code(url),
        "issue": _issue_of(found.edition) if found.edition else "",
        "shared": shared,
        "data": feeds.linked(found, version, shared, corrections, _office(request)),
    }
    answer = kept(request, render(request, "newsroom/read.html", context))
    if is_a_reading(request, status=answer.status_code):
        count_reading(article_id=found.pk, on=at.date())
    return answer


@public
@require_safe
def photo(request: HttpRequest, digest: str) -> HttpResponse:
    """A photo of a public article, as long as those it shows agree; asked for anew every minute."""
    found = photos_shown().filter(digest=digest).first()
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    response["ETag"] = f'"{found.digest[:32]}"'
    response["Cache-Control"] = f"public, max-age={A_MINUTE}"
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return cast("HttpResponse", answer)


@public
@require_safe
def issue(request: HttpRequest, code: str) -> HttpResponse:
    """The printable issue of a programme in the reader's language, set anew when anything in it changed."""
    edition = get_object_or_404(Edition, code=code, publicity=Publicity.PUBLIC)
    language = language_for(get_language() or "en")
    draft = draft_of_issue(edition, language)
    if draft is None:
        raise Http404
    tag = f'"{draft.digest[:32]}"'
    known = get_conditional_response(request, etag=tag)
    if known is not None:
        return known
    at = clock.now()
    content = kept_issue(
        edition=edition, language=language, digest=draft.digest, make=partial(pdf_of, draft, at=at), at=at
    )
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{edition.code.lower()}-{language}.pdf"'
    answer["ETag"] = tag
    answer["Cache-Control"] = "no-cache"  # somebody may no longer agree the next minute
    return answer


@public
@require_safe
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest articles for feed readers: Atom, JSON Feed or RSS; of one topic or programme, if asked."""
    rows, about, chosen, _edition = _asked_for(request)
    office = _office(request)
    title = gettext("News of %(office)s") % {"office": office}
    origin = public_url()
    channel = feeds.Channel(
        title=f"{title}: {about}" if about else title,
        office=office,
        origin=origin,
        page=f"{origin}{reverse('news:front')}{chosen}",
        url=f"{origin}{request.get_full_path()}",
    )
    content, media_type = feeds.WRITERS[kind](list(rows[:FEED_ROWS]), channel)
    return kept(request, HttpResponse(content, content_type=media_type))


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The articles of the last two days, for search engines of news."""
    since = clock.now() - feeds.NEWS_FOR
    rows = list(articles_public().filter(published_at__gte=since)[: feeds.MOST_OF_SITEMAP])
    content = feeds.news_sitemap(rows, origin=public_url(), name=Shell(request).host.organisation or "Balai")
    return kept(request, HttpResponse(content, content_type="application/xml; charset=utf-8"))


def _asked_for(request: HttpRequest) -> tuple[QuerySet[Article], str, str, Edition | None]:
    """The articles of a topic or a programme, else all; what that is called; how an address says it."""
    rows = articles_public()
    if code := request.GET.get("topic", ""):
        topic = get_object_or_404(Topic, code=code)
        return rows.filter(topics=topic), str(topic.name), "?" + urlencode({"topic": code}), None
    if code := request.GET.get("programme", ""):
        edition = get_object_or_404(Edition, code=code, publicity=Publicity.PUBLIC)
        return rows.filter(edition=edition), str(edition.title), "?" + urlencode({"programme": code}), edition
    return rows, "", "", None


def _office(request: HttpRequest) -> str:
    """Who writes the news."""
    host = Shell(request).host
    return host.unit or host.organisation or "Balai"


def _issue_of(edition: Edition) -> str:
    return reverse("news:issue", args=[edition.code])


def _code(address: str) -> str:
    """A QR code as the address of its own drawing."""
    return "data:image/svg+xml;base64," + b64encode(qr_svg(address).encode()).decode()


def _share(headline: str, url: str) -> list[tuple[str, str]]:
    """Names with addresses that share an article: plain links, so that nobody else learns who reads it."""
    both = f"{headline} {url}"
    return [
        ("WhatsApp", "https://wa.me/?" + urlencode({"text": both})),
        ("Telegram", "https://t.me/share/url?" + urlencode({"url": url, "text": headline})),
        ("Facebook", "https://www.facebook.com/sharer/sharer.php?" + urlencode({"u": url})),
        (gettext("By mail"), "mailto:?" + urlencode({"subject": headline, "body": url}).replace("+", "%20")),
    ]


def _like(found: Article, topics: Sequence[Topic]) -> str:
    told = {"topic": [topic.code for topic in topics]}
    if found.edition:
        told["programme"] = [found.edition.code]
    return "?" + urlencode(told, doseq=True)


def kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An answer that readers keep and ask about again by its tag."""
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = tag
    return cast("HttpResponse", get_conditional_response(request, etag=tag, response=response))


def line_of(article: Article) -> dict[str, Any]:
    """An article as a line of what is also to be read."""
    return {
        "url": reverse("news:article", args=[article.slug]),
        "headline": cast("ArticleVersion", article.published).headline,
        "at": article.published_at,
    }


def row_of(article: Article) -> dict[str, Any]:
    """An article as lists show it, with its drawing."""
    version = cast("ArticleVersion", article.published)
    return line_of(article) | {
        "lead": version.lead,
        "programme": article.edition.title if article.edition else "",
        "cover": version.cover,
        "is_sample": article.is_sample,
    }


def _mark(article: Article) -> tuple[object, ...]:
    """What a list shows of an article, as a mark: a version stays as it was published."""
    programme = str(article.edition.title) if article.edition else ""
    return (article.slug, article.published_id, article.published_at, programme, article.is_sample)


def _is_member(request: HttpRequest) -> bool:
    """Whether the reader is one now; at the door of a public page nobody asks for grants."""
    if not isinstance(request.user, Account):
        return False
    return any(grant.role in MEMBERS for grant in grants_held_by(request.user, at=clock.now()))


def _sharing(
    found: Article, version: ArticleVersion, photos: Sequence[Photo], request: HttpRequest, url: str
) -> Sharing:
    origin = Shell(request).origin
    if photos:
        image, says = reverse("news:photo", args=[photos[0].digest]), str(photos[0].alternative)
    else:
        image = static(f"ui/covers/{version.cover}.png")
        says = gettext("A drawing that stands for the theme: %(theme)s") % {"theme": version.headline}
    return Sharing(
        title=str(version.headline),
        description=str(version.lead),
        url=url,
        image=f"{origin}{image}",
        image_says=says,
    )

"""The desk of those who write: the list of articles, beginning one, and the editor."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import RuleViolationError
from balai.kernel.translated import TranslatedText
from balai.newsroom.enums import ArticleState
from balai.newsroom.forms import (
    ArticleForm,
    CorrectionForm,
    PhotoForm,
    QuotationForm,
    StartForm,
    VerificationForm,
)
from balai.newsroom.queries.articles import CHANGED_FIRST, consents_to_press
from balai.newsroom.queries.facts import label_of, records_of
from balai.newsroom.rules.access import (
    READERS,
    WRITERS,
    editions_to_write_about,
    may_write,
    readable_articles,
)
from balai.newsroom.rules.binding import TOKEN, resolved
from balai.newsroom.rules.publishing import hints_for
from balai.newsroom.services import press, publishing, writing
from balai.people.access import admit, roles
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from django import forms
    from django.http import HttpResponse

    from balai.newsroom.models import Article
    from balai.newsroom.queries.facts import Fact
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition

STATES = {ArticleState.DRAFT: "wait", ArticleState.PUBLISHED: "ok", ArticleState.WITHDRAWN: "block"}
"""How a state is drawn."""
EDITIONS_OFFERED = 200
MOST_DIGITS = 4


@roles(*READERS)
@require_safe
def articles(request: SignedInRequest) -> HttpResponse:
    """Every article that the reader may see, changed last first."""
    rows = readable_articles(request.grants).select_related(
        "published", "edition__series", "edition__country"
    )
    page = page_of(rows, order=CHANGED_FIRST, after=request.GET.get("after", ""))
    number = len(page.rows)
    shown = ngettext("%(number)s article on this page", "%(number)s articles on this page", number)
    context = {
        "rows": [
            {"article": row, "headline": headline, "state": STATES[ArticleState(row.state)]}
            for row, headline in zip(page.rows, _headlines(page.rows), strict=True)
        ],
        "pager": pager_of(page, request.GET, shown % {"number": number}),
        "writes": any(grant.role in WRITERS for grant in request.grants),
    }
    return render(request, "newsroom/articles.html", context)


def _headlines(
    rows: Sequence[Article], known_of: Mapping[Edition, Mapping[str, Fact]] | None = None
) -> list[TranslatedText]:
    """What headlines say to readers; the records are asked once for each edition that one refers to."""
    facts = dict(known_of or {})
    said = []
    for row in rows:
        words = row.headline
        if row.published is not None and row.state == ArticleState.PUBLISHED:
            words = row.published.headline
        elif row.edition is not None and any(TOKEN.search(text) for text in words.values()):
            if row.edition not in facts:
                facts[row.edition] = records_of(row.edition).facts
            known = facts[row.edition]
            words = TranslatedText({code: resolved(text, known, code) for code, text in words.items()})
        said.append(words)
    return said


@roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: SignedInRequest) -> HttpResponse:
    """Begin an article: about an edition with a draft from its records, or with a headline alone."""
    editions = editions_to_write_about(request.grants).select_related("series", "country")
    form = StartForm(
        request.POST or None,
        editions=editions[:EDITIONS_OFFERED],
        may_be_free=may_write(request.grants, None) is None,
    )
    if request.method == "POST" and form.is_valid():
        edition = form.editions.get(form.cleaned_data["edition"])
        texts = press.draft_of(edition) if edition else {"headline": form.cleaned_data["headline"]}
        article = writing.start_article(
            edition=edition, texts=texts, actor=request.user.reference, at=clock.now()
        )
        return redirect("newsroom:article", article.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "crumbs": [*_crumbs(), Crumb(label=gettext("A new article"))]}
    return render(request, "newsroom/start.html", context, status=status)


@roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def article(request: SignedInRequest, article_id: UUID) -> HttpResponse:
    """One article: its texts, what is wrong in them, and every deed that can be done with it."""
    readable = readable_articles(request.grants).select_related("published", "edition")
    found = get_object_or_404(readable, pk=article_id)
    refusal = may_write(request.grants, found.edition)
    forms = _forms(request, found)
    problem = None
    if request.method == "POST":
        admit(refusal)
        name = next((name for name in DEEDS if name in request.POST), "save")
        form = forms.get(name)
        if form is None or form.is_valid():
            try:
                messages.success(request, DEEDS[name](request, found, form))
            except RuleViolationError as violation:
                problem = violation.refusal
            else:
                return redirect("newsroom:article", article_id)
    is_wrong = problem is not None or any(form.errors for form in forms.values())
    status = (
        HTTPStatus.CONFLICT if problem else HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    )
    context = _context(found, forms) | {"refusal": problem, "writes": refusal is None}
    return render(request, "newsroom/article.html", context, status=status)


# --- deeds ------------------------------------------------------------------------------------------


def _save(request: SignedInRequest, found: Article, form: Any) -> str:
    writing.write_article(
        article_id=found.pk,
        texts=form.texts,
        topics=form.cleaned_data["topics"],
        is_recommended=form.cleaned_data["is_recommended"],
        actor=request.user.reference,
        at=clock.now(),
    )
    return gettext("Saved. Readers see it when it is published.")


def _publish(request: SignedInRequest, found: Article, form: Any) -> str:
    publishing.publish_article(article_id=found.pk, actor=request.user.reference, at=clock.now())
    return gettext("Published.")


def _withdraw(request: SignedInRequest, found: Article, form: Any) -> str:
    publishing.withdraw_article(article_id=found.pk, actor=request.user.reference, at=clock.now())
    return gettext("Withdrawn. Nobody reads it now.")


def _verify(request: SignedInRequest, found: Article, form: Any) -> str:
    writing.verify(
        article_id=found.pk,
        said=form.cleaned_data["said"],
        source=form.cleaned_data["source"],
        actor=request.user.reference,
        at=clock.now(),
    )
    return gettext("Noted, with your name and the moment.")


def _quote(request: SignedInRequest, found: Article, form: Any) -> str:
    quotation = writing.quote(
        article_id=found.pk,
        words=form.cleaned_data["words"],
        attribution=form.cleaned_data["attribution"],
        speaker=form.agreed.person if form.agreed else None,
        consent=form.agreed,
        actor=request.user.reference,
        at=clock.now(),
    )
    return gettext("Added. It stands where the text has {quote:%(number)s}.") % {"number": quotation.order}


def _picture(request: SignedInRequest, found: Article, form: Any) -> str:
    file = form.cleaned_data["file"]
    about = {name: form.cleaned_data[name] for name in ("caption", "alternative", "credit", "is_drawn")}
    writing.add_photo(
        article_id=found.pk,
        content=file.read(),
        name=file.name,
        about=about | {"shows_people": form.agreed is not None},
        consent=form.agreed,
        actor=request.user.reference,
        at=clock.now(),
    )
    return gettext("Added.")


def _correct(request: SignedInRequest, found: Article, form: Any) -> str:
    publishing.correct_article(
        article_id=found.pk,
        text=form.cleaned_data["text"],
        actor=request.user.reference,
        at=clock.now(),
    )
    return gettext("Said below the article. Publish the text that is right, too.")


def _take_out(request: SignedInRequest, found: Article, form: Any) -> str:
    kind, _sign, number = request.POST["take_out"].partition(":")
    parts: dict[str, Any] = {"quotation": found.quotations, "photo": found.photos.defer("content")}
    if kind not in parts or not number.isdecimal() or len(number) > MOST_DIGITS:
        raise Http404
    part = get_object_or_404(parts[kind], order=number)
    writing.take_out(part=part, actor=request.user.reference, at=clock.now())
    return gettext("Taken out. Readers no longer see it.")


DEEDS: dict[str, Callable[[SignedInRequest, Article, Any], str]] = {
    "publish": _publish,
    "withdraw": _withdraw,
    "verify": _verify,
    "quote": _quote,
    "photo": _picture,
    "correct": _correct,
    "take_out": _take_out,
    "save": _save,
}
"""By the name of the button."""


def _forms(request: SignedInRequest, found: Article) -> dict[str, forms.Form]:
    """Each form, filled with what was sent where its button was pressed."""

    def sent(name: str) -> dict[str, Any]:
        is_sent = request.method == "POST" and name in request.POST
        return {"data": request.POST, "files": request.FILES} if is_sent else {}

    consents = list(consents_to_press(found.edition)) if found.edition else []
    return {
        "save": ArticleForm(**sent("save"), article=found),
        "verify": VerificationForm(**sent("verify"), prefix="verify"),
        "correct": CorrectionForm(**sent("correct"), prefix="correct"),
        "quote": QuotationForm(
            **sent("quote"),
            prefix="quote",
            consents=consents,
            nobody=gettext("An office, in public"),
        ),
        "photo": PhotoForm(
            **sent("photo"),
            prefix="photo",
            consents=consents,
            nobody=gettext("Nobody who can be recognised"),
        ),
    }


def _context(found: Article, forms: dict[str, forms.Form]) -> dict[str, Any]:
    records = records_of(found.edition)
    (headline,) = _headlines([found], {found.edition: records.facts} if found.edition else None)
    quotations = list(found.quotations.select_related("consent").order_by("order"))
    photos = list(found.photos.select_related("consent").defer("content").order_by("order"))
    return {
        "article": found,
        "headline": headline,
        "state": STATES[ArticleState(found.state)],
        "forms": forms,
        "faults": publishing.faults_now(found, at=clock.now(), records=records),
        "facts": [
            {"label": label_of(fact), "token": fact.token, "now": fact.now} for fact in records.facts.values()
        ],
        "hints": hints_for(
            found, quotations=quotations, photos=photos, topics=list(found.topics.order_by("code"))
        ),
        "quotations": quotations,
        "photos": photos,
        "corrections": list(found.corrections.order_by("at")),
        "verifications": _made_sure(found, records.facts),
        "crumbs": [*_crumbs(), Crumb(label=str(headline))],
    }


def _made_sure(found: Article, known: Mapping[str, Fact]) -> list[tuple[str, list[str]]]:
    """What was verified, by where it was: facts by what they are called, and words as they stand."""
    by_source: dict[str, list[str]] = {}
    for one in found.verifications.order_by("said"):
        fact = known.get(one.said.removeprefix("fact:")) if one.said.startswith("fact:") else None
        by_source.setdefault(one.source, []).append(label_of(fact) if fact else f"“{one.said}”")
    return list(by_source.items())


def _crumbs() -> list[Crumb]:
    return [Crumb(label=gettext("News"), url=reverse("newsroom:articles"))]

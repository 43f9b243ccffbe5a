"""News by mail: asking for it, and what the links in its mails open, all of it without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from balai.kernel import clock
from balai.kernel.errors import too_many
from balai.newsroom.forms import AskForm, ChoiceForm
from balai.newsroom.models import Subscription
from balai.newsroom.services import subscribing
from balai.people.access import may_guess, public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for news by mail; the answer is the same whatever the office knows of the address."""
    chosen = {"topics": request.GET.getlist("topic"), "editions": request.GET.getlist("programme")}
    told = chosen | {"is_of_everything": not any(chosen.values()), "language": get_language()}
    form = AskForm(request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        if not may_guess(request, "subscription"):
            return too_many(request)
        subscribing.ask_for_news(**form.cleaned_data, at=clock.now())
        return redirect(f"{reverse('news:subscribe')}?asked=1")
    context = {"form": form, "is_asked": "asked" in request.GET, "days": subscribing.UNCONFIRMED_FOR.days}
    return render(request, "newsroom/subscribe.html", context, status=422 if form.errors else 200)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """What the link in a mail opens: confirm what was asked for, change it, or end it.

    Programs that look through mails open links, too; so nothing happens until a button is pressed.
    """
    found = _found(token)
    if found is None:
        return _page(request, None, None)
    form = ChoiceForm(
        request.POST if "change" in request.POST else None,
        initial={
            "language": found.language,
            "is_of_everything": found.is_of_everything,
            "topics": [topic.code for topic in found.topics.all()],
            "editions": [edition.code for edition in found.editions.all()],
        },
    )
    if request.method == "POST":
        at = clock.now()
        if "end" in request.POST:
            subscribing.end_subscription(subscription_id=found.pk, at=at)
            return redirect(request.path)
        if "confirm" in request.POST:
            held = subscribing.confirm_subscription(subscription_id=found.pk, at=at)
            messages.success(request, gettext("Confirmed. The next article of this kind comes by mail."))
            return redirect(_at(held))
        if form.is_valid():
            held = subscribing.change_subscription(subscription_id=found.pk, **form.cleaned_data, at=at)
            messages.success(request, gettext("Changed."))
            return redirect(_at(held))
    return _page(request, found, form)


@csrf_exempt  # a mail program posts here of its own (RFC 8058); the address is secret, and no cookie counts
@public
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End it with one click, in a mail program or on the page; ended already, it stays so."""
    found = _found(token)
    if request.method == "POST" and found is not None:
        subscribing.end_subscription(subscription_id=found.pk, at=clock.now())
        found = None
    return _page(request, found, None)


def _found(token: str) -> Subscription | None:
    key = subscribing.key_in(token)
    if key is None:
        raise Http404
    return Subscription.objects.filter(pk=key).first()


def _at(held: Subscription) -> str:
    """The page of a subscription in the language that was chosen."""
    with override(held.language):
        return reverse("news:subscription", args=[subscribing.token_for(held)])


def _page(request: HttpRequest, found: Subscription | None, form: Any) -> HttpResponse:
    context = {
        "subscription": found,
        "what": subscribing.what_of(found, get_language() or "en") if found else "",
        "form": form if found and found.confirmed_at else None,
    }
    wrong = form is not None and bool(form.errors)
    answer = render(request, "newsroom/subscription.html", context, status=422 if wrong else 200)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer

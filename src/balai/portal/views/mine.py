"""My programme: the participant's own page, which installs on a telephone and opens without network."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from balai.certificates.queries.certificates import certificates_about
from balai.delivery.queries.presence import own_slots, participations_of
from balai.delivery.services.presence import claim_presence
from balai.delivery.views.keeping import kept, worker_answer
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import person_of, public, signed_in
from balai.people.queries import identities_of
from balai.portal.views.showing.mine import mine_of, words_of_time
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant
from balai.selection.rules.offers import may_leave
from balai.ui import wording

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest

FAMILY = "balai-my-programme"
"""Whatever begins with “balai-my-” is forgotten when its owner signs out (ui/forget.js)."""
FILES = ("delivery/delivery.css", "ui/own-sessions.css", "portal/mine.css", "portal/mine.js", "ui/forget.js")


@signed_in
@require_safe
def my_programme(request: SignedInRequest) -> HttpResponse:
    """What is next, the code for the door, today, every day, one's presence, and what leads on."""
    return _page(request)


def _page(request: SignedInRequest, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    at = clock.now()
    persons = identities_of(person_of(request))
    own = list(participations_of(person_of(request), at=at).select_related("edition__country"))
    asked = request.GET.get("edition", "")
    shown = next((one for one in own if one.edition.code == asked), own[0] if own else None)
    context: dict[str, object] = {"refusal": refusal, "family": kept(FAMILY, FILES)["family"]}
    if shown is not None:
        now = at.astimezone(ZoneInfo(shown.edition.time_zone))
        context |= {
            "participant": shown,
            "edition": shown.edition,
            "others": [one.edition for one in own if one is not shown],
            "mine": mine_of(shown, at=at),
            "is_asked": may_leave(shown) is None,
            "moment": wording.clock(now),
            "day": wording.brief_day(now.date()),
            "certificates": certificates_about(persons).filter(participant=shown),
            "words": words_of_time() | {"zone": shown.edition.time_zone, "day": str(now.date())},
        }
    return render(request, "portal/my_programme.html", context, status=status)


@signed_in
@require_POST
def claim(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Say afterwards that one was at a session: it counts as said, and a coordinator looks at it."""
    person = person_of(request)
    participant = get_object_or_404(
        Participant.objects.filter(
            person__in=identities_of(person), state=ParticipantState.CONFIRMED
        ).select_related("edition"),
        edition__sessions=key,
    )
    slot = get_object_or_404(own_slots(participant), session=key)
    try:
        claim_presence(slot=slot, participant=participant, actor=person, at=clock.now())
    except RuleViolationError as violation:
        return _page(request, refusal=violation.refusal, status=409)
    messages.success(request, gettext("It is noted as said by you. A coordinator looks at it."))
    return redirect(f"{reverse('portal:my_programme')}?edition={participant.edition.code}#presence")


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of this page alone; it holds nothing of anybody."""
    return worker_answer(FAMILY, FILES, is_own=True)


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a telephone needs to install the page beside its other programs."""
    address = reverse("portal:my_programme")
    icons = [
        {
            "src": static(f"portal/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": use,
        }
        for size in (192, 512)
        for use in ("any", "maskable")
    ]
    told = {
        "id": address,
        "name": gettext("My programme"),
        "short_name": gettext("My programme"),
        "lang": get_language(),
        "start_url": address,
        "scope": address,
        "display": "standalone",
        "background_color": "#f7f5f0",
        "theme_color": "#ffffff",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")

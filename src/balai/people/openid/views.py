"""Going to a service and coming back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2LoginView
from django.http import Http404
from django.views.decorators.http import require_safe

from balai.people.openid.provider import Callback, Conversation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the service; when it does not answer, say so."""
    conversation = Conversation(request, provider_id)
    try:
        provider = conversation.get_provider()
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    try:
        answer: HttpResponse = OAuth2LoginView.adapter_view(conversation)(request)
    except OAuth2Error as error:
        answer = render_authentication_error(request, provider, exception=error)
    return answer


@require_safe
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the service."""
    try:
        answer: HttpResponse = Callback.adapter_view(Conversation(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    return answer

"""The product's addresses, and one that writes a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from balai.kernel import clock
from balai.people.access import public
from balai.urls import handler400, handler404, handler500
from balai.urls import urlpatterns as product
from tests.drill.deed import write

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]


@public
@csrf_exempt
def write_number(request: HttpRequest, number: int) -> HttpResponse:
    write(number=number, at=clock.now())
    return HttpResponse(status=201)


urlpatterns = [path("drill/<int:number>/", write_number), *product]

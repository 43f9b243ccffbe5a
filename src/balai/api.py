"""The API, version 1: assembles the routers of the apps, and gives every refusal one shape.

One deed serves page, API and worker: an operation finds through a question, asks a rule and does a service,
as a view does. docs/reference/openapi.json is the published contract; a test holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError as RowError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from balai.alumni.api import router as alumni
from balai.certificates.api import router as certificates
from balai.correspondence.api import router as letters
from balai.delivery.api import router as delivery
from balai.directory.api import router as directory
from balai.exchange.api import router as exchange
from balai.followup.api import router as followup
from balai.kernel.errors import too_many
from balai.kernel.problems import MEDIA_TYPE, FieldProblem, Problem, problem
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.nominations.api import router as nominations
from balai.office.api import jobs
from balai.office.api import router as office
from balai.people.access import PUBLIC, declare, public
from balai.people.api import router as people
from balai.portal.api import gathered, trail
from balai.programmes.api import router as programmes
from balai.reporting.api import router as reporting
from balai.selection.api import router as selection
from balai.timetable.api import router as timetables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.urls import URLPattern
    from ninja.openapi.schema import OpenAPISchema
    from ninja.types import DictStrAny

    View = Callable[..., HttpResponse]


class TextParser(Parser):
    """Reads JSON objects whose texts the database can keep."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        body = super().parse_body(request)
        if not isinstance(body, dict):  # else all of a shape would be left out, and what is usual be written
            raise TypeError("not an object")
        _refuse_broken_text(body)
        return body


def _refuse_broken_text(value: object) -> None:
    """Refuse NUL characters and halves of characters, which JSON can write and no text holds.

    Raises:
        ValueError: there is one; the request cannot be read.
    """
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("a NUL character")
        value.encode()
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _refuse_broken_text(key)
            _refuse_broken_text(inner)
    elif isinstance(value, list):
        for inner in value:
            _refuse_broken_text(inner)


class BalaiAPI(NinjaAPI):
    """Tells in its schema, of every operation, in which ways it says no."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: DictStrAny | None = None
    ) -> OpenAPISchema:
        """The contract, made once: it changes with the program, and takes a third of a second to write."""
        if self._contract is None or path_prefix or path_params:
            self._contract = self._written(path_prefix=path_prefix, path_params=path_params)
        return self._contract

    _contract: OpenAPISchema | None = None

    def _written(self, *, path_prefix: str | None, path_params: DictStrAny | None) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        shapes = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"] |= {**shapes.pop("$defs"), "Problem": shapes}
        for methods in schema["paths"].values():
            for method, operation in methods.items():
                operation["responses"] |= {status: _said(status) for status in refusals(method, operation)}
        return schema


def refusals(method: str, operation: Mapping[str, Any]) -> list[int]:
    """The statuses with which an operation may say no."""
    parameters = operation["parameters"]
    is_deed = method != "get"
    possible = {
        400: True,  # any address may be written so that it cannot be read
        401: True,
        403: True,
        404: any(parameter["in"] == "path" for parameter in parameters),
        409: is_deed or any(parameter["name"] == "after" for parameter in parameters),
        422: is_deed or bool(parameters),
        429: True,  # after too many tokens that open nothing
    }
    return [status for status, may_be in possible.items() if may_be]


def _said(status: int) -> dict[str, Any]:
    shape = {"$ref": "#/components/schemas/Problem"}
    return {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: {"schema": shape}}}


api = BalaiAPI(
    title="Balai",
    version="1",
    urls_namespace="api",
    docs_url=None,
    openapi_url="openapi.json",
    parser=TextParser(),
)
api.add_router("people/", people, tags=["people"])
api.add_router("letters/", letters, tags=["letters"])
api.add_router("directory/", directory, tags=["directory"])
api.add_router("programmes/", programmes, tags=["programmes"])
api.add_router("nominations/", nominations, tags=["nominations"])
api.add_router("selection/", selection, tags=["selection"])
api.add_router("certificates/", certificates, tags=["certificates"])
api.add_router("timetables/", timetables, tags=["timetables"])
api.add_router("delivery/", delivery, tags=["delivery"])
api.add_router("followup/", followup, tags=["followup"])
api.add_router("alumni/", alumni, tags=["alumni"])
api.add_router("exchange/", exchange, tags=["exchange"])
api.add_router("reporting/", reporting, tags=["reporting"])
api.add_router("office/", office, tags=["office"])
api.add_router("jobs/", jobs, tags=["work in the background"])
api.add_router("trail/", trail, tags=["trail"])
api.add_router("", gathered, tags=["tasks and search"])

_CODES = {400: "request.malformed", 403: "request.forbidden", 405: "request.method"}


@api.exception_handler(RuleViolationError)
def _refused(request: HttpRequest, error: RuleViolationError) -> HttpResponse:
    return problem(409, error.refusal)


@api.exception_handler(AuthenticationError)
def _not_known(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(
        401, Refusal("request.unauthenticated", _("Send a token that has not expired, or sign in."))
    )
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return too_many(request)
    code = _CODES.get(error.status_code, "request.refused")
    return problem(error.status_code, Refusal(code, error.message))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, Refusal("request.not_found", _("There is nothing here that you may see.")))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        FieldProblem(place=".".join(str(part) for part in found["loc"]), rule=found["msg"])
        for found in error.errors
    ]
    return problem(422, Refusal("request.invalid", _("Some values break a rule; each is named.")), errors)


@api.exception_handler(RowError)
def _broken(request: HttpRequest, error: RowError) -> HttpResponse:
    """What a deed found wrong with a row, by column."""
    by_column = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    errors = [
        FieldProblem(place=f"body.{column}".rstrip("."), rule=rule)
        for column, rules in by_column.items()
        for rule in rules
    ]
    return problem(422, Refusal("request.invalid", _("Some values break a rule; each is named.")), errors)


@public
@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The API for people: every operation, drawn from the schema, without a foreign address."""
    at = request.build_absolute_uri
    context = {
        "groups": groups(api.get_openapi_schema()),
        "schema_url": reverse("api:openapi-json"),
        "me_url": at(reverse("api:get_me")),
        "tokens_url": reverse("people:tokens"),
    }
    return render(request, "portal/api.html", context)


def groups(schema: Mapping[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The operations of an OpenAPI document for the page: by tag, then by address."""
    found: dict[str, list[dict[str, Any]]] = {}
    for address, methods in sorted(schema["paths"].items()):
        for method, operation in sorted(methods.items()):
            shown = {
                "id": operation["operationId"],
                "method": method.upper(),
                "address": address,
                "summary": operation["summary"],
                "description": operation.get("description", ""),
                "scope": operation["x-scope"],
                "roles": operation["x-roles"],
                "parts": [*_parameters(operation), *_body(operation, schema["components"]["schemas"])],
                "answers": sorted(str(status) for status in operation["responses"]),
            }
            found.setdefault(operation["tags"][0], []).append(shown)
    return sorted(found.items())


def _parameters(operation: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for parameter in operation["parameters"]:
        yield {
            "name": parameter["name"],
            "place": parameter["in"],
            "type": _type(parameter["schema"]),
            "is_required": parameter["required"],
        }


def _body(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if "requestBody" not in operation:
        return
    (content,) = operation["requestBody"]["content"].values()
    shape = content["schema"]  # of a file it stands here
    if "$ref" in shape:
        shape = schemas[shape["$ref"].rpartition("/")[2]]
    for name, value in shape["properties"].items():
        yield {
            "name": name,
            "place": "body",
            "type": _type(value),
            "is_required": name in shape.get("required", []),
        }


def _type(value: Mapping[str, Any]) -> str:
    if "anyOf" in value:
        return " | ".join(_type(one) for one in value["anyOf"])
    if "$ref" in value:
        return str(value["$ref"].rpartition("/")[2])
    return " ".join(str(value[key]) for key in ("type", "format") if key in value)


def _declared() -> tuple[list[Any], str, str]:
    """The API's addresses; each operation asks for its caller itself (people.authentication)."""
    patterns, app_name, namespace = api.urls
    for pattern in cast("list[URLPattern]", patterns):
        if pattern.name == "api-root":  # the library answers nothing here
            pattern.callback = require_safe(RedirectView.as_view(pattern_name="api-documentation"))
        elif pattern.name == "openapi-json":
            pattern.callback = require_safe(pattern.callback)
        pattern.callback = declare(_refusing_methods(pattern.callback), PUBLIC)
    return patterns, app_name, namespace


def _refusing_methods(view: View) -> View:
    """The view, which answers HEAD where it answers GET, and whose 405 has the shape of every refusal."""

    @wraps(view)
    def answer(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        if request.method == "HEAD":  # the server leaves the body out
            request.method = "GET"
        response = view(request, *arguments, **named)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        refused = problem(405, Refusal("request.method", _("This address does not take this method.")))
        refused["Allow"] = ", ".join(sorted(response["Allow"].split(", ")))
        return refused

    return answer


urlpatterns = [path("docs/", documentation, name="api-documentation"), path("", _declared())]

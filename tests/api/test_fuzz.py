"""Every operation with made-up requests, good and bad: the answer is always one that the contract names."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds

import tests.permissions.objects  # noqa: F401 -- their makers aim at something that is there
from balai.kernel import clock
from balai.people.enums import Role, TokenScope
from balai.people.services.tokens import issue_token
from tests.kernel.keys import own_keys
from tests.permissions.asking import OPERATIONS
from tests.permissions.world import MAKERS, nothing_to_aim_at, world_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import Settings
    from schemathesis import APIOperation, Case

    Operation = APIOperation[Any, Any, Any, Any]

EXAMPLES = 12
"""Good ones and bad ones of each operation; the table of permissions asks each of them every day."""


@cache
def operations() -> dict[str, Operation]:
    """Every operation of the contract by its name; the library is loaded by the slow group alone."""
    import schemathesis

    contract = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    return {
        found.ok().definition.raw["operationId"]: found.ok()  # type: ignore[union-attr] # an error has no ok()
        for found in contract.get_all_operations()
    }


@pytest.fixture
def _one_connection(settings: Settings) -> Iterator[None]:
    """Requests share the connection, and the transaction, of the test, as those of Django's own client do."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody guesses here
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with own_keys():
        yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("name", sorted(operation.name for operation in OPERATIONS.values()))
def test_every_answer_is_one_that_the_contract_names(name: str) -> None:
    from schemathesis import GenerationMode
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi import checks

    kept = [
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_headers_conformance,
        checks.response_schema_conformance,
        checks.negative_data_rejection,
        not_a_server_error,
    ]
    world = world_of(Role.ADMINISTRATOR)
    assert world.account is not None
    at = clock.now()
    _token, secret = issue_token(
        account=world.account, label="x", scopes=list(TokenScope), expires_at=at + timedelta(days=1), at=at
    )
    headers = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}
    aim = MAKERS.get(f"api:{name}", nothing_to_aim_at)(world)
    known: dict[str, Any] = {key: str(value) for key, value in aim.own.items()}

    def tried(case: Case[Any]) -> None:
        before = connection.savepoint()  # not a block, which would forbid the durable one of a look
        assert before, "there is a transaction, that of the test"
        response = case.call(headers=headers)
        connection.savepoint_rollback(before)
        case.validate_response(response, checks=kept)

    for mode in GenerationMode:
        cases = operations()[name].as_strategy(mode, path_parameters=known or None)
        bounded = bounds(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        bounded(given(cases)(tried))()

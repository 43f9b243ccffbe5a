"""Every operation that takes a file asks how large it is before it reads it."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

import tests.permissions.objects  # noqa: F401 -- registers the makers
from balai.api import api
from tests.permissions.asking import LINES, asked_by_the_entitled

pytestmark = pytest.mark.usefixtures("_quick", "_keys")
TAKING = sorted(
    f"api:{operation['operationId']}"
    for methods in api.get_openapi_schema()["paths"].values()
    for operation in methods.values()
    if "multipart/form-data" in operation.get("requestBody", {}).get("content", {})
)


TOO_LARGE = {"api:set_logo": "logo.too_big"}
"""Codes of their own."""


@pytest.mark.django_db
@pytest.mark.parametrize("view", TAKING)
def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = next(line for line in LINES if (line["view"], line["method"]) == (view, "POST"))
    read: list[str] = []
    answers = []
    for world, _line, aim in asked_by_the_entitled([line]):
        client = world.client()
        sent = aim.prepare(client)["file"]
        file = BytesIO(sent.read())  # of the test, and not one that is patched
        file.name = sent.name
        size = property(lambda _one: 10**9, lambda _one, _size: None)
        monkeypatch.setattr(UploadedFile, "size", size, raising=False)
        monkeypatch.setattr(UploadedFile, "read", property(lambda one: read.append(one.name)), raising=False)
        refused = client.post(reverse(view, kwargs=dict(aim.own)), {**aim.data, "file": file})
        answers.append((refused.status_code, refused.json()["code"]))

    assert answers == [(409, TOO_LARGE.get(view, "upload.too_large"))]
    assert read == []

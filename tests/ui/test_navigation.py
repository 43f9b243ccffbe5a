from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from balai.people.models import Account
from balai.ui import navigation
from balai.ui.navigation import Area, Link, ShownLink, everybody, links_for, register, whoever_signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest


@pytest.fixture(autouse=True)
def _nothing_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_links", {})


def request_for(path: str, *, account: Account | None = None) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = account or AnonymousUser()
    return request


def test_links_come_in_order_and_tell_the_page_and_the_branch_one_is_in() -> None:
    register(Link(area=Area.TASKS, label="Search", view="portal:search", order=20, is_for=everybody))
    register(
        Link(
            area=Area.TASKS,
            label="My tasks",
            view="portal:tasks",
            order=10,
            is_for=everybody,
            count=lambda _: 3,
        )
    )

    assert links_for(request_for("/tasks/"), Area.TASKS) == [
        ShownLink(label="My tasks", url="/tasks/", current="page", count=3),
        ShownLink(label="Search", url="/search/", current="", count=None),
    ]
    assert [link.current for link in links_for(request_for("/search/people/"), Area.TASKS)] == ["", "true"]


def test_home_page_is_current_on_itself_alone() -> None:
    register(Link(area=Area.PUBLIC, label="Programmes", view="public:home", order=10, is_for=everybody))

    assert [link.current for link in links_for(request_for("/en/"), Area.PUBLIC)] == ["page"]
    assert [link.current for link in links_for(request_for("/en/privacy/"), Area.PUBLIC)] == [""]


def test_link_is_offered_only_to_those_it_is_for() -> None:
    register(Link(area=Area.TASKS, label="My tasks", view="portal:tasks", order=10, is_for=whoever_signed_in))

    assert links_for(request_for("/"), Area.TASKS) == []
    assert len(links_for(request_for("/", account=Account()), Area.TASKS)) == 1
    assert links_for(request_for("/", account=Account()), Area.PERSON) == []


def test_two_links_to_one_page_are_refused() -> None:
    link = Link(area=Area.TASKS, label="My tasks", view="portal:tasks", order=10, is_for=everybody)
    register(link)

    with pytest.raises(ValueError, match="“portal:tasks” is registered already"):
        register(link)

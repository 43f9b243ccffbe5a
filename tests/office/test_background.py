from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from balai.audit.models import Deed
from balai.kernel.jobs import background, enqueue
from balai.kernel.refusal import RuleViolationError
from balai.office.services.background import dismiss_job, retry_job
from balai.people.enums import Role
from tests.office.jobs import AT, REFUSED, give_up, keep_some
from tests.people.factories import account_with

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db
PAGE = "/office/jobs/"
QUERIES = 10


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(account_with(Role.ADMINISTRATOR))
    return client


def status(number: int) -> str:
    return str(ProcrastinateJob.objects.get(pk=number).status)


def deeds() -> list[tuple[str, str, dict[str, str]]]:
    rows = Deed.objects.filter(action__startswith="job.")
    return list(rows.values_list("action", "subject", "detail"))


def test_the_page_tells_what_was_given_up_and_why(administrator: Client) -> None:
    keep_some()

    page = administrator.get(PAGE).content.decode()

    assert [word in page for word in ("Send a letter", REFUSED, "Mon 2 Apr 2018, 08:30")] == [True] * 3
    assert [word in page for word in ("Find dates for an edition", "Each of the 5 processes")] == [True] * 2
    assert "Nothing was noted" in page
    assert "were given up." not in page  # the banner would say what the page says


def test_the_page_asks_as_often_for_three_jobs_as_for_one(administrator: Client) -> None:
    administrator.get(PAGE)  # what is asked once, is asked
    asked = []
    for added in (1, 2):
        for _ in range(added):
            give_up()
        with CaptureQueriesContext(connection) as queries:
            administrator.get(PAGE)
        asked.append(len(queries))

    assert asked == [QUERIES, QUERIES]


def test_without_any_the_page_says_so(administrator: Client) -> None:
    assert "No job was given up" in administrator.get(PAGE).content.decode()


def test_a_job_is_tried_again_by_a_click_and_the_trail_tells(administrator: Client) -> None:
    number = give_up()

    answer = administrator.post(reverse("office:job_retry", args=[number]), follow=True)

    assert ("in the queue again" in answer.content.decode(), status(number)) == (True, "todo")
    assert deeds() == [("job.retried", f"job:{number}", {"name": "correspondence.deliver"})]


def test_a_job_is_dismissed_by_a_click_and_nobody_is_told_of_it_any_more(administrator: Client) -> None:
    number = give_up()

    answer = administrator.post(reverse("office:job_dismiss", args=[number]), follow=True)

    assert "No job was given up" in answer.content.decode()
    assert (status(number), background().given_up) == ("aborted", 0)
    assert deeds() == [("job.dismissed", f"job:{number}", {"name": "correspondence.deliver"})]


@pytest.mark.parametrize("deed", [retry_job, dismiss_job])
def test_what_is_not_given_up_is_left_alone(deed: Callable[..., None], administrator: Client) -> None:
    enqueue("correspondence.deliver", letter_id="none")
    number = ProcrastinateJob.objects.get().pk

    with pytest.raises(RuleViolationError, match=r"job\.not_given_up"):
        deed(job_id=number, actor="system", at=AT)
    answer = administrator.post(reverse("office:job_dismiss", args=[number + 1]), follow=True)

    assert ("somebody tried it again" in answer.content.decode(), status(number), deeds()) == (
        True,
        "todo",
        [],
    )


def test_the_same_work_does_not_wait_twice() -> None:
    number = give_up(only_one="letter:1")
    enqueue("correspondence.deliver", only_one="letter:1", letter_id="none")

    with pytest.raises(RuleViolationError, match=r"job\.waits_already"):
        retry_job(job_id=number, actor="system", at=AT)

    assert (status(number), deeds()) == ("failed", [])


@pytest.mark.parametrize(("role", "is_told"), [(Role.ADMINISTRATOR, True), (Role.PROGRAMME_OFFICER, False)])
def test_administrators_find_it_among_their_tasks(client: Client, role: Role, *, is_told: bool) -> None:
    client.force_login(account_with(role))
    give_up()

    page = client.get("/tasks/").content.decode()

    assert ("Mend the cause and try again" in page) is is_told

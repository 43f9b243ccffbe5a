from __future__ import annotations

import datetime as dt
import email
import json
import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from balai.audit.models import Deed
from balai.correspondence.enums import LetterState
from balai.correspondence.models import Letter
from balai.correspondence.services.delivery import deliver, message_of
from balai.newsroom.adapters.rights import SUBSCRIBED, SubscriptionEraser
from balai.newsroom.models import Subscription
from balai.newsroom.services.publishing import correct_article, publish_article, withdraw_article
from balai.newsroom.services.subscribing import (
    ask_for_news,
    confirm_subscription,
    end_subscription,
    forget_old,
    link_of,
)
from balai.newsroom.services.telling import TELL, tell_subscribers
from balai.newsroom.services.writing import start_article, write_article
from balai.office.enums import MailSecurity
from balai.office.queries import MailRoute
from tests.directory.factories import TopicFactory
from tests.newsroom.factories import WRITER, T, published
from tests.newsroom.test_publishing import started
from tests.people.factories import PersonFactory

if TYPE_CHECKING:
    from typing import Any

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
ADDRESS = "reader@example.org"


def asked(address: str = ADDRESS, *, at: dt.datetime = T, **values: Any) -> Subscription:
    told: dict[str, Any] = {"language": "en", "is_of_everything": True, "topics": [], "editions": []} | values
    ask_for_news(address=address, at=at, **told)
    return Subscription.objects.get(address__iexact=address, confirmed_at=None)


def held(address: str = ADDRESS, **values: Any) -> Subscription:
    return confirm_subscription(subscription_id=asked(address, **values).pk, at=T)


def told(kind: str = "news.article") -> list[str]:
    return list(Letter.objects.filter(kind=kind).order_by("pk").values_list("recipient_address", flat=True))


def link_in(letter: Letter) -> str:
    found = re.search(r"https?://[^/\s]+(/\w\w/news/subscription/\S+)", letter.text)
    assert found is not None
    return found[1]


def test_a_reader_subscribes_by_mail_changes_it_and_ends_it_without_an_account() -> None:
    client = Client(enforce_csrf_checks=False)
    topic = TopicFactory.create(name={"en": "Ceramics", "id": "Keramik"})
    published().topics.add(topic)

    answer = client.post(
        "/en/news/subscribe/", {"address": ADDRESS, "language": "id", "topics": [topic.code]}
    )

    assert (answer.status_code, answer["Location"]) == (302, "/en/news/subscribe/?asked=1")
    assert "Look into your mailbox" in client.get(answer["Location"]).content.decode()
    (letter,) = Letter.objects.all()
    assert (letter.language, letter.is_secret, letter.unsubscribe) == ("id", True, "")
    path = link_in(letter)
    assert client.get(path).status_code == 200  # programs that look through mails open links, too
    assert Subscription.objects.get().confirmed_at is None
    page = client.post(path, {"confirm": "1"}, follow=True).content.decode()
    assert Subscription.objects.get().confirmed_at is not None
    assert "Keramik" in page
    client.post(path, {"change": "1", "language": "en", "is_of_everything": "on"})
    assert Subscription.objects.filter(language="en", is_of_everything=True, topics=None).exists()
    client.post(path, {"end": "1"})
    assert not Subscription.objects.exists()
    assert client.get(path).status_code == 200
    assert client.get("/en/news/subscription/made-up/").status_code == 404


def test_news_that_still_wait_go_to_nobody_who_ended_it() -> None:
    article = started()
    subscription = held()
    publish_article(article_id=article.pk, actor=WRITER, at=T)
    tell_subscribers(article_id=article.pk, at=T)
    letter = Letter.objects.get(kind="news.article")
    assert letter.state == LetterState.QUEUED

    end_subscription(subscription_id=subscription.pk, at=T)

    assert not Letter.objects.filter(kind="news.article").exists()
    deliver(letter_id=letter.pk, clock=lambda: T)  # the job is still there, and finds nothing to send


def test_mail_programs_end_it_with_one_click_and_only_by_posting() -> None:
    client = Client(enforce_csrf_checks=True)
    article = started()
    held()
    publish_article(article_id=article.pk, actor=WRITER, at=T)
    assert tell_subscribers(article_id=article.pk, at=T) == 1
    letter = Letter.objects.get(kind="news.article")
    route = MailRoute(
        host="mail.example",
        port=25,
        security=MailSecurity.NONE,
        user="",
        password=str,
        sender="o@balai.example",
        is_from_configuration=False,
    )

    message = email.message_from_bytes(message_of(letter, route, at=T))

    address = message["List-Unsubscribe"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<https?://\S+/en/news/unsubscribe/\S+/>", address)
    path = "/" + address.strip("<>").split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert Subscription.objects.exists()
    one_click = {"List-Unsubscribe": "One-Click"}
    assert [client.post(path, one_click).status_code for _twice in range(2)] == [200, 200]
    assert not Subscription.objects.exists()


def test_each_subscriber_is_told_once_of_what_they_asked_for_and_of_no_correction() -> None:
    article = started()
    topic, other = TopicFactory.create(), TopicFactory.create()
    article.topics.add(topic)
    assert article.edition is not None
    held("all@example.org")
    held("topic@example.org", is_of_everything=False, topics=[topic], language="id")
    held("programme@example.org", is_of_everything=False, editions=[article.edition], topics=[topic])
    held("other@example.org", is_of_everything=False, topics=[other])
    asked("unconfirmed@example.org")

    publish_article(article_id=article.pk, actor=WRITER, at=T + HOUR)
    numbers = [tell_subscribers(article_id=article.pk, at=T + HOUR) for _twice in range(2)]

    assert numbers == [3, 0]
    assert told() == ["all@example.org", "topic@example.org", "programme@example.org"]
    subjects = Letter.objects.filter(kind="news.article").order_by("pk").values_list("subject", flat=True)
    assert [subject.rpartition(": ")[0] for subject in subjects] == [
        "News: Ten countries",
        "Berita: Sepuluh negara",
        "News: Ten countries",
    ]
    jobs = queued()
    write_article(article_id=article.pk, texts={}, actor=WRITER, at=T + DAY)
    publish_article(article_id=article.pk, actor=WRITER, at=T + DAY)
    correct_article(article_id=article.pk, text={"en": "Ten."}, actor=WRITER, at=T + DAY)
    assert (jobs, queued()) == (1, 1)


def queued() -> int:
    return ProcrastinateJob.objects.filter(task_name=TELL).count()


def test_what_is_withdrawn_at_once_is_in_nobodys_mailbox() -> None:
    article = started()
    held()
    publish_article(article_id=article.pk, actor=WRITER, at=T)
    withdraw_article(article_id=article.pk, actor=WRITER, at=T)

    assert tell_subscribers(article_id=article.pk, at=T) == 0
    publish_article(article_id=article.pk, actor=WRITER, at=T + HOUR)
    assert (queued(), tell_subscribers(article_id=article.pk, at=T + 2 * HOUR)) == (2, 1)
    for moment in (3, 4):
        withdraw_article(article_id=article.pk, actor=WRITER, at=T + moment * HOUR)
        publish_article(article_id=article.pk, actor=WRITER, at=T + moment * HOUR)
    assert queued() == 2


def test_a_stranger_learns_nothing_and_changes_nothing_of_an_address() -> None:
    first = held()
    answers: list[tuple[int, object]] = []
    client = Client()
    for address in (ADDRESS.upper(), "unknown@example.org"):
        answer = client.post("/en/news/subscribe/", {"address": address, "language": "id", "editions": []})
        answers.append((answer.status_code, answer.content))
        answer = client.post(
            "/en/news/subscribe/", {"address": address, "language": "id", "is_of_everything": "1"}
        )
        answers.append((answer.status_code, answer["Location"]))

    assert answers[1] == answers[3]
    assert answers[0][0] == answers[2][0] == 422
    first.refresh_from_db()
    assert (first.language, first.confirmed_at) == ("en", T)
    second = Subscription.objects.get(address__iexact=ADDRESS, confirmed_at=None)
    assert confirm_subscription(subscription_id=second.pk, at=T).pk == first.pk
    first.refresh_from_db()
    assert first.language == "id"
    assert len(told("news.confirm")) == 3


def test_a_mailbox_is_asked_once_an_hour() -> None:
    asked()
    asked(at=T + HOUR / 2)
    assert len(told("news.confirm")) == 1

    asked(at=T + 2 * HOUR)
    assert len(told("news.confirm")) == 2


def test_who_asks_too_often_is_told_to_wait() -> None:
    client = Client()
    codes = [
        client.post(
            "/en/news/subscribe/",
            {"address": f"{number}@example.org", "language": "en", "is_of_everything": "1"},
        ).status_code
        for number in range(21)
    ]

    assert codes == [302] * 20 + [429]


def test_what_is_not_confirmed_or_was_ended_is_forgotten() -> None:
    asked("never@example.org")
    kept = held("kept@example.org")
    Letter.objects.update(state=LetterState.ACCEPTED)

    assert forget_old(at=T + 6 * DAY) == 0
    assert forget_old(at=T + 8 * DAY) == 1
    assert list(Subscription.objects.all()) == [kept]
    end_subscription(subscription_id=kept.pk, at=T)
    assert told("news.confirm") == ["never@example.org"]
    assert forget_old(at=T + 31 * DAY) == 1
    assert not Letter.objects.exists()
    assert "example.org" not in json.dumps(list(Deed.objects.values_list("subject", "detail")))


def test_somebodys_subscription_is_in_their_copy_and_goes_when_they_are_erased() -> None:
    person = PersonFactory.create(email=ADDRESS.title())
    subscription = held()
    assert subscription.person == person
    person.email = ""

    assert [row["address"] for row in SUBSCRIBED.copy([person])] == [ADDRESS]
    assert SubscriptionEraser()([person], at=T) == 1
    assert SubscriptionEraser()([person], at=T) == 0


def test_a_link_is_in_the_language_of_its_reader() -> None:
    assert "/id/news/subscription/" in link_of(held(language="id"))


def test_no_article_takes_the_address_of_a_page() -> None:
    article = start_article(edition=None, texts={"headline": {"en": "Subscribe"}}, actor=WRITER, at=T)

    assert article.slug == "subscribe-2"

"""What the office and its people are called is text on every page around which they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from balai.office.models import Office
from balai.people.enums import Role
from balai.ui import banners
from balai.ui.banners import Banner
from tests.people.factories import account_with
from tests.ui.markup import Markup
from tests.ui.test_components import HOSTILE

if TYPE_CHECKING:
    from django.test import Client

    from balai.people.models import Account

pytestmark = pytest.mark.django_db
PAGES = ("/en/", "/tasks/", "/search/?q={}", "/people/?q={}", "/office/", "/nowhere/")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_name_is_text_around_every_page(
    client: Client, monkeypatch: pytest.MonkeyPatch, hostile: str
) -> None:
    account = account_with(Role.ADMINISTRATOR)
    client.force_login(account)

    honest, attacked = (read_as(text, client, account, monkeypatch) for text in ("Dechen", hostile))

    for path in PAGES:
        assert (path, attacked[path].tags) == (path, honest[path].tags)
        assert (path, attacked[path].text.count(hostile)) == (path, honest[path].text.count("Dechen"))
        assert "Dechen" in honest[path].text


def read_as(
    text: str, client: Client, account: Account, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Markup]:
    """The pages while the office, the reader and what is said on every page are called so."""
    names = {"en": text, "id": text}
    Office.objects.update_or_create(
        pk=1, defaults={"name": names, "short_name": text, "letterhead": names, "mail_sender": text}
    )
    assert account.person is not None
    account.person.name = text
    account.person.save()
    monkeypatch.setattr(
        banners, "_watches", {"told": lambda _: Banner(state="late", text=text, command=text)}
    )
    return {path: Markup(client.get(path.format(quote(text))).content.decode()) for path in PAGES}

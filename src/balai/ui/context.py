"""What the shells of all pages show, worked out only when a template asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, get_language_info

from balai.ui import banners, host, navigation
from balai.ui.cookies import THEME_COOKIE

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChoice:
    """One language of the switch; ``url`` is empty when the page has one address for all languages."""

    code: str
    name: str
    url: str
    is_current: bool


class Shell:
    """The reader's surroundings on one page."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def theme(self) -> str:
        """The stored choice: ``auto``, ``light`` or ``dark``; anything else counts as ``auto``."""
        stored = self._request.COOKIES.get(THEME_COOKIE, "auto")
        return stored if stored in THEMES else "auto"

    @cached_property
    def host(self) -> host.Host:
        """Whose hall this is."""
        return host.current()

    @cached_property
    def now(self) -> datetime:
        """The moment, in the office's zone."""
        return timezone.now().astimezone(ZoneInfo(self.host.zone))  # noqa: TID251 -- the shell's clock is an edge

    @property
    def own_zone(self) -> str:
        """The zone in which moments are told to the reader, where it is not the office's."""
        zone = timezone.get_current_timezone_name()
        return zone if self._request.user.is_authenticated and zone != self.host.zone else ""

    @property
    def account_mark(self) -> str:
        """Tells accounts apart in a browser and names none, so that what one typed is not another's."""
        return salted_hmac("ui.keep", str(self._request.user.pk), algorithm="sha256").hexdigest()[:16]

    @cached_property
    def languages(self) -> list[LanguageChoice]:
        """Every language of this installation, with this page's address in it where it has its own."""
        # Such an address differs in its first part only; to resolve and reverse it would take longer.
        _, _, rest = self._request.get_full_path().removeprefix("/").partition("/")
        return [
            LanguageChoice(
                code=code,
                name=str(get_language_info(code)["name_local"]),
                url=f"/{code}/{rest}" if self.has_own_addresses else "",
                is_current=code == get_language(),
            )
            for code, _name in settings.LANGUAGES
        ]

    @cached_property
    def has_own_addresses(self) -> bool:
        """Whether this page has an address per language."""
        first = self._request.path_info.split("/")[1:2]
        return first != [] and first[0] in dict(settings.LANGUAGES)

    @cached_property
    def origin(self) -> str:
        """Scheme and host, for the addresses that search engines read."""
        return f"{self._request.scheme}://{self._request.get_host()}"

    @cached_property
    def banners(self) -> list[banners.Banner]:
        """What must be said first."""
        return banners.banners_for(self._request)

    @cached_property
    def tasks(self) -> list[navigation.ShownLink]:
        """The row below the top of application pages."""
        return navigation.links_for(self._request, navigation.Area.TASKS)

    @cached_property
    def own(self) -> list[navigation.ShownLink]:
        """The reader's own pages."""
        return navigation.links_for(self._request, navigation.Area.PERSON)

    @cached_property
    def public(self) -> list[navigation.ShownLink]:
        """The top of public pages."""
        return navigation.links_for(self._request, navigation.Area.PUBLIC)

    @cached_property
    def about(self) -> list[navigation.ShownLink]:
        """The foot."""
        return navigation.links_for(self._request, navigation.Area.ABOUT)


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: ``shell`` in every template."""
    return {"shell": Shell(request)}

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest


class PeopleConfig(AppConfig):
    name = "balai.people"

    def ready(self) -> None:
        """Listen to sign-ins; offer the own account, and to administrators the people."""
        from balai.kernel import gathering  # noqa: PLC0415 -- ready() is where rooms meet
        from balai.kernel.restricted import purposes, sealed_things  # noqa: PLC0415 -- as above
        from balai.people import gathering as own  # noqa: PLC0415 -- models are there only now
        from balai.people import receivers  # noqa: F401, PLC0415 -- signals are connected by importing
        from balai.people.bundle import register_parts  # noqa: PLC0415 -- models are there only now
        from balai.people.exports import register_records  # noqa: PLC0415 -- models are there only now
        from balai.people.registries import erasers, sealed  # noqa: PLC0415 -- as above
        from balai.people.services.copying import OwnSealed  # noqa: PLC0415 -- as above
        from balai.people.services.erasing import OwnEraser  # noqa: PLC0415 -- models are there only now
        from balai.ui import navigation  # noqa: PLC0415 -- ready() is where rooms meet

        register_parts()
        register_records()
        erasers.register("people", OwnEraser())
        sealed.register("people", OwnSealed())
        sealed_things.register("person_copy.file", _("The copy of what is kept about the person"))
        purposes.register("own_copy", _("for the person’s own copy"))
        purposes.register("rights_request", _("to answer a request about personal data"))
        gathering.search.register("people", own.PersonSearch())
        gathering.tasks.register("people.invitations", own.unanswered_invitations)
        gathering.tasks.register("people.rights", own.waiting_requests)
        gathering.tasks.register("people.breaches", own.open_breaches)
        gathering.tasks.register("people.second_factors", own.missing_second_factors)
        navigation.register(
            navigation.Link(
                area=navigation.Area.TASKS,
                label=_("People"),
                view="people:index",
                order=80,
                is_for=reads_people,
            )
        )
        navigation.register(
            navigation.Link(
                area=navigation.Area.PERSON,
                label=_("My account"),
                view="people:me",
                order=10,
                is_for=navigation.whoever_signed_in,
            )
        )


def reads_people(request: HttpRequest) -> bool:
    """Whether the reader administers people, or audits."""
    from balai.people.rules import may_read_people  # noqa: PLC0415 -- models are there only now

    return may_read_people(getattr(request, "grants", ())) is None

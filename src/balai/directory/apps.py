from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "balai.directory"

    def ready(self) -> None:
        from balai.directory import gathering as own  # noqa: PLC0415 -- models are there only now
        from balai.directory.adapters import rights  # noqa: PLC0415 -- models are there only now
        from balai.directory.bundle import register_parts  # noqa: PLC0415 -- as above
        from balai.directory.receivers import tables_are_up_to_date  # noqa: PLC0415 -- as above
        from balai.kernel import gathering  # noqa: PLC0415 -- as above
        from balai.people.registries import erasers, held, scope_kinds  # noqa: PLC0415 -- models are there only now
        from balai.ui.navigation import Area, Link, everybody, register  # noqa: PLC0415 -- as above

        register_parts()
        post_migrate.connect(tables_are_up_to_date, sender=self)
        scope_kinds.register("country", own.CountryScope())
        scope_kinds.register("organisation", own.OrganisationScope())
        erasers.register("resource_persons", rights.ResourcePersonEraser())
        held.register("resource_person", rights.HELD)
        held.register("resource_person_days", rights.HELD_DAYS)
        held.register("resource_person_topics", rights.HELD_TOPICS)
        for name, source in own.search_sources():
            gathering.search.register(name, source)
        register(
            Link(
                area=Area.TASKS,
                order=60,
                view="directory:index",
                label=_("Directory"),
                is_for=own.reads_directory,
            )
        )
        register(
            Link(area=Area.PUBLIC, order=15, view="centres:centres", label=_("Centres"), is_for=everybody)
        )

"""What the pages of the office's own settings are tried with."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from balai.kernel.jobs import failed_jobs
from balai.office.models import MailServer, Office
from tests.office.jobs import give_up
from tests.office.sink import Sink, running
from tests.office.test_images import picture
from tests.office.test_views import ORGANISATION
from tests.permissions.world import Aim, aims

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.permissions.world import World


@aims("office:part")
def parts(world: World) -> Aim:
    return Aim(
        own={"name": "organisation"},
        data=ORGANISATION,
        effect=lambda _seen: Office.objects.filter(short_name=ORGANISATION["short_name"]).exists(),
    )


@aims("api:set_organisation")
def naming_the_office(world: World) -> Aim:
    return Aim(
        data={
            "name": {"en": "Centre for Ceramics"},
            "short_name": "BBK",
            "letterhead": {"en": "Bandung 40272"},
        },
        effect=lambda _seen: Office.objects.filter(
            short_name="BBK", letterhead={"en": "Bandung 40272"}
        ).exists(),
    )


@aims("api:set_logo")
def bringing_a_logo(world: World) -> Aim:
    return Aim(
        prepare=lambda _client: {"file": SimpleUploadedFile("logo.png", picture("PNG"))},
        effect=lambda _seen: Office.objects.exclude(logo_digest="").exists(),
    )


@aims("api:remove_logo")
def taking_a_logo_away(world: World) -> Aim:
    Office.objects.create(logo=picture("PNG"), logo_digest="0" * 16)
    return Aim(effect=lambda _seen: Office.objects.filter(logo_digest="").exists())


@aims("api:set_place")
def placing_the_office(world: World) -> Aim:
    data = {"languages": ["id"], "time_zone": "Asia/Jakarta", "public_address": "https://balai.example"}
    return Aim(data=data, effect=lambda _seen: Office.objects.filter(**data).exists())


@aims("api:set_mail")
def naming_a_mail_server(world: World) -> Aim:
    data = {"sender": "office@balai.example", "host": "mail.example", "user": "office", "password": "sesame"}
    return Aim(
        data=data, effect=lambda _seen: MailServer.objects.filter(host="mail.example", user="office").exists()
    )


@aims("office:next_steps")
def ending_the_set_up(world: World) -> Aim:
    return Aim(effect=lambda _seen: Office.objects.filter(set_up_at__isnull=False).exists())


@aims("office:test_mail", "api:send_test_mail")
def test_mails(world: World) -> Aim:
    sink = Sink()

    @contextmanager
    def mail_server() -> Iterator[None]:
        sink.taken.clear()
        with running(sink):
            Office.objects.create(mail_sender="office@balai.example")
            MailServer.objects.create(host="127.0.0.1", port=sink.port, security="none", user="")
            yield

    return Aim(data={"to": "ratna@example.id"}, around=mail_server, effect=lambda _seen: bool(sink.taken))


@aims("office:jobs", "api:list_given_up_jobs")
def lists_of_jobs(world: World) -> Aim:
    give_up()
    return Aim()


@aims("office:job_retry", "office:job_dismiss", "api:retry_job", "api:dismiss_job")
def jobs_given_up(world: World) -> Aim:
    number = give_up()
    return Aim(own={"job_id": number}, effect=lambda _seen: not failed_jobs().filter(pk=number).exists())


@aims("office:logo")
def logos(world: World) -> Aim:
    Office.objects.create(logo=picture("PNG"), logo_digest="0" * 64)
    return Aim(own={"digest": "0" * 64})

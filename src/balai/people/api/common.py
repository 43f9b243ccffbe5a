"""What the operations on people share: whom they open to, what is told of a person, and checked words."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from ninja import Router, Schema
from pydantic import AfterValidator

from balai.kernel.translated import TranslatedText
from balai.people.authentication import needs
from balai.people.enums import Role, TokenScope
from balai.people.models import Consent, Person

router = Router()
READ = needs(TokenScope.PEOPLE_READ, Role.ADMINISTRATOR, Role.AUDITOR, Role.API_CLIENT, everywhere=True)
ADMINISTER = needs(TokenScope.PEOPLE_WRITE, Role.ADMINISTRATOR, everywhere=True)
"""A program has no person who could answer for a role that is given."""

OWN = needs(TokenScope.OWN_READ)
OWN_WRITE = needs(TokenScope.OWN_WRITE)


def _is_address(email: str) -> str:
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise ValueError(str(error.message)) from error
    return email


def _is_language(code: str) -> str:
    if code not in dict(settings.LANGUAGES):
        raise ValueError(gettext("There is no such language here."))
    return code


def _is_time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(gettext("There is no such time zone. Write one such as Asia/Jakarta."))
    return name


Address = Annotated[str, AfterValidator(_is_address)]
Language = Annotated[str, AfterValidator(_is_language)]
TimeZone = Annotated[str, AfterValidator(_is_time_zone)]


class PersonOut(Schema):
    """A person, without anything restricted; `merged_into` is the record that stands for this one."""

    id: UUID
    name: str
    email: str
    language: str
    time_zone: str
    merged_into: UUID | None

    @staticmethod
    def resolve_merged_into(person: Person) -> UUID | None:
        """Its id."""
        return person.merged_into_id


class GrantOut(Schema):
    """A role that somebody holds, held, or will hold."""

    id: UUID
    role: str
    scope: str
    since: datetime
    until: datetime | None


class ConsentOut(Schema):
    """What somebody agreed to, in exactly these words; `withdrawn_at` is null while it holds."""

    id: UUID
    purpose: str
    version: int
    text: str
    given_at: datetime
    withdrawn_at: datetime | None

    @staticmethod
    def resolve_version(consent: Consent) -> int:
        """Of the words."""
        return consent.text.version

    @staticmethod
    def resolve_text(consent: Consent) -> str:
        """The words, in the language of the answer."""
        return str(TranslatedText(consent.text.text))


class ConsentPage(Schema):
    """Some consents, and where the next page begins."""

    items: list[ConsentOut]
    after: str

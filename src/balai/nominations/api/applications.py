"""A nominee's own application over the API: what is there and lacking, keeping a section, and sending it.

The sections, their fields and what is wrong with a value are those of the forms. Of what a person typed a
form keeps what is sound; of what a program sends all is kept, or nothing. Reading a sealed part is logged.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from balai.directory.models import Country
from balai.kernel import clock
from balai.kernel.bodies import Number, Truth, Word
from balai.kernel.refusal import enforce
from balai.kernel.restricted import look
from balai.nominations.api.common import MINE, OWN, OWN_DEEDS, own_application, person_asking
from balai.nominations.enums import ApplicationState, Section
from balai.nominations.forms.application import YES_OR_NO, RowsField, SectionForm
from balai.nominations.models import Application
from balai.nominations.models import sections as parts
from balai.nominations.queries import deadline_of
from balai.nominations.queries.applications import person_of, profile_of
from balai.nominations.rules.applications import may_fill_in, must_agree_to
from balai.nominations.services.applying import claim_nomination as claim
from balai.nominations.services.applying import (
    lacking_everywhere,
    note_application_opened,
    save_section,
    send_application,
)
from balai.nominations.services.declaring import agree, texts_in_force
from balai.people.authentication import Caller

if TYPE_CHECKING:
    from balai.nominations.models import Profile

router = Router()

Text = Annotated[Word, Field(max_length=5000)]
Value = Text | Number | Truth | list[Text] | list[list[Text]] | None
"""What a field may hold: a text, a number, yes or no, several of a choice, or the rows of a small table."""
Kept = Annotated[int, Field(ge=0, le=2_000_000_000)]


class StepOut(Schema):
    """One section: how often it was saved, and the names of what is lacking before it can be sent."""

    section: Section
    version: int
    lacking: list[str]


class DeclarationOut(Schema):
    """A text that has to be agreed to, in its version, by language."""

    purpose: str
    version: int
    text: dict[str, str]


class WholeApplicationOut(Schema):
    """An application of the caller: its state, what is lacking, and what has to be agreed to."""

    nomination: str
    edition: str
    state: ApplicationState
    due_at: datetime | None
    saved_at: datetime | None
    sent_at: datetime | None
    returned_because: str
    is_open: bool
    steps: list[StepOut]
    declarations: list[DeclarationOut]


class SectionOut(Schema):
    """A section as it is kept; days as ISO 8601."""

    section: Section
    version: int
    values: dict[str, Any]


class SectionIn(Schema):
    """Fields to keep, by name; what is not named stays. `version` is that of the section as it was read."""

    version: Annotated[Number, Field(ge=0, le=2_000_000_000)]
    values: Annotated[dict[Word, Value], Field(max_length=40)]


class SendApplicationIn(Schema):
    """The version of each declaration that the nominee has read and agrees to, by purpose."""

    declared: dict[Word, Annotated[Number, Field(ge=1, le=32_767)]]


@router.get(
    "applications/{uuid:application_id}",
    response=WholeApplicationOut,
    operation_id="get_my_application",
    **OWN,
)
def get_my_application(request: Caller, application_id: UUID) -> WholeApplicationOut:
    """Show how far an application of the caller is, and what is lacking; that it was opened is noted once."""
    own = own_application(request, application_id)
    note_application_opened(application=own, at=clock.now())
    return _told(own)


@router.post(
    "applications/{uuid:application_id}/claim",
    response=WholeApplicationOut,
    operation_id="claim_nomination",
    **OWN_DEEDS,
)
def claim_nomination(request: Caller, application_id: UUID) -> WholeApplicationOut:
    """Say that a nomination under the caller's address is theirs, where the country made another record."""
    person_asking(request)  # a program is nobody
    found = get_object_or_404(Application, pk=application_id, nomination__email__iexact=request.auth.email)
    claim(application_id=found.pk, account=request.auth, at=clock.now())
    return _told(own_application(request, application_id))


def _told(own: Application) -> WholeApplicationOut:
    nomination = own.nomination
    profile = _profile(own)
    deadline = deadline_of(nomination.call)
    return WholeApplicationOut(
        nomination=nomination.code,
        edition=nomination.edition.code,
        state=ApplicationState(own.state),
        due_at=own.returned_until or (deadline.at if deadline else None),
        saved_at=own.saved_at,
        sent_at=own.sent_at,
        returned_because=own.returned_because if own.state == ApplicationState.RETURNED else "",
        is_open=may_fill_in(own) is None,
        steps=[
            StepOut(section=Section(section), version=_version(own, profile, section), lacking=names)
            for section, names in lacking_everywhere(own, profile).items()
        ],
        declarations=[
            DeclarationOut(purpose=purpose, version=text.version, text=dict(text.text))
            for purpose, text in texts_in_force(at=clock.now()).items()
        ],
    )


def _profile(own: Application) -> Profile | None:
    return profile_of(person_of(own.nomination))


def _version(own: Application, profile: Profile | None, section: str) -> int:
    if section not in parts.PROFILE and section not in parts.SEALED:
        return own.version_of(section)
    return profile.version_of(section) if profile else 0


def _formed(section: Section) -> Section:
    if section not in parts.FORMED:
        raise Http404
    return section


@router.get(
    "applications/{uuid:application_id}/sections/{section}",
    response=SectionOut,
    operation_id="get_my_section",
    **OWN,
)
def get_my_section(request: Caller, application_id: UUID, section: Section) -> SectionOut:
    """Read a section of an application of the caller; of a sealed one it is a look, which is logged."""
    return _section(request, own_application(request, application_id), _formed(section))


def _section(request: Caller, own: Application, section: Section) -> SectionOut:
    profile = _profile(own)
    values: dict[str, Any] = {name: getattr(own, name) for name in parts.APPLICATION.get(section, ())}
    for name in parts.PROFILE.get(section, ()):
        values[name] = getattr(profile, name) if profile else None
    for column, keys in parts.SEALED.get(section, {}).items():
        seen = None
        if profile is not None:
            actor = person_asking(request).reference
            seen = look(profile, column, actor=actor, purpose=MINE, at=clock.now())
        values |= {key: (seen or {}).get(key) for key in keys}
    return SectionOut(section=section, version=_version(own, profile, section), values=values)


@router.patch(
    "applications/{uuid:application_id}/sections/{section}",
    response=StepOut,
    operation_id="keep_my_section",
    **OWN_DEEDS,
)
def keep_my_section(request: Caller, application_id: UUID, section: Section, given: SectionIn) -> StepOut:
    """Keep fields of a section, all of them or none; 409 when it was saved since it was read.

    Documents and the employer's part have operations and pages of their own (404).
    """
    own = own_application(request, application_id)
    part = _formed(section)
    values = sound_values(part, given.values)
    own = save_section(
        application_id=own.pk,
        section=part,
        version=given.version,
        writer="",
        values=values,
        alpha3=dict(Country.objects.values_list("code", "alpha3")) if values.get("zone") else None,
        actor=person_asking(request),
        at=clock.now(),
    )
    profile = _profile(own)
    return StepOut(
        section=part,
        version=_version(own, profile, part),
        lacking=lacking_everywhere(own, profile)[part],
    )


def sound_values(section: Section, given: dict[str, Any]) -> dict[str, Any]:
    """What a program sends, as the deed takes it, by the reading of the section's form.

    Raises:
        ValidationError: a name that the section has not, a value of another kind than its field's, or one
            that the form finds at fault; each by its name.
    """
    fields = {
        name: field
        for name, field in SectionForm(section=section).fields.items()
        if name not in {"version", "writer"}
    }
    faults: dict[str, list[str]] = {}
    for name, value in given.items():
        if name not in fields:
            faults[name] = [_("This section has no such field.")]
        elif value is not None and (fault := _of_another_kind(fields[name], value)):
            faults[name] = [fault]
    written = {name: _as_typed(value) for name, value in given.items() if name not in faults}
    form = SectionForm(written, section=section)
    form.is_valid()
    faults |= {name: [str(one) for one in found] for name, found in form.errors.items() if name in given}
    if faults:
        raise ValidationError({f"values.{name}": found for name, found in faults.items()})
    return {name: value for name, value in form.values.items() if name in given}


def _of_another_kind(field: forms.Field, value: object) -> str:
    """Why a value is not of the kind that a field takes; empty where it is."""
    if isinstance(field, RowsField):
        is_one = isinstance(value, list) and all(isinstance(row, list) for row in value)
        if is_one and any(set(";\r\n") & set(cell) for row in value for cell in row):  # type: ignore[attr-defined] # a list of lists of texts
            return _("Write the parts of a row without semicolons and line breaks.")
        return "" if is_one else _("Write a list of rows, each a list of texts.")
    if isinstance(field, forms.MultipleChoiceField):
        is_one = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return "" if is_one else _("Write a list of texts.")
    if isinstance(field, forms.BooleanField) or getattr(field, "choices", None) == YES_OR_NO:
        return "" if isinstance(value, bool) else _("Write true, false or null.")
    if isinstance(field, forms.IntegerField):
        is_one = isinstance(value, int) and not isinstance(value, bool)
        return "" if is_one else _("Write a number.")
    return "" if isinstance(value, str) else _("Write a text.")


def _as_typed(value: Any) -> Any:
    """A value as a form gets it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and any(isinstance(one, list) for one in value):
        return "\n".join("; ".join(row) for row in value)
    return value


@router.post(
    "applications/{uuid:application_id}/send",
    response=WholeApplicationOut,
    operation_id="send_my_application",
    **OWN_DEEDS,
)
def send_my_application(
    request: Caller, application_id: UUID, given: SendApplicationIn
) -> WholeApplicationOut:
    """Agree to the declarations as they are now, and send; what was said is frozen, a receipt written."""
    own = own_application(request, application_id)
    at = clock.now()
    with transaction.atomic():
        texts = texts_in_force(at=at)
        enforce(must_agree_to({purpose: text.version for purpose, text in texts.items()}, given.declared))
        declared = agree(application=own, at=at)
        send_application(application_id=own.pk, declared=declared, actor=person_asking(request), at=at)
    return _told(own_application(request, application_id))

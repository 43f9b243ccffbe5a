"""The office over the API: what every page and letter says of it."""

from __future__ import annotations

from ninja import Router, Schema

from balai.office.models import Office
from balai.office.queries import current_office, office_zone
from balai.people.authentication import Caller, needs
from balai.people.enums import TokenScope

router = Router()


class OfficeOut(Schema):
    """The office that runs this installation; texts by language, as in `{"en": "Centre", "id": "Balai"}`."""

    name: dict[str, str]
    short_name: str
    letterhead: dict[str, str]
    languages: list[str]
    time_zone: str
    public_address: str

    @staticmethod
    def resolve_time_zone(office: Office) -> str:
        """In which the office counts days; the configuration's while it has set none."""
        return office.time_zone or office_zone()


@router.get("", response=OfficeOut, operation_id="get_office", **needs(TokenScope.OFFICE_READ))
def get_office(request: Caller) -> Office:
    """Show the office that runs this installation."""
    return current_office()

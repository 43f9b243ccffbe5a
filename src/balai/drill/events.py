"""What goes wrong in programmes (E1 to E30), and which of it the product knows and a drill lets happen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One kind of event.

    Attributes:
        code: as the documentation numbers it.
        what: happens.
        missing: why no drill has it, as the product does not know it yet; empty where it happens.
    """

    code: str
    what: str
    missing: str = ""


EVENTS = (
    Event(code="E1", what="a nomination comes after the deadline"),
    Event(code="E2", what="a country names more people than it has places"),
    Event(code="E3", what="two ministries of a country nominate apart from each other"),
    Event(code="E4", what="the same person is named twice"),
    Event(code="E5", what="somebody withdraws before a ticket is bought"),
    Event(code="E6", what="somebody withdraws after a ticket was bought"),
    Event(code="E7", what="somebody does not arrive"),
    Event(code="E8", what="a visa is refused or not in time"),
    Event(code="E9", what="somebody arrives late"),
    Event(code="E10", what="a resource person is ill"),
    Event(code="E11", what="a site cancels"),
    Event(code="E12", what="a session would be on a public holiday of the host"),
    Event(code="E13", what="a holiday or an election at home"),
    Event(code="E14", what="a session would run into the Friday prayer"),
    Event(code="E15", what="practice would be in the afternoon during Ramadan"),
    Event(code="E16", what="a day of another faith"),
    Event(code="E17", what="diets of the people at a meal"),
    Event(code="E18", what="somebody needs a place without steps"),
    Event(code="E19", what="a participant is pregnant"),
    Event(code="E20", what="a participant is ill"),
    Event(code="E21", what="a disaster"),
    Event(code="E22", what="misconduct"),
    Event(code="E23", what="somebody is missing and does not come back"),
    Event(code="E24", what="a target cannot be reached"),
    Event(code="E25", what="a focal point is silent"),
    Event(code="E26", what="a name is misspelt on a certificate"),
    Event(code="E27", what="a consent is withdrawn"),
    Event(code="E28", what="a programme is cancelled"),
    Event(code="E29", what="somebody takes part online"),
    Event(code="E30", what="a ceiling or an exchange rate is exceeded"),
)
"""All of them, in order."""

COVERED = tuple(one.code for one in EVENTS if not one.missing)

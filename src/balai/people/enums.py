"""The words of this room: roles, what one can consent to, and what a token may do."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is for the programmes; held through a grant, within a scope and a time."""

    ADMINISTRATOR = "administrator", _("Administrator")
    PROGRAMME_OFFICER = "programme_officer", _("Programme officer")
    SECRETARIAT = "secretariat", _("Secretariat")
    FOCAL_POINT = "focal_point", _("Focal point")
    PANEL_MEMBER = "panel_member", _("Panel member")
    CENTRE_COORDINATOR = "centre_coordinator", _("Centre coordinator")
    RESOURCE_PERSON = "resource_person", _("Resource person")
    PRACTICE_SUPERVISOR = "practice_supervisor", _("Practice supervisor")
    FINANCE_OFFICER = "finance_officer", _("Finance officer")
    HEALTH_OFFICER = "health_officer", _("Health officer")
    PRESS_OFFICER = "press_officer", _("Press officer")
    AUDITOR = "auditor", _("Auditor")
    NOMINEE = "nominee", _("Nominee")
    PARTICIPANT = "participant", _("Participant")
    ALUMNUS = "alumnus", _("Alumnus")
    LINK_HOLDER = "link_holder", _("Holder of a link")
    API_CLIENT = "api_client", _("API client")


ROLES_WITHOUT_SECOND_FACTOR = frozenset({Role.NOMINEE, Role.PARTICIPANT, Role.ALUMNUS, Role.LINK_HOLDER})
"""Those who see only what is their own; every other role needs a second factor to enter."""


EVERYWHERE = "all"
"""The scope of a grant that is bound to no country, organisation or edition."""


class RightKind(models.TextChoices):
    """What somebody may ask of whoever holds data about them."""

    ACCESS = "access", _("Tell me what you hold")
    CORRECTION = "correction", _("Correct something")
    ERASURE = "erasure", _("Erase me")


class RequestState(models.TextChoices):
    """What became of such a request."""

    OPEN = "open", _("Waiting for an answer")
    GRANTED = "granted", _("Done")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CopyState(models.TextChoices):
    """How far somebody's copy is."""

    MAKING = "making", _("Being made")
    READY = "ready", _("Ready")


class TokenScope(models.TextChoices):
    """What a token may be given; a token never does more than its account."""

    OWN_READ = "own:read", _("Read what is your own")
    OWN_WRITE = "own:write", _("Do what is your own to do")
    PEOPLE_READ = "people:read", _("Read about people")
    PEOPLE_WRITE = "people:write", _("Record and invite people, give and end roles")
    OFFICE_READ = "office:read", _("Read about the office")
    OFFICE_WRITE = "office:write", _("Set the office up")
    LETTERS_READ = "letters:read", _("Read the register of letters")
    LETTERS_WRITE = "letters:write", _("Enter letters in the register, and send again")
    DIRECTORY_READ = "directory:read", _("Read the directory")
    DIRECTORY_WRITE = "directory:write", _("Keep the directory")
    JOBS_READ = "jobs:read", _("Read which jobs were given up")
    JOBS_WRITE = "jobs:write", _("Try jobs again, and dismiss them")
    PROGRAMMES_READ = "programmes:read", _("Read programmes")
    PROGRAMMES_WRITE = "programmes:write", _("Keep programmes and decide about them")
    NOMINATIONS_READ = "nominations:read", _("Read nominations and applications")
    NOMINATIONS_WRITE = "nominations:write", _("Nominate, and send a country’s list")
    SELECTION_READ = "selection:read", _("Read what panels decided, and one’s dossiers")
    SELECTION_WRITE = "selection:write", _("Score one’s dossiers, propose, decide and offer places")
    TIMETABLES_READ = "timetables:read", _("Read timetables, drafts too")
    TIMETABLES_WRITE = "timetables:write", _("Plan, move, publish and repair timetables")
    TRAIL_READ = "trail:read", _("Read the trail of deeds")

"""Who was at which session: devices, codes, scans, presence, conflicts; kiosks and sheets of paper."""

from balai.delivery.models.device import CheckInCode, Device, PresenceTerms
from balai.delivery.models.door import Kiosk, PaperRow, PaperSheet
from balai.delivery.models.presence import Conflict, Presence, Scan

__all__ = [
    "CheckInCode",
    "Conflict",
    "Device",
    "Kiosk",
    "PaperRow",
    "PaperSheet",
    "Presence",
    "PresenceTerms",
    "Scan",
]

"""Tables of the technology exchange."""

from balai.exchange.models.card import Card, Interest
from balai.exchange.models.match import Match, Meeting, Outcome

__all__ = ["Card", "Interest", "Match", "Meeting", "Outcome"]

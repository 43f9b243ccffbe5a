"""Technology exchange: needs, offers, interests, matches, meetings, and what came of them."""

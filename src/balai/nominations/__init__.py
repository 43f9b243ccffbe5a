"""The call going out to countries, and the nominations that they send: ranked, judged, late, withdrawn."""

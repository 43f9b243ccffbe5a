"""Questions that several rooms answer together."""

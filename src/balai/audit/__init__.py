"""Audit: the trail of deeds and the log of looks, by reference only."""

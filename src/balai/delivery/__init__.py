"""Delivery: what happens on the days of an edition. Who was there, from the door's scan to the evidence."""

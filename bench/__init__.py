"""Measures Balai over HTTP, from `balai serve` as installed: `make bench`."""

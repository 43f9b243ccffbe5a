"""Whom and where the programmes know: countries, bodies, organisations, sites, machines, resource persons."""

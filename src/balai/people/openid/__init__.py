"""Signing in with a service of the ministry over OpenID Connect: what we ask beyond what the library asks."""

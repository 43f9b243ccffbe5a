"""What Django and psycopg need to connect, as the application's role or as the owner of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from balai.database.roles import APPLICATION_ROLE, OWNER_ROLE

if TYPE_CHECKING:
    from balai.config import Config


def application_parameters(config: Config) -> dict[str, Any]:
    """Django's connection settings for the role under which the product runs: no DDL, append-only trail."""
    return _from_url(config.database_url) if config.database_url else _embedded(config, APPLICATION_ROLE)


def owner_parameters(config: Config) -> dict[str, Any]:
    """Django's connection settings for the role that owns the tables; only migrations use it."""
    return (
        _from_url(config.database_owner_url) if config.database_owner_url else _embedded(config, OWNER_ROLE)
    )


def owner_address(config: Config) -> dict[str, str]:
    """The same place as the owner, in the words of libpq."""
    if config.database_owner_url:
        from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 -- settings need no driver to be read

        return {key: str(value) for key, value in conninfo_to_dict(config.database_owner_url).items()}
    from balai.database.cluster import Cluster  # noqa: PLC0415 -- as below

    return Cluster(config.home).parameters(OWNER_ROLE)


def _embedded(config: Config, role: str) -> dict[str, Any]:
    from balai.database.cluster import Cluster  # noqa: PLC0415 -- an external database never needs the supervisor

    place = Cluster(config.home).parameters(role)
    return {
        "NAME": place["dbname"],
        "USER": place["user"],
        "HOST": place["host"],
        "PORT": place["port"],
        "PASSWORD": "",
        "OPTIONS": {"requirepeer": place["requirepeer"]},
    }


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }

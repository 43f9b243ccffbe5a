"""Connecting to a cluster under test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.conninfo import make_conninfo

if TYPE_CHECKING:
    from balai.database.cluster import Cluster


def connect(cluster: Cluster, role: str, database: str = "balai") -> psycopg.Connection[tuple[Any, ...]]:
    """A connection in which each statement commits."""
    return psycopg.connect(make_conninfo(**cluster.parameters(role, database)), autocommit=True)

"""The directory in bundles: bodies, organisations, sites and what belongs to them.

Each record is entered and changed by the deeds that the pages use.
"""

from balai.directory.bundle.belonging import belonging
from balai.directory.bundle.dated import dated
from balai.directory.bundle.knowledge import knowledge
from balai.directory.bundle.places import places
from balai.kernel.bundle.registry import parts

__all__ = ["register_parts"]


def register_parts() -> None:
    """Add the directory to what bundles can hold."""
    for part in (*belonging(), *places(), *knowledge(), *dated()):
        parts.register(part.name, part)

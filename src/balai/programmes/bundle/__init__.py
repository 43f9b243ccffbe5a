"""Programmes in bundles: series, pledges, editions and all that belongs to one.

What belongs to an edition lies in a folder of its own, mostly as tables. The order of a table is that of
lists and, among organisers, that of protocol.
"""

from balai.kernel.bundle.registry import parts
from balai.programmes.bundle.admission import admission
from balai.programmes.bundle.curriculum import curriculum
from balai.programmes.bundle.giving import bundle_for, bundle_of
from balai.programmes.bundle.means import means
from balai.programmes.bundle.memory import memory
from balai.programmes.bundle.wholes import wholes

__all__ = ["bundle_for", "bundle_of", "register_parts"]


def register_parts() -> None:
    """Add programmes to what bundles can hold."""
    for part in (*wholes(), *curriculum(), *admission(), *means(), *memory()):
        parts.register(part.name, part)

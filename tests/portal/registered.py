"""Putting entries into the registries that the portal asks for one test."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import pytest

    from balai.kernel.registry import Registry

T = TypeVar("T")


def fill(monkeypatch: pytest.MonkeyPatch, registry: Registry[T], **entries: T) -> None:
    """Let a registry hold these entries and no others until the test ends."""
    monkeypatch.setattr(registry, "_entries", dict(entries))

"""Columns that several lists of the directory share."""

from __future__ import annotations

from balai.directory.bundle.values import country_kind
from balai.engine.bundle.fields import ListOf
from balai.engine.bundle.kinds import LANGUAGE_TAG, Pattern
from balai.kernel.bundle.parts import Column

SOURCE = ("source", "certainty")
CODE = Column(name="code", kind=Pattern(regex=r"[a-z0-9][a-z0-9-]*", rule="value.slug", most=40))
LANGUAGES = Column(name="languages", kind=ListOf(kind=LANGUAGE_TAG))
COUNTRY = Column(name="country", kind=country_kind())
ORGANISATION = Column(name="organisation", refers="organisations")
SITE = Column(name="site", refers="sites")

"""The product's settings with the two addresses of the drill added."""

from __future__ import annotations

from balai.settings import *  # noqa: F403 -- everything is as in the product
from balai.settings import INSTALLED_APPS as PRODUCT

ROOT_URLCONF = "tests.drill.urls"
INSTALLED_APPS = ["tests.drill.apps.DrillConfig", *PRODUCT]

"""The WSGI application that `balai serve` runs. Loaded once, before the workers are forked from it."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from balai import config
from balai.kernel.forwarded import RealClient

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balai.settings")
application = RealClient(get_wsgi_application(), config.current().trusted_proxies)

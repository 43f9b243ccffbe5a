"""The WSGI application that `balai serve` runs. Loaded once, before the workers are forked from it."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from balai import config
from balai.kernel.forwarded import RealClient

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balai.settings")
application = RealClient(get_wsgi_application(), config.current().trusted_proxies)

# Every view is loaded here and not at the first request of each worker; and the collector leaves what is
# loaded alone, since looking at an object writes to its memory, which the workers then no longer share.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()

"""The WSGI application that `balai serve` runs. Loaded once, before the workers are forked from it."""

from __future__ import annotations

import gc
import os
from datetime import date

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from balai import config
from balai.kernel.forwarded import RealClient

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balai.settings")
application = RealClient(get_wsgi_application(), config.current().trusted_proxies)

# Views, texts and what every page is drawn with are loaded here, and not at the first request of each worker.
# The collector leaves what is loaded alone: looking at an object writes to its memory, which the workers then
# no longer share.
for language, _name in settings.LANGUAGES:
    with override(language):
        reverse("public:home")
        get_template("portal/home.html")
        date_format(date.min)
gc.collect()
gc.freeze()

"""Every page that is looked at: by axe, by keyboard, in two languages, light and dark, narrow and wide.

A room adds its pages to the module of its stage. The addresses are those of tests/browser/urls.py.
A page that needs something in the database says how to make it.
"""

from __future__ import annotations

from tests.browser.pages import account, after, delivery, nominations, office, programmes, public, timetable
from tests.browser.pages.looked import Looked

__all__ = ["PAGES", "Looked"]

PAGES = [
    *public.PAGES,
    *account.PAGES,
    *office.PAGES,
    *programmes.PAGES,
    *timetable.PAGES,
    *nominations.PAGES,
    *delivery.PAGES,
    *after.PAGES,
]

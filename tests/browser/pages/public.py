"""What everybody may read, and pages that tell what went wrong."""

from __future__ import annotations

from tests.browser.pages.looked import Looked
from tests.portal import reference

PAGES = [
    Looked(name="home", path="/{language}/"),
    Looked(name="home-programmes", path="/{language}/", prepare=reference.keep_an_open_call),
    Looked(name="catalogue-empty", path="/{language}/programmes/"),
    Looked(name="catalogue", path="/{language}/programmes/", prepare=reference.keep_editions),
    Looked(
        name="catalogue-nothing", path="/{language}/programmes/?q=nothing", prepare=reference.keep_editions
    ),
    Looked(
        name="edition", path=f"/{{language}}/programmes/{reference.CODE}/", prepare=reference.keep_editions
    ),
    Looked(
        name="edition-call",
        path=f"/{{language}}/programmes/{reference.CODE}/",
        prepare=reference.keep_a_call_in_the_news,
    ),
    Looked(
        name="day",
        path=f"/{{language}}/programmes/{reference.CODE}/days/2018-07-19/",
        prepare=reference.keep_editions,
    ),
    Looked(
        name="day-turns",
        path=f"/{{language}}/programmes/{reference.CODE}/days/2018-07-24/",
        prepare=reference.keep_editions,
    ),
    Looked(
        name="day-free",
        path=f"/{{language}}/programmes/{reference.CODE}/days/2018-07-28/",
        prepare=reference.keep_editions,
    ),
    Looked(name="how-it-works", path="/{language}/how-it-works/"),
    Looked(name="privacy", path="/{language}/privacy/"),
    Looked(name="accessibility", path="/{language}/accessibility/"),
    Looked(name="centres-empty", path="/{language}/centres/?q=nothing"),
    Looked(name="parts", path="/parts/", role="nominee", has_english_data=True),
    Looked(name="error-400", path="/malformed/", status=400),
    Looked(name="error-403", path="/forbidden/", role="nominee", status=403),
    Looked(name="error-404", path="/nowhere/", status=404),
    Looked(name="error-409", path="/refused/", status=409, has_english_data=True),
    Looked(name="error-429", path="/too-many/", status=429),
    Looked(name="error-500", path="/broken/", status=500),
    Looked(name="error-503", path="/away/", status=503),
    Looked(name="error-503-files", path="/files-away/", status=503),
    Looked(name="error-507", path="/full/", status=507),
    Looked(name="error-preparing", path="/preparing/", status=503),
    Looked(name="check", path="/{language}/c/"),
    Looked(name="check-unknown", path="/{language}/c/0000-0000/", status=404),
    Looked(name="aid-public-none", path="/{language}/aid/"),
    Looked(name="news-none", path="/{language}/news/"),
    Looked(name="news-subscribe-none", path="/{language}/news/subscribe/"),
    Looked(name="news-asked", path="/{language}/news/subscribe/?asked=1"),
]

"""The product's addresses, those that break, and one page with every component in every state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT
from django.http import HttpResponse
from django.template import RequestContext, Template
from django.urls import path

from balai.cli.waiting import TABLES, Waiting
from balai.kernel.errors import database_away, files_away, no_room, too_many
from balai.kernel.refusal import Refusal
from balai.people.access import public
from balai.ui.covers import NAMES
from balai.ui.parts import (
    CountryRow,
    Crumb,
    DayAtGlance,
    DayLink,
    Deed,
    Fact,
    Figure,
    Move,
    Pager,
    SiteRow,
    Stage,
    View,
)
from tests.kernel.broken_urls import handler400, handler404, handler500
from tests.kernel.broken_urls import urlpatterns as broken
from tests.ui.test_components import Sheet
from tests.ui.world import ASIA, INDONESIA, STATIONS, WAYS

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

PARTS = """
{% extends "ui/app.html" %}{% load balai static %}
{% block title %}Parts{% endblock %}
{% block head %}<link rel="stylesheet" href="{% static "ui/programme.css" %}">{% endblock %}
{% block main %}
  {% crumbs crumbs %}
  <div class="bl-head"><div><h1>62 days to arrival</h1><p>Two things are late and two are blocked.</p></div>
    <div class="acts">{% link_button "Print status" "/" %}{% link_button "Documents" "/" "small" %}</div></div>
  <div class="bl-stack loose">
    {% card "Life of the edition" %}<div class="bl-in">{% stages stages %}</div>{% endcard %}
    {% figures figures %}
    <div class="bl-split"><div class="bl-stack loose">
      {% card "What is open" count=3 %}
        <h3 class="bl-owner">{% icon "user" %}Your move <span class="bl-count">3</span></h3>{% moves moves %}{% endcard %}
      {% card "Nominees" %}{% table "Nominees of Bhutan, in the order of their country" pager=pager %}
        <thead><tr><th scope="col">Name</th><th scope="col">Office</th><th scope="col" class="num">Points</th></tr></thead>
        <tbody><tr><th scope="row">Dechen Wangmo</th><td>Department of Cottage and Small Industry</td>
          <td class="num">83.5</td></tr>
          <tr><th scope="row">Prakash Adhikari</th><td>Ministry of Economic Affairs</td><td class="num">71</td></tr>
        </tbody>{% endtable %}{% endcard %}
      {% card "Nominations" %}{% empty_state "No nominations yet" %}
        <p>Seven of ten focal points have opened the call.</p>{% link_button "See who has not opened it" "/" %}
        {% endempty_state %}{% endcard %}
    </div><div class="bl-stack loose">
      {% segment "View" views %}
      <div class="bl-row">{% state "ok" %}{% state "due" %}{% state "late" %}{% state "block" %}{% state "wait" %}
        {% state "info" "Locked" %}<span class="bl-sample">Sample data</span></div>
      <div class="bl-row wide"><span>{% flag "BT" %} Bhutan</span><span>{% flag "NP" %} Nepal</span>{% site_chip "bblm" 3 %}
        {% site_chip "b4t" 5 is_line=True %}</div>
      {% note "due" "7 days left" %}<p>Send your nominations by Friday 4 May, 16:00 in Kathmandu.</p>{% endnote %}
      {% note "block" %}<p>Her passport ends 80 days too early.</p>{% endnote %}
      {% note "ok" %}<p>Sent. Jakarta has your two nominations.</p>{% endnote %}
      {% note "info" %}<p>The panel meets on 21 May.</p>{% endnote %}
      {% refused refusal %}
      {% card "Targets" %}<div class="bl-in bl-stack">{% measure "Women" 11 20 limit=8 %}
        {% measure "Entrepreneurs" 3 20 limit=6 %}</div>{% endcard %}
      {% card "Facts" %}<div class="bl-in"><dl class="bl-dl"><dt>Theme</dt><dd>Small and medium industry</dd>
        <dt>Closing</dt><dd>{% marked "Jumat, 4 Mei 2018" "id" %}</dd></dl></div>{% endcard %}
    </div></div>
    {% fact_line facts %}
    <div class="bl-whogrid"><div class="bl-card bl-mapcard">{% world_map "Nine countries send people to Indonesia" places host %}</div>
      {% country_list countries %}</div>
    {% scheme "Sites in Jakarta and Bandung" stations ways %}
    {% site_list sites %}
    {% days_at_a_glance days %}
    {% day_links links %}
    <div class="bl-grid2">{% for name in covers %}{% cover name %}{% endfor %}</div>
    <form class="bl-form" method="post" novalidate>{% error_list form %}
      <div class="bl-card"><div class="bl-in bl-stack loose">{% fields form %}</div>
      <footer class="bl-deeds"><p>Rule E-07, set by the host.</p>
        <div class="bl-row">{% button "Save as waiting" %}{% button "Save the nominee" "go" %}</div></footer></div></form>
  </div>
{% endblock %}
"""


def filled() -> Sheet:
    """A form with something to correct in most of its fields."""
    sheet = Sheet({"name": "Nirmala Joshi", "agreed": "on", "secret": ""})
    choices = [("official", "Official"), ("owner", "Owner of a small enterprise")]
    for name in ("kind", "kinds", "chosen"):
        sheet.fields[name].choices = choices  # type: ignore[attr-defined]
    sheet.fields["name"].help_text = "As in the passport."
    sheet.add_error("name", "The passport has two names. Write both.")
    return sheet


@public
def parts(request: HttpRequest) -> HttpResponse:
    """The parts that an officer's pages are made of."""
    context = {
        "crumbs": [Crumb(label="Editions", url="/"), Crumb(label="Small and medium industry")],
        "stages": [
            Stage(name="Mandate", fact="Signed 12 Dec", position="done"),
            Stage(name="Call", fact="Sent 20 Mar", position="done"),
            Stage(name="Selection", fact="Panel 21 May", position="now"),
            Stage(name="Offers", fact="from 23 May", position="next"),
            Stage(name="Follow-up", fact="until July 2019", position="next"),
        ],
        "figures": [
            Figure(value="58", beside="for 20 places", label="Nominees, from 10 countries"),
            Figure(value="49", beside="of 58", label="Files complete and eligible"),
            Figure(value="32", beside="days", label="Working days left before arrival"),
        ],
        "moves": [
            Move(
                state="late",
                what="Start visa clearance for Afghanistan",
                why="Clearance takes about a month. Both nominees need it before any ticket is bought.",
                by="Tue 15 May",
                left="2 days late",
                deed=Deed(label="Start clearance", url="/"),
            ),
            Move(
                state="due",
                what="Confirm the rooms",
                by="Mon 21 May",
                left="in 4 days",
                deed=Deed(label="Confirm", url="/"),
            ),
            Move(state="wait", what="Centre for Ceramics: number of kilns", why="Asked on 16 May."),
        ],
        "pager": Pager(shown="Rows 51 to 100", previous_url="/", next_url="/"),
        "views": [
            View(label="By owner", url="/", is_current=True),
            View(label="By date", url="/", is_current=False),
        ],
        "refusal": Refusal(
            "place.full", "The centre has machines for 10 people at a time. Groups B and C fill them."
        ),
        "facts": [Fact(label="Dates", value="18–30 July 2018"), Fact(label="Language", value="English")],
        "places": ASIA,
        "host": INDONESIA,
        "countries": [
            CountryRow(code="BT", name="Bhutan", figure="2", url="/"),
            CountryRow(code="ID", name="Indonesia", figure="2", note="host"),
        ],
        "stations": STATIONS,
        "ways": WAYS,
        "sites": [
            SiteRow(
                code=each.code,
                colour=each.colour,
                name=each.name,
                what="Practice on machines that the centre builds",
                how="45 min",
                url="/",
            )
            for each in STATIONS
        ],
        "days": [
            DayAtGlance(on="Mon 23", words="Centres", colour=2, url="/"),
            DayAtGlance(on="Sat 28", words="Free", is_quiet=True),
        ],
        "links": [
            DayLink(weekday="Mon", day="23", name="Monday 23 July 2018", url="/", is_current=True),
            DayLink(weekday="Sat", day="28", name="Saturday 28 July 2018", url="/", is_quiet=True),
        ],
        "covers": NAMES,
        "form": filled(),
    }
    return HttpResponse(Template(PARTS).render(RequestContext(request, context)))


@public
def preparing(request: HttpRequest) -> HttpResponse:
    """What is shown while a home is made ready."""
    waiting = Waiting()
    waiting.tell(TABLES, 71, 188)
    return HttpResponse(waiting.page(request.get_full_path()), status=503)


@public
def axe(request: HttpRequest) -> HttpResponse:
    """What looks at pages: as a script of their own, which the browser compiles once for all of them."""
    headers = {"Cache-Control": "max-age=31536000, immutable"}
    return HttpResponse(AXE_SCRIPT, content_type="text/javascript", headers=headers)


urlpatterns = [
    path("parts/", parts),
    path("too-many/", public(too_many)),
    path("away/", public(database_away)),
    path("files-away/", public(files_away)),
    path("full/", public(no_room)),
    path("preparing/", preparing),
    path("axe.js", axe),
    *broken,
]

"""The components: ``{% load balai %}``. What comes from people is escaped by the template that prints it.

Each tag is shown with its markup in docs/explain/face.md and rendered with hostile texts in
tests/ui/test_components.py.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from django import forms, template
from django.template import TemplateDoesNotExist
from django.template.base import token_kwargs
from django.template.loader import get_template, render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language, get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from balai.ui import covers, geography, wording
from balai.ui import scheme as schemes
from balai.ui.cards import as_cards
from balai.ui.wording import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, time

    from django.template.base import FilterExpression
    from django_stubs_ext import StrOrPromise

    from balai.ui.parts import (
        CountryRow,
        Crumb,
        DayAtGlance,
        DayLink,
        Fact,
        Figure,
        Move,
        Pager,
        Place,
        Sharing,
        SiteRow,
        Stage,
        State,
        Station,
        View,
        Way,
    )
    from balai.ui.wording import Translated

register = template.Library()

PRINTS_KEPT = 64
"""Prints of one part that a process keeps, for so many different values; then it begins anew."""
DRAWINGS_KEPT = 256
"""Maps and schemes that a process keeps as they were printed: the same places give the same drawing."""
SHAPES: dict[str, tuple[str, StrOrPromise]] = {
    "ok": ("check", _("Complete")),
    "due": ("clock", _("Due")),
    "late": ("alert-triangle", _("Late")),
    "block": ("hand-stop", _("Blocked")),
    "wait": ("hourglass", _("Waiting")),
    "info": ("info-circle", _("Note")),
}
"""Each state has a drawing and a usual word, so that colour is only the third sign."""


class UnchangingNode(template.Node):
    """What stands between ``{% unchanging %}`` and ``{% endunchanging %}``."""

    def __init__(self, nodelist: template.NodeList, given: Mapping[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self._given = given
        self._printed: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        given = {name: self._value(expression, context) for name, expression in self._given.items()}
        key = (get_language(), *given.values())
        printed = self._printed.get(key)
        if printed is None:
            bare = template.Context(given)  # so that nothing of this reader can come to stand before the next
            bare.template = context.template
            printed = self.nodelist.render(bare)
            if len(self._printed) >= PRINTS_KEPT:
                self._printed.clear()
            self._printed[key] = printed
        return printed

    @staticmethod
    def _value(expression: FilterExpression, context: template.Context) -> object:
        value = expression.resolve(context)
        return tuple(value) if isinstance(value, list) else value


@register.tag
def unchanging(parser: template.base.Parser, token: template.base.Token) -> UnchangingNode:
    """Print once, in each language, what does not change as long as the values it is given are the same.

    Without a value: words of the product itself. With some, as in ``{% unchanging rows=editions %}``: nothing
    but these is known within. They are compared by what they say, so they must be frozen and of one kind:
    a name never stands for a marked text here and for a plain one there. The public pages consist of such
    parts for the most part, and each would be looked up for each reader.
    """
    _name, *words = token.split_contents()
    given = token_kwargs(words, parser)
    if words:
        raise template.TemplateSyntaxError("unchanging takes values with their names, and nothing else")
    nodelist = parser.parse(("endunchanging",))
    parser.delete_first_token()
    return UnchangingNode(nodelist, given)


@register.simple_tag
def icon(name: str) -> str:
    """A drawing beside a word, never alone. ``name`` is one of templates/ui/icons/."""
    return _drawn_icon(name)


@cache
def _drawn_icon(name: str) -> SafeString:
    """Drawn once for all pages, as flags are."""
    return SafeString(get_template(f"ui/icons/{name}.svg").render())


@register.simple_tag
def flag(country: str) -> SafeString:
    """The flag of an ISO 3166-1 alpha-2 code, beside the country's name, never instead of it."""
    return _drawn_flag(country) if re.fullmatch("[A-Z]{2}", country) else SafeString()


@cache
def _drawn_flag(country: str) -> SafeString:
    """Drawn once for all pages: a list has fifty."""
    try:
        return SafeString(get_template(f"ui/flags/{country}.svg").render())
    except TemplateDoesNotExist:
        return SafeString()


@register.simple_tag
def site_chip(code: str, colour: int, *, is_line: bool = False) -> SafeString:
    """A place of a programme: its code beside its colour, which is one of nine."""
    line = " line" if is_line else ""
    return format_html('<span class="bl-site bl-c{}{}">{}</span>', int(colour), line, code.upper())


@register.simple_tag
def moment(value: datetime, place: str) -> SafeString:
    """A moment with its place: “Fri 4 May 2018, 16:00 in Kathmandu”; ``value`` is in that place's zone."""
    written = wording.timed(value, "D j M Y, H:i")
    text = gettext("%(moment)s in %(place)s") % {"moment": written, "place": place}
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="minutes"), text)


@register.filter(expects_localtime=True)
def timed(value: datetime | time | None, form: str) -> str:
    """A moment or a time of day by a form such as ``D j M Y, H:i``, with the clock of the page's language."""
    return wording.timed(value, form)


@register.filter
def zone_place(zone: str) -> str:
    """The place that a time zone is called after."""
    return wording.zone_place(zone)


@register.simple_tag
def marked(text: str, language: str) -> SafeString:
    """A text whose language is not the page's, marked so that it is read aloud and shaped rightly."""
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def initials(name: object) -> str:
    """Two letters for the round sign of a person: of the first and the last word."""
    words = str(name).replace("@", " ").split()
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else "?"


@register.simple_tag
def state(kind: State, word: StrOrPromise = "") -> SafeString:
    """One word with its shape: Complete, Due, Late, Blocked, Waiting; or the word of the field.

    Without a template of its own: lists have fifty of them.
    """
    shape, usual = SHAPES[kind]
    return format_html('<span class="bl-state {}">{}{}</span>', kind, _drawn_icon(shape), word or usual)


@register.simple_block_tag
def note(content: str, kind: State, title: StrOrPromise = "") -> str:
    """What stops or hurries the reader, with the way out."""
    return render_to_string(
        "ui/parts/note.html", {"kind": kind, "shape": SHAPES[kind][0], "title": title, "content": content}
    )


@register.simple_block_tag
def card(content: str, title: StrOrPromise, *, name: str = "", count: int | None = None) -> str:
    """A part with its own heading. ``name`` becomes its id when two cards would have the same title."""
    return render_to_string(
        "ui/parts/card.html",
        {
            "title": title,
            "name": name or slugify(str(title)) or "card",
            "count": count,
            "content": content,
        },
    )


@register.simple_block_tag
def files(content: str) -> str:
    """What a page can be taken as, behind one button: links to its files, seldom why it was opened."""
    return render_to_string("ui/parts/files.html", {"content": content})


@register.simple_block_tag
def empty_state(content: str, title: StrOrPromise, *, is_small: bool = False) -> str:
    """A list without rows: the title says what is true, the content what comes next and what helps.

    Small it goes into a card with a heading of its own that stands among others. Not named ``empty``:
    inside ``{% for %}`` Django would take it for its own.
    """
    context = {"title": title, "content": content, "is_small": is_small}
    return render_to_string("ui/parts/empty.html", context)


@register.simple_block_tag
def table(content: str, caption: StrOrPromise, *, pager: Pager | None = None) -> str:
    """A table of rows with its caption.

    On a phone a list, which has pages, becomes cards; another table scrolls in itself, by touch and keyboard.
    """
    is_list = pager is not None
    shown = as_cards(content) if is_list else content
    context = {"caption": caption, "pager": pager, "content": shown, "is_list": is_list}
    return render_to_string("ui/parts/table.html", context)


@register.inclusion_tag("ui/parts/figures.html")
def figures(shown: Sequence[Figure]) -> dict[str, Any]:
    """Three to five numbers that change a decision."""
    return {"figures": shown}


@register.inclusion_tag("ui/parts/moves.html")
def moves(shown: Sequence[Move]) -> dict[str, Any]:
    """Open things in order of urgency; only the first deed is filled."""
    return {"moves": shown}


@register.inclusion_tag("ui/parts/stages.html")
def stages(shown: Sequence[Stage]) -> dict[str, Any]:
    """The line of a life: done, now, to come."""
    return {"stages": shown}


@register.inclusion_tag("ui/parts/crumbs.html")
def crumbs(shown: Sequence[Crumb]) -> dict[str, Any]:
    """The way down to this page."""
    return {"crumbs": shown}


@register.inclusion_tag("ui/parts/segment.html")
def segment(label: StrOrPromise, views: Sequence[View]) -> dict[str, Any]:
    """Two to five views of the same thing; never for deeds."""
    return {"label": label, "views": views}


@register.inclusion_tag("ui/parts/measure.html")
def measure(
    label: StrOrPromise, value: int, most: int, limit: int | None = None, shown: str = ""
) -> dict[str, Any]:
    """A share of ``most`` with its limit as a tick; the number, or what is ``shown``, stands beside it."""
    wide = max(most, value, 1)
    return {
        "label": label,
        "value": shown or value,
        "most": most,
        "filled": round(200 * value / wide),
        "tick": None if limit is None else round(198 * limit / wide),
    }


@register.inclusion_tag("ui/parts/refusal.html")
def refused(refusal: object | None) -> dict[str, Any]:
    """Why a deed is not possible now (a kernel ``Refusal``); nothing when there is no reason."""
    return {"refusal": refusal}


@register.inclusion_tag("ui/parts/link_button.html")
def link_button(label: StrOrPromise, url: str, weight: str = "") -> dict[str, Any]:
    """A way to another page that looks like a deed; ``weight`` is go, quiet, small or big."""
    return {"label": label, "url": url, "weight": weight}


@register.inclusion_tag("ui/parts/button.html")
def button(label: StrOrPromise, weight: str = "", name: str = "", value: str = "") -> dict[str, Any]:
    """A deed: sends its form. One filled (``go``) per view."""
    return {"label": label, "weight": weight, "name": name, "value": value}


@register.inclusion_tag("ui/parts/error_list.html")
def error_list(form: forms.BaseForm, title: str = "") -> dict[str, Any]:
    """After a try, above the form: what to correct, each line a link to its field.

    Args:
        form: the form that was tried.
        title: what went wrong, where it is not that something was to be saved.
    """
    fields = [field for field in form if field.errors] if form.is_bound else []
    general = form.non_field_errors() if form.is_bound else []
    return {
        "fields": fields,
        "general": general,
        "title": title,
        "count": len(general) + sum(len(field.errors) for field in fields),
    }


@register.inclusion_tag("ui/parts/field.html")
def field(bound: forms.BoundField) -> dict[str, Any]:
    """A field with its label, help, value and errors; tied together for those who do not see them."""
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        shape = "group"
    elif isinstance(widget, forms.CheckboxInput):
        shape = "choice"
    elif widget.use_fieldset:
        shape = "several"
    else:
        shape = "line"
    css = "" if shape in {"group", "choice"} else "bl-inp bad" if bound.errors else "bl-inp"
    return {"field": bound, "shape": shape, "control": bound.as_widget(attrs={"class": css} if css else {})}


@register.inclusion_tag("ui/parts/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """Every field of a form, hidden ones too."""
    return {"form": form}


@register.simple_tag
def cover(name: str) -> SafeString:
    """A drawing where a photo would stand; ``name`` is one of ``ui.covers.NAMES``."""
    return _drawn_cover(name if name in covers.NAMES else covers.OTHERWISE)


@cache
def _drawn_cover(name: str) -> SafeString:
    """Drawn once for all pages."""
    return SafeString(get_template(f"ui/covers/{name}.svg").render())


@register.simple_tag
def world_map(
    title: StrOrPromise, places: Sequence[Place], host: Place | None = None, name: str = "map"
) -> SafeString:
    """Where people come from and where they go, without borders; beside it stands a list that tells the same.

    ``title`` says it in a sentence; ``name`` is the id of the title.
    """
    return _map(str(title), tuple(places), host, name)


@lru_cache(maxsize=DRAWINGS_KEPT)
def _map(title: str, places: tuple[Place, ...], host: Place | None, name: str) -> SafeString:
    drawing = geography.drawing_of(places, host)
    return render_to_string("ui/parts/map.html", {"title": title, "name": name, "drawing": drawing})


@register.simple_tag
def scheme(
    title: StrOrPromise, stations: Sequence[Station], ways: Sequence[Way], name: str = "scheme"
) -> SafeString:
    """The sites in their cities with the ways between them; a telephone shows the list beside it only."""
    return _scheme(str(title), tuple(stations), tuple(ways), name)


@lru_cache(maxsize=DRAWINGS_KEPT)
def _scheme(title: str, stations: tuple[Station, ...], ways: tuple[Way, ...], name: str) -> SafeString:
    wide, narrow = (
        schemes.drawing_of(stations, ways, width=width) for width in (schemes.WIDE, schemes.NARROW)
    )
    drawings = [("wide", wide), ("narrow", narrow)]
    return render_to_string("ui/parts/scheme.html", {"title": title, "name": name, "drawings": drawings})


@register.inclusion_tag("ui/parts/site_list.html")
def site_list(sites: Sequence[SiteRow]) -> dict[str, Any]:
    """The sites with what is done there and how one gets there."""
    return {"sites": sites}


@register.inclusion_tag("ui/parts/glance.html")
def days_at_a_glance(days: Sequence[DayAtGlance]) -> dict[str, Any]:
    """Every day of a programme in a few words."""
    return {"days": days}


@register.inclusion_tag("ui/parts/day_links.html")
def day_links(days: Sequence[DayLink]) -> dict[str, Any]:
    """The days of a programme, to turn to."""
    return {"days": days}


@register.inclusion_tag("ui/parts/fact_line.html")
def fact_line(facts: Sequence[Fact]) -> dict[str, Any]:
    """Two to four facts in a line: dates, places, participants, language."""
    return {"facts": facts}


@register.inclusion_tag("ui/parts/country_list.html")
def country_list(countries: Sequence[CountryRow]) -> dict[str, Any]:
    """Countries with their flags and one figure each."""
    return {"countries": countries}


@register.simple_tag
def words(text: Translated) -> SafeString:
    """A text of several languages in the page's, or marked with the one that it is in."""
    return spoken(text)


@register.inclusion_tag("ui/parts/sharing.html")
def sharing(shared: Sharing, site: str) -> dict[str, Any]:
    """What search engines and services that show shared links are told; in the block ``head``."""
    return {"shared": shared, "site": site, "language": get_language()}


@register.simple_tag
def linked_data(data: Mapping[str, Any]) -> SafeString:
    """Facts for programs (JSON-LD), as data that no browser runs; in the block ``head``."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    for sign in "<>&":  # else a text could end the element, or begin a comment in it
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written))  # noqa: S308 -- see above


@register.simple_tag
def language_name(code: str) -> str:
    """The name of a language in itself; a code that nobody knows as it is."""
    try:
        name = str(get_language_info(code)["name_local"])
    except KeyError:
        return code
    return name[:1].upper() + name[1:]

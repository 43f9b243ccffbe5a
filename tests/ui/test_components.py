"""Whatever a person typed must come out as text: no tag, no attribute, in any place of any component."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override

from balai.kernel.refusal import Refusal
from balai.kernel.translated import TranslatedText
from balai.ui import navigation, parts
from balai.ui.cards import as_cards
from balai.ui.templatetags import balai
from balai.ui.wording import zone_place
from tests.ui.markup import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

MOMENT = datetime(2018, 5, 4, 9, 0, tzinfo=UTC)
HOSTILE = ['"x" hx-get="/" y="', "'><script>alert(1)</script>", '"><img src=x onerror=alert(1)>']


class Sheet(forms.Form):
    """One field of each shape a component draws."""

    name = forms.CharField()
    about = forms.CharField(widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    agreed = forms.BooleanField(required=False)
    chosen = forms.ChoiceField()
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def filled_sheet(text: str) -> Sheet:
    """The form with a text in every label, help, choice, value and error."""
    sheet = Sheet(
        MultiValueDict({name: [text] for name in Sheet.base_fields if name not in {"kind", "chosen"}}),
        initial={"name": text},
    )
    for declared in sheet.fields.values():
        declared.label = declared.help_text = text
        if isinstance(declared, forms.ChoiceField):
            declared.choices = [(text, text), ("other", text)]
    for name in sheet.fields:
        sheet.add_error(name, text)
    sheet.add_error(None, text)
    return sheet


def part(kind: Callable[..., Any], text: str, **given: Any) -> Any:
    """One of ui.parts with the text in every field that is not given."""
    return kind(**{field.name: text for field in fields(kind) if field.name not in given} | given)  # type: ignore[arg-type]


SAMPLES: dict[str, tuple[str, Callable[[str], dict[str, Any]]]] = {
    "unchanging": ("{{ text }}{% unchanging %}{{ text }}{% endunchanging %}", lambda _text: {}),
    "state": ('{% state "late" text %}', lambda _text: {}),
    "note": ('{% note "due" title=text %}{{ text }}{% endnote %}', lambda _text: {}),
    "card": ("{% card text name=text count=3 %}{{ text }}{% endcard %}", lambda _text: {}),
    "files": ("{% files %}{{ text }}{% endfiles %}", lambda _text: {}),
    "empty_state": ("{% empty_state text %}<p>{{ text }}</p>{% endempty_state %}", lambda _text: {}),
    "table": (
        "{% table text pager=pager %}<tr><td>{{ text }}</td></tr>{% endtable %}",
        lambda text: {"pager": part(parts.Pager, text)},
    ),
    "figures": ("{% figures shown %}", lambda text: {"shown": [part(parts.Figure, text)]}),
    "moves": (
        "{% moves shown %}",
        lambda text: {"shown": [part(parts.Move, text, state="late", deed=part(parts.Deed, text))]},
    ),
    "stages": ("{% stages shown %}", lambda text: {"shown": [part(parts.Stage, text, position="now")]}),
    "crumbs": (
        "{% crumbs shown %}",
        lambda text: {"shown": [part(parts.Crumb, text), part(parts.Crumb, text, url="")]},
    ),
    "segment": (
        "{% segment text shown %}",
        lambda text: {"shown": [part(parts.View, text, is_current=True)]},
    ),
    "measure": ("{% measure text 3 20 limit=8 shown=text %}", lambda _text: {}),
    "refused": ("{% refused shown %}", lambda text: {"shown": Refusal(text, text)}),
    "link_button": ("{% link_button text text text %}", lambda _text: {}),
    "button": ("{% button text text name=text value=text %}", lambda _text: {}),
    "error_list": ("{% error_list shown text %}", lambda text: {"shown": filled_sheet(text)}),
    "field": ("{% field shown.name %}", lambda text: {"shown": filled_sheet(text)}),
    "fields": ("{% fields shown %}", lambda text: {"shown": filled_sheet(text)}),
    "marked": ("{% marked text text %}", lambda _text: {}),
    "icon": ('{% icon "clock" %}{{ text }}', lambda _text: {}),
    "site_chip": ("{% site_chip text 3 %}{{ text }}", lambda _text: {}),
    "moment": ("{% moment shown text %}", lambda _text: {"shown": MOMENT}),
    "flag": ("{% flag text %}{{ text }}", lambda _text: {}),
    "cover": ("{% cover text %}{{ text }}", lambda _text: {}),
    "world_map": (
        "{% world_map text shown host text %}",
        lambda text: {
            "shown": [part(parts.Place, text, latitude=27.5, longitude=89.6)],
            "host": part(parts.Place, text, latitude=-6.2, longitude=106.8),
        },
    ),
    "scheme": (
        "{% scheme text shown ways text %}",
        lambda text: {
            "shown": [
                part(parts.Station, text, colour=1, latitude=None, is_base=True),
                part(parts.Station, text, code=f"{text}2", colour=1, latitude=None, is_base=False),
            ],
            "ways": [part(parts.Way, text, ends=(text, f"{text}2"), minutes=5, is_walk=False)],
        },
    ),
    "words": ("{% words shown %}", lambda text: {"shown": TranslatedText({"id": text})}),
    "language_name": ("{% language_name text %}", lambda _text: {}),
    "sharing": ("{% sharing shown text %}{{ text }}", lambda text: {"shown": part(parts.Sharing, text)}),
    "linked_data": ("{% linked_data shown %}{{ text }}", lambda text: {"shown": {text: [text]}}),
    "site_list": ("{% site_list shown %}", lambda text: {"shown": [part(parts.SiteRow, text, colour=1)]}),
    "days_at_a_glance": (
        "{% days_at_a_glance shown %}",
        lambda text: {"shown": [part(parts.DayAtGlance, text, colour=1, is_quiet=True)]},
    ),
    "day_links": (
        "{% day_links shown %}",
        lambda text: {"shown": [part(parts.DayLink, text, is_current=True, is_quiet=False, is_far=True)]},
    ),
    "fact_line": ("{% fact_line shown %}", lambda text: {"shown": [part(parts.Fact, text)]}),
    "country_list": ("{% country_list shown %}", lambda text: {"shown": [part(parts.CountryRow, text)]}),
}
"""Every component once, with a text in every place where one can stand."""


def rendered(name: str, text: str) -> Markup:
    source, context = SAMPLES[name]
    return Markup(Template("{% load balai %}" + source).render(Context({"text": text, **context(text)})))


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", SAMPLES)
def test_component_prints_a_hostile_text_as_text(name: str, hostile: str) -> None:
    honest, attacked = rendered(name, "Dechen"), rendered(name, hostile)

    assert attacked.tags == honest.tags
    assert attacked.text.count(hostile) == honest.text.count("Dechen")
    assert "Dechen" in honest.text


@pytest.mark.parametrize(
    ("code", "is_drawn"), [("BT", True), ("bt", False), ("ZZ", False), ("../BT", False), ("", False)]
)
def test_a_flag_is_drawn_for_a_known_country_and_nothing_for_another(code: str, *, is_drawn: bool) -> None:
    markup = Template("{% load balai %}{% flag code %}").render(Context({"code": code}))

    assert ('class="bl-flag"' in markup) == is_drawn
    assert is_drawn or markup == ""


def test_every_component_is_in_the_samples() -> None:
    assert set(SAMPLES) == set(balai.register.tags)


LIST = """<thead><tr><th scope="col">Name</th><th scope="col">Where &amp; “when”</th></tr></thead>
<tbody><tr><th scope="row"><a href="/x?a=1&gt;0">Grounds</a></th><td class="num">&lt;b&gt;</td></tr>
<tr><td colspan="2">No site</td></tr><tr><th scope="row">Hall</th><td> </td></tr></tbody>"""


def test_what_does_not_change_is_printed_once_in_each_language_and_knows_nobody() -> None:
    part = Template(
        "{% load balai i18n %}{% unchanging %}{% translate 'News' %}{{ name }}{% endunchanging %}"
    )

    printed = []
    for language, name in [("en", "Dechen"), ("id", "Karma"), ("en", "Karma")]:
        with override(language):
            printed.append(part.render(Context({"name": name})))

    assert printed == ["News", "Berita", "News"]


def test_what_is_given_the_same_values_is_printed_once_and_what_is_given_others_anew() -> None:
    part = Template(
        "{% load balai i18n %}{% unchanging links=shown is_in=is_in %}"
        "{% for link in links %}{% translate 'News' %}: {{ link.label }}{{ shown }}{% endfor %} {{ is_in }}"
        "{% endunchanging %}"
    )

    def printed(label: str, language: str = "en", *, is_in: bool = False) -> str:
        link = navigation.ShownLink(label=label, url="/", current="", count=None)
        with override(language):
            return part.render(Context({"shown": [link], "is_in": is_in}))

    pages = [printed("<b>"), printed("<b>", "id"), printed("<b>"), printed("a"), printed("a", is_in=True)]
    assert pages == [
        "News: &lt;b&gt; False",
        "Berita: &lt;b&gt; False",
        pages[0],
        "News: a False",
        "News: a True",
    ]
    for number in range(2 * balai.PRINTS_KEPT):
        assert printed(str(number)) == f"News: {number} False"
    [node] = part.nodelist.get_nodes_by_type(balai.UnchangingNode)
    assert len(vars(node)["_printed"]) <= balai.PRINTS_KEPT


def test_what_cannot_be_compared_is_not_taken_for_unchanging() -> None:
    part = Template("{% load balai %}{% unchanging row=row %}{{ row }}{% endunchanging %}")

    with pytest.raises(TypeError, match="unhashable"):
        part.render(Context({"row": {}}))
    with pytest.raises(TemplateSyntaxError, match="with their names"):
        Template("{% load balai %}{% unchanging row %}{% endunchanging %}")


def test_what_is_wrong_has_the_focus_when_a_form_comes_back() -> None:
    page = Template("{% load balai %}{% error_list form %}").render(Context({"form": filled_sheet("x")}))

    assert 'role="alert" tabindex="-1" autofocus' in page


@pytest.mark.parametrize(
    ("zone", "place"), [("Asia/Jakarta", "Jakarta"), ("America/New_York", "New York"), ("UTC", "UTC")]
)
def test_a_zone_is_told_by_its_place(zone: str, place: str) -> None:
    assert zone_place(zone) == place


def test_a_list_carries_its_headings_and_roles_for_cards() -> None:
    shown = as_cards(LIST)

    assert '<td role="cell" data-label="Where &amp; “when”" class="num"><div>&lt;b&gt;</div></td>' in shown
    assert '<th role="rowheader" scope="row"><a href="/x?a=1&gt;0">Grounds</a></th>' in shown
    assert '<td role="cell" colspan="2">No site</td>' in shown
    assert '<td role="cell" data-label="Where &amp; “when”" data-none><div> </div></td>' in shown
    assert [shown.count(f'role="{role}"') for role in ("rowgroup", "row", "columnheader")] == [2, 4, 2]


def test_what_has_no_pages_stays_a_table() -> None:
    plain = '{% load balai %}{% table "Sums" %}<tbody><tr><td>1</td></tr></tbody>{% endtable %}'

    assert "role=" not in Template(plain).render(Context()).replace('role="region"', "")

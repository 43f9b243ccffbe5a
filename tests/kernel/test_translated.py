from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils import translation

from balai.kernel.identity import IdentifiedModel
from balai.kernel.translated import (
    TranslatedText,
    TranslatedTextField,
    Words,
    text_in,
)
from tests.tables import owner_connection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

BOTH = {"en": "Fisheries", "id": "Perikanan"}


class Series(IdentifiedModel):
    """What a later stage will name in several languages."""

    title = TranslatedTextField("title", max_length=40)

    objects: ClassVar[models.Manager[Series]] = models.Manager()

    class Meta:
        app_label = "tests"
        db_table = "tests_series"

    def __str__(self) -> str:
        return str(self.title)


@pytest.fixture(scope="module", autouse=True)
def _table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The table lives as long as the tests of this file; the owner makes it, as a migration would."""
    with django_db_blocker.unblock(), owner_connection(connection.settings_dict["NAME"]) as owner:
        owner.execute("CREATE TABLE tests_series (id uuid PRIMARY KEY, title jsonb NOT NULL)")
        yield
        connection.close()
        owner.execute("DROP TABLE tests_series")


@pytest.mark.parametrize(
    ("texts", "language", "words"),
    [
        (BOTH, "id", ("Perikanan", "id")),
        (BOTH, "en", ("Fisheries", "en")),
        (BOTH, "id-ID", ("Perikanan", "id")),
        (BOTH, "fr", ("Fisheries", "en")),
        ({"id": "Perikanan"}, "fr", ("Perikanan", "id")),
        ({"ar": "مصايد", "id": ""}, "en", ("مصايد", "ar")),
        ({}, "en", ("", "")),
    ],
)
def test_a_fallback_says_which_language_it_is(
    texts: dict[str, str], language: str, words: tuple[str, str]
) -> None:
    found = TranslatedText(texts).in_language(language)

    assert found == Words(*words)
    assert str(found) == words[0]


def test_as_text_it_speaks_the_language_of_the_page() -> None:
    shown = []
    for language in ("en", "id"):
        with translation.override(language):
            shown.append((str(TranslatedText(BOTH)), TranslatedText(BOTH).now.language))

    assert shown == [("Fisheries", "en"), ("Perikanan", "id")]


def test_what_is_missing_is_known() -> None:
    text = TranslatedText({"en": "Fisheries", "id": ""})

    assert (text.missing_languages(), text.missing_languages(["en", "fr"])) == (["id"], ["fr"])


@pytest.mark.django_db
def test_it_comes_back_as_it_was_stored_without_empty_texts() -> None:
    Series.objects.create(title={"en": " Fisheries ", "id": "Perikanan", "fr": " "})

    found = Series.objects.get()
    assert (found.title, type(found.title)) == (BOTH, TranslatedText)
    assert list(Series.objects.values_list("title__id", flat=True)) == ["Perikanan"]


@pytest.mark.django_db
def test_lists_are_ordered_by_the_text_of_a_language() -> None:
    Series.objects.create(title={"en": "Coffee", "id": "Kopi"})
    Series.objects.create(title={"en": "Water", "id": "Air"})

    ordered = {
        language: [row.title["en"] for row in Series.objects.order_by(text_in("title", language))]
        for language in ("en", "id")
    }

    assert ordered == {"en": ["Coffee", "Water"], "id": ["Water", "Coffee"]}


SeriesForm = forms.modelform_factory(Series, fields=["title"])


def test_the_form_asks_for_each_language_by_its_own_name() -> None:
    html = str(SeriesForm(instance=Series(title=TranslatedText(BOTH)))["title"])

    assert [part in html for part in ('lang="en"', ">English</label>", 'value="Fisheries"')] == [True] * 3
    assert [part in html for part in ('lang="id"', ">Bahasa Indonesia</label>", 'value="Perikanan"')] == [
        True
    ] * 3
    assert 'for="id_title_0"' in html
    assert 'id="id_title_0"' in html


def test_what_is_typed_cannot_leave_its_attribute() -> None:
    html = str(SeriesForm(data={"title_en": '"x" hx-get="/" y="', "title_id": "'><script>"})["title"])

    assert ("<script" in html, ' hx-get="/"' in html) == (False, False)


@pytest.mark.parametrize(
    ("typed", "title", "errors"),
    [
        ({"title_en": "Fisheries", "title_id": "Perikanan"}, BOTH, {}),
        ({"title_en": "Fisheries", "title_id": " "}, {"en": "Fisheries"}, {}),
        ({"title_en": "", "title_id": ""}, None, {"title": ["This field is required."]}),
        (
            {"title_en": "x" * 41},
            None,
            {"title": ["Ensure this value has at most 40 characters (it has 41)."]},
        ),
    ],
)
def test_the_form_takes_one_language_or_more(
    typed: dict[str, str], title: dict[str, str] | None, errors: dict[str, list[str]]
) -> None:
    form = SeriesForm(data=typed)

    found = {name: list(messages) for name, messages in form.errors.items()}
    assert (found, form.cleaned_data.get("title")) == (errors, title)


@pytest.mark.parametrize("title", [{"Klingon!": "tlh"}, {"en": 3}, {"en": "x" * 41}])
def test_other_shapes_are_refused(title: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Series._meta.get_field("title").clean(title, None)

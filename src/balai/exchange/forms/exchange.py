"""What is asked of those who need, offer, answer and meet."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Organisation, Technology, Topic
from balai.directory.queries import live
from balai.exchange.enums import Category, Code, Kind
from balai.exchange.models import Card
from balai.exchange.rules.exchange import MOST_MEETINGS
from balai.exchange.services.cards import Wording
from balai.kernel.translated import TranslatedText

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from balai.programmes.models import Edition

OTHER = "und"
"""BCP 47 for a language that is not told: such words are compared as they stand."""
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class CardForm(forms.Form):
    """A need or an offer, in the words and the language of whose it is."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    title = forms.CharField(label=_("In a few words"), max_length=150)
    words = forms.CharField(
        label=_("In your words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("What for, how much, what you have already. Write no names and no addresses here."),
    )
    language = forms.ChoiceField(label=_("Language of these words"))
    category = forms.ChoiceField(label=_("What it is"), choices=Category.choices)
    technology = forms.ModelChoiceField(
        Technology.objects.none(), label=_("Technology of a centre, if it is one"), required=False
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(), label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateField(label=_("Until when"), widget=DAY)

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        technologies: QuerySet[Technology] | None = None,
        organisations: QuerySet[Organisation] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)  # noqa: S101 -- as declared
        language.choices = [*settings.LANGUAGES, (OTHER, _("Another language"))]
        self.fields["topics"].queryset = live(Topic.objects.all()).order_by("code")  # type: ignore[attr-defined] # of models
        if kind == Kind.NEED and technologies is not None:
            self.fields["technology"].queryset = technologies  # type: ignore[attr-defined] # of models
        else:
            del self.fields["technology"]
        if organisations is None:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined] # of models

    @property
    def said(self) -> Wording:
        """What the card shall say; of a form that is valid."""
        given = self.cleaned_data
        return Wording(
            category=Category(given["category"]),
            title={given["language"]: given["title"]},
            words={given["language"]: given["words"]} if given["words"] else {},
            topics=list(given["topics"]),
            technology=given.get("technology"),
            until=given["until"],
        )


def as_given(card: Card) -> dict[str, Any]:
    """A card as its form shows it."""
    title, words = TranslatedText(card.title).now, TranslatedText(card.words)
    return {
        "title": title.text,
        "words": words.get(title.language, words.now.text),
        "language": title.language,
        "category": card.category,
        "technology": card.technology_id,
        "topics": [topic.pk for topic in card.topics.all()],
        "until": card.until,
    }


class ContactForm(forms.Form):
    """How one is reached: shown to the other side alone."""

    contact = forms.CharField(
        label=_("How you can be reached"),
        max_length=300,
        help_text=_(
            "An address, a telephone number. You agree that the other side reads it, and nobody else."
        ),
    )


class AnswerForm(ContactForm):
    """How one can help."""

    words = forms.CharField(label=_("How you can help"), max_length=2000, widget=forms.Textarea({"rows": 4}))
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("You answer for"))
    offer = forms.ModelChoiceField(Card.objects.none(), label=_("Offer of yours that fits"), required=False)
    field_order = ("organisation", "words", "offer", "contact")

    def __init__(
        self,
        *args: Any,
        organisations: QuerySet[Organisation] | None = None,
        offers: QuerySet[Card] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        if organisations is None:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined] # of models
        if offers is None:
            del self.fields["offer"]
        else:
            self.fields["offer"].queryset = offers  # type: ignore[attr-defined] # of models


class OutcomeForm(forms.Form):
    """What came of it."""

    code = forms.ChoiceField(label=_("What came of it"), choices=Code.choices)
    words = forms.CharField(label=_("In a sentence"), max_length=500, required=False)


class MeetingsForm(forms.Form):
    """Some meetings of the same length, one after the other."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("With whom"))
    place = forms.CharField(label=_("Where"), max_length=200)
    on = forms.DateField(label=_("Day"), widget=DAY)
    begins = forms.TimeField(label=_("First at"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Minutes each"), min_value=5, max_value=240, initial=20)
    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_MEETINGS, initial=6)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined] # of models

    def times(self, edition: Edition) -> list[tuple[dt.datetime, dt.datetime]]:
        """When they are, by the clock of the edition."""
        given, zone = self.cleaned_data, ZoneInfo(edition.time_zone)
        first = dt.datetime.combine(given["on"], given["begins"], tzinfo=zone)
        each = dt.timedelta(minutes=given["minutes"])
        return [(first + each * place, first + each * (place + 1)) for place in range(given["number"])]

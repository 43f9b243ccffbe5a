"""What alumni say: what others see of them, what they offer, what they write to a group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.alumni.models import AlumnusEntry, ExpertOffer, GroupLetter
from balai.directory.enums import Language
from balai.directory.forms.fields import CountryField, TopicsField, some_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from balai.directory.models import Country


def _column(model: type[Any], name: str, **options: Any) -> forms.Field:
    field: forms.Field = model._meta.get_field(name).formfield(**options)
    return field


class EntryForm(forms.Form):
    """What other alumni see; what is left empty they do not."""

    name = _column(AlumnusEntry, "name")
    country = CountryField(required=False, label=_("Country"), empty_label=_("Do not show it"))
    organisation = _column(AlumnusEntry, "organisation")
    topics = TopicsField()
    contact = _column(AlumnusEntry, "contact")
    agrees = forms.BooleanField(
        label=_("I agree to this"), error_messages={"required": _("Nothing is shown unless you agree.")}
    )

    def __init__(self, *args: Any, countries: QuerySet[Country], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country, topics = self.fields["country"], self.fields["topics"]
        assert isinstance(country, CountryField)  # noqa: S101 -- as declared above
        assert isinstance(topics, TopicsField)  # noqa: S101 -- as declared above
        country.offer(countries)
        topics.offer()
        topics.help_text = _("You belong to the group of each.")


class OfferForm(forms.Form):
    """With what, and in which languages, an alumnus comes back."""

    about = _column(ExpertOffer, "about", widget=forms.Textarea({"rows": 5}))
    topics = TopicsField()
    languages = some_of(Language, _("Languages"), _("In which you can teach."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics, languages = self.fields["topics"], self.fields["languages"]
        assert isinstance(topics, TopicsField)  # noqa: S101 -- as declared above
        topics.offer()
        topics.required = languages.required = True


class AnswerForm(forms.Form):
    """What the office says to an offer."""

    answer = forms.CharField(
        label=_("Answer to the alumnus"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It is in the letter. Who does not take the offer up says why."),
    )


class LetterForm(forms.Form):
    """What is written to a group."""

    subject = _column(GroupLetter, "subject")
    text = _column(GroupLetter, "text", widget=forms.Textarea({"rows": 8}))

"""What writers write: texts in each language, quotations, photos, and how they made sure of something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Topic
from balai.newsroom.models import Article, Correction, Photo, Quotation, Subscription, Verification
from balai.newsroom.queries.subscriptions import editions_told, topics_told
from balai.newsroom.rules.publishing import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.people.models import Consent
    from balai.programmes.models import Edition


def _text(model: type[Any], name: str, **options: Any) -> forms.Field:
    field: forms.Field = model._meta.get_field(name).formfield(**options)
    return field


class StartForm(forms.Form):
    """Which edition an article is about, or a headline for news of the office itself."""

    edition = forms.ChoiceField(
        label=_("Edition"),
        required=False,
        help_text=_("A first draft is made from its records, in both languages."),
    )
    headline = _text(Article, "headline", required=False, label=_("Headline, where it is about no edition"))

    def __init__(self, *args: Any, editions: Iterable[Edition], may_be_free: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.editions = {edition.code: edition for edition in editions}
        self.may_be_free = may_be_free
        chosen = self.fields["edition"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 -- as declared above
        none = [("", _("None"))] if may_be_free else []
        chosen.choices = [*none, *((code, f"{code}: {one.title}") for code, one in self.editions.items())]
        if not may_be_free:
            del self.fields["headline"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if not answers.get("edition") and not answers.get("headline"):
            raise forms.ValidationError(_("Choose an edition, or write a headline."), code="nothing")
        return answers


class ArticleForm(forms.Form):
    """The texts of an article, side by side in each language."""

    def __init__(self, data: Any = None, files: Any = None, *, article: Article) -> None:
        told = {name: getattr(article, name) for name in TEXTS} | {
            "topics": [topic.pk for topic in article.topics.all()],
            "is_recommended": article.is_recommended,
        }
        super().__init__(data, files, initial=told)
        for name in TEXTS:
            self.fields[name] = _text(Article, name)
        self.fields["topics"] = forms.ModelMultipleChoiceField(
            Topic.objects.order_by("code"),
            label=_("Topics"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["is_recommended"] = forms.BooleanField(
            label=_("Recommend it on the front page"), required=False
        )

    @property
    def texts(self) -> dict[str, Any]:
        """By part and language."""
        return {name: self.cleaned_data[name] for name in TEXTS}


class _OfSomebody(forms.Form):
    """What belongs to a person who agreed to it."""

    def __init__(self, *args: Any, consents: Iterable[Consent], nobody: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consents = {str(consent.pk): consent for consent in consents}
        chosen = self.fields["consent"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 -- as both declare it
        chosen.choices = [
            ("", nobody),
            *((key, f"{consent.person.name}") for key, consent in self.consents.items()),
        ]

    @property
    def agreed(self) -> Consent | None:
        """The chosen person's, if one was chosen."""
        return self.consents.get(self.cleaned_data["consent"])


class QuotationForm(_OfSomebody):
    """What somebody said, by consent, or an office in public."""

    words = _text(Quotation, "words")
    attribution = _text(Quotation, "attribution")
    consent = forms.ChoiceField(label=_("Said by"), required=False)


class PhotoForm(_OfSomebody):
    """A picture with caption, alternative text and credit."""

    file = forms.FileField(label=_("Picture"), help_text=_("PNG or JPEG, at most 10 MB."))
    caption = _text(Photo, "caption")
    alternative = _text(Photo, "alternative")
    credit = _text(Photo, "credit")
    is_drawn = _text(Photo, "is_drawn")
    consent = forms.ChoiceField(label=_("Shown, and agreed"), required=False)


class VerificationForm(forms.Form):
    """How somebody made sure of what no sure record carries."""

    said = _text(Verification, "said")
    source = _text(Verification, "source")


class CorrectionForm(forms.Form):
    """What was wrong in a published article."""

    text = _text(Correction, "text")


class ChoiceForm(forms.Form):
    """Which news somebody wants by mail, and in which language."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    is_of_everything = _text(Subscription, "is_of_everything")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows, label in (
            ("topics", topics_told(), _("Or only of these topics")),
            ("editions", editions_told(), _("Or only of these programmes")),
        ):
            self.fields[name] = forms.ModelMultipleChoiceField(
                rows,
                label=label,
                required=False,
                to_field_name="code",
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if not any(answers.get(name) for name in ("is_of_everything", "topics", "editions")):
            raise forms.ValidationError(_("Choose all news, or a topic or programme."), code="nothing")
        return answers


class AskForm(ChoiceForm):
    """The same, with an address to send it to."""

    address = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    field_order = ["address"]

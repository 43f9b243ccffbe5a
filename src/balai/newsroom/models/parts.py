"""What people gave to an article: their words and their pictures, each as long as they agree."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import has_words
from balai.kernel.identity import IdentifiedModel
from balai.kernel.translated import TranslatedTextField
from balai.newsroom.models.article import Article
from balai.people.models import Consent, Person


class Quotation(IdentifiedModel):
    """What somebody said, shown only while their consent holds; or what an office said in public.

    The text stands where the body has ``{quote:N}``, N being ``order``; else below the last paragraph.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="quotations")
    order = models.PositiveSmallIntegerField(_("number"))
    words = TranslatedTextField(_("words"), lines=3, max_length=600)
    attribution = TranslatedTextField(_("who, and in which office"), max_length=160)
    speaker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="quotations", verbose_name=_("speaker")
    )
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="quotations")
    is_of_an_office = models.BooleanField(_("said in public for an office"), default=False)

    class Meta:
        db_table = "balai_article_quotation"
        constraints = [
            has_words("words", name="article_quotation_has_words"),
            has_words("attribution", name="article_quotation_names_who"),
            models.UniqueConstraint(
                fields=["article", "order"],
                name="article_quotation_number_once",
                violation_error_message=_("Another quotation of this article has this number."),
            ),
            models.CheckConstraint(
                condition=Q(is_of_an_office=True, speaker=None)
                | Q(is_of_an_office=False, speaker__isnull=False),
                name="article_quotation_is_of_a_person_or_an_office",
                violation_error_message=_("Name the person who said it, or mark it as said for an office."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.words)


class Photo(IdentifiedModel):
    """A picture with what belongs to it. One that shows people is shown only while their consent holds."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="photos")
    order = models.PositiveSmallIntegerField(_("number"))
    content = models.BinaryField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    media_type = models.CharField(max_length=20, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    caption = TranslatedTextField(_("caption"), max_length=300)
    alternative = TranslatedTextField(
        _("alternative text"), max_length=300, help_text=_("What the picture shows, for who cannot see it.")
    )
    credit = models.CharField(_("credit"), max_length=120)
    is_drawn = models.BooleanField(_("a drawing in place of a photo"), default=False)
    shows_people = models.BooleanField(_("shows people who can be recognised"), default=True)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="photos")

    class Meta:
        db_table = "balai_article_photo"
        constraints = [
            has_words("caption", name="article_photo_has_a_caption"),
            has_words("alternative", name="article_photo_has_an_alternative"),
            models.CheckConstraint(condition=~Q(credit=""), name="article_photo_has_a_credit"),
            models.UniqueConstraint(
                fields=["article", "order"],
                name="article_photo_number_once",
                violation_error_message=_("Another photo of this article has this number."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.caption)

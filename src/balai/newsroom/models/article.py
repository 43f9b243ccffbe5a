"""Articles, their published versions, corrections, and what was verified by hand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import has_words, is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH
from balai.kernel.translated import TranslatedTextField
from balai.newsroom.enums import ArticleState
from balai.programmes.models import Edition
from balai.ui.covers import cover_for


class Article(IdentifiedModel):
    """A piece of news as its writers see it: the texts with their references to facts, in each language.

    What the public reads is ``published``, a version whose references were resolved and which never changes.
    The state changes only in :mod:`balai.newsroom.services`; nothing else may assign it.

    Attributes:
        facts_seen: value by fact and language, as the writers saw it last; a fact whose value has changed
            since is stale.
    """

    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("edition")
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=ArticleState, default=ArticleState.DRAFT)
    headline = TranslatedTextField(_("headline"), max_length=110)
    lead = TranslatedTextField(_("lead"), blank=True, lines=3, max_length=400)
    dateline = TranslatedTextField(_("place of the dateline"), blank=True, max_length=60)
    body = TranslatedTextField(_("text"), blank=True, lines=14, max_length=20_000)
    members_text = TranslatedTextField(
        _("for participants and alumni"), blank=True, lines=6, max_length=8_000
    )
    topics = models.ManyToManyField(
        "directory.Topic",
        blank=True,
        related_name="articles",
        db_table="balai_article_topic",
        verbose_name=_("topics"),
    )
    is_recommended = models.BooleanField(_("recommended by the office"), default=False)
    is_sample = models.BooleanField(_("sample data"), default=False)
    facts_seen = models.JSONField(default=dict, editable=False)
    published = models.ForeignKey(
        "newsroom.ArticleVersion", models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    written_by = models.CharField(max_length=MAX_LENGTH, editable=False)
    changed_at = models.DateTimeField(_("changed"), editable=False)

    class Meta:
        db_table = "balai_article"
        constraints = [
            has_words("headline", name="article_has_a_headline"),
            is_one_of("state", ArticleState, name="article_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=ArticleState.PUBLISHED)
                | Q(published__isnull=False, published_at__isnull=False),
                name="article_published_has_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(state=ArticleState.WITHDRAWN) | Q(withdrawn_at__isnull=False),
                name="article_withdrawn_is_dated",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(state=ArticleState.PUBLISHED),
                name="article_public_newest_first",
            ),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(state=ArticleState.PUBLISHED, is_recommended=True),
                name="article_recommended_first",
            ),
            models.Index(fields=["-changed_at", "-id"], name="article_changed_last"),
        ]

    def __str__(self) -> str:
        return str(self.headline) or self.slug

    @property
    def reference(self) -> str:
        """How the trail names this article."""
        return f"article:{self.pk}"


class ArticleVersion(IdentifiedModel):
    """An article as it was published once; never changed.

    Attributes:
        facts: value by fact and language, as they were then.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    headline = TranslatedTextField(_("headline"), max_length=200)
    lead = TranslatedTextField(_("lead"), blank=True, max_length=600)
    dateline = TranslatedTextField(_("place of the dateline"), blank=True, max_length=60)
    body = TranslatedTextField(_("text"), blank=True, max_length=30_000)
    members_text = TranslatedTextField(_("for participants and alumni"), blank=True, max_length=12_000)
    facts = models.JSONField(default=dict)
    published_at = models.DateTimeField(_("published"))
    published_by = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_article_version"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"],
                name="article_version_once",
                violation_error_message=_("Somebody else has published this article meanwhile."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}, {self.number}"

    @property
    def cover(self) -> str:
        """The drawing that fits its headline or its lead: the same in every language and on every page."""
        return cover_for(self.headline.in_language("en").text, self.lead.in_language("en").text)


class Correction(IdentifiedModel):
    """What was wrong in a published article, said below it for as long as it can be read."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections")
    text = TranslatedTextField(_("what was wrong, and what is right"), lines=2, max_length=500)
    at = models.DateTimeField(_("corrected"))

    class Meta:
        db_table = "balai_article_correction"
        constraints = [has_words("text", name="article_correction_has_words")]

    def __str__(self) -> str:
        return str(self.text)


class Verification(IdentifiedModel):
    """Something an article says that no sure record carries, and how somebody made sure of it.

    Attributes:
        said: a fact whose record is unsure (``fact:participants``), or words as they stand in the article.
        source: where it can be read or who said so; empty while nobody has made sure.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="verifications")
    said = models.CharField(_("what the article says"), max_length=120)
    source = models.CharField(_("how you made sure"), max_length=300)
    verified_by = models.CharField(max_length=MAX_LENGTH, editable=False)
    verified_at = models.DateTimeField(_("verified"), editable=False)

    class Meta:
        db_table = "balai_article_verification"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "said"],
                name="article_verification_once",
                violation_error_message=_("This was verified already."),
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(said=""), name="article_verification_names_its_source"
            ),
        ]

    def __str__(self) -> str:
        return self.said

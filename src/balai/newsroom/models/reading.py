"""How often articles are read: a number for each day, and nothing of anybody who read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from balai.kernel.identity import IdentifiedModel
from balai.newsroom.models.article import Article


class ArticleReading(IdentifiedModel):
    """How often an article was opened on one day, in UTC."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="readings", db_index=False)
    on = models.DateField()
    number = models.PositiveIntegerField()

    class Meta:
        db_table = "balai_article_reading"
        constraints = [
            models.UniqueConstraint(fields=["on", "article"], name="article_reading_once_a_day"),
            models.CheckConstraint(condition=Q(number__gt=0), name="article_reading_counts"),
        ]
        indexes = [models.Index(fields=["article"], name="article_reading_of_article")]

    def __str__(self) -> str:
        return f"{self.article_id}, {self.on}: {self.number}"

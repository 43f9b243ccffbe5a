from balai.newsroom.models.article import Article, ArticleVersion, Correction, Verification
from balai.newsroom.models.issue import PrintedIssue
from balai.newsroom.models.parts import Photo, Quotation
from balai.newsroom.models.reading import ArticleReading
from balai.newsroom.models.subscription import Subscription

__all__ = [
    "Article",
    "ArticleReading",
    "ArticleVersion",
    "Correction",
    "Photo",
    "PrintedIssue",
    "Quotation",
    "Subscription",
    "Verification",
]

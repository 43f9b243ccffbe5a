from balai.newsroom.models.article import Article, ArticleVersion, Correction, Verification
from balai.newsroom.models.parts import Photo, Quotation

__all__ = ["Article", "ArticleVersion", "Correction", "Photo", "Quotation", "Verification"]

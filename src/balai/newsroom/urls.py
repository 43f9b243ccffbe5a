"""Addresses of the newsroom: the desk, and what everybody reads at an address per language."""

from __future__ import annotations

from django.urls import path, re_path

from balai.newsroom.views import desk, subscribing
from balai.newsroom.views import public as reading

app_name = "newsroom"
urlpatterns = [
    path("", desk.articles, name="articles"),
    path("start/", desk.start, name="start"),
    path("<uuid:article_id>/", desk.article, name="article"),
]
public = (
    [
        path("news/", reading.front, name="front"),
        re_path(r"^news/feed\.(?P<kind>atom|json|rss)$", reading.feed, name="feed"),
        path("news/sitemap.xml", reading.sitemap, name="sitemap"),
        path("news/issues/<str:code>.pdf", reading.issue, name="issue"),
        path("news/photos/<slug:digest>/", reading.photo, name="photo"),
        path("news/subscribe/", subscribing.subscribe, name="subscribe"),
        path("news/subscription/<str:token>/", subscribing.subscription, name="subscription"),
        path("news/unsubscribe/<str:token>/", subscribing.unsubscribe, name="unsubscribe"),
        path("news/<slug:slug>/", reading.article, name="article"),
    ],
    "news",
)
"""Pages for everybody, at an address per language."""

"""Addresses of the office's own pages."""

from __future__ import annotations

from django.urls import path

from balai.office.views import background
from balai.office.views import setting_up as views

app_name = "office"
urlpatterns = [
    path("", views.overview, name="office"),
    path("test-mail/", views.test_mail, name="test_mail"),
    path("next/", views.next_steps, name="next_steps"),
    path("logo/<slug:digest>.png", views.logo, name="logo"),
    path("jobs/", background.jobs, name="jobs"),
    path("jobs/<int:job_id>/retry/", background.retry, name="job_retry"),
    path("jobs/<int:job_id>/dismiss/", background.dismiss, name="job_dismiss"),
    path("<slug:name>/", views.part, name="part"),
]

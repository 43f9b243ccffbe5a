"""What the office recommends is found without looking through all articles."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """As the module says."""

    dependencies = [("newsroom", "0002_subscriptions_issues_and_readings")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("is_recommended", True), ("state", "published")),
                fields=["-published_at", "-id"],
                name="article_recommended_first",
            ),
        ),
    ]

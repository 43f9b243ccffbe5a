from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("timetable", "0009_kept_time")]

    operations = [
        migrations.AddField(
            model_name="search", name="given_up", field=models.JSONField(default=list)
        ),
    ]

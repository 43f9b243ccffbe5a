"""Letters that somebody asked for carry the address that ends them."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """As the module says."""

    dependencies = [("correspondence", "0002_letter_by_subject")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="unsubscribe",
            field=models.URLField(blank=True, default="", max_length=500),
            preserve_default=False,
        ),
    ]

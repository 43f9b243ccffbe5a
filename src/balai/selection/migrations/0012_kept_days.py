from django.db import migrations

import balai.kernel.restricted


class Migration(migrations.Migration):
    """Days that a participant keeps free of work, sealed."""

    dependencies = [
        ("selection", "0011_arrivals"),
    ]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="kept_days",
            field=balai.kernel.restricted.RestrictedJSONField(
                editable=False, null=True, owner="person", verbose_name="days kept free of work"
            ),
        ),
    ]

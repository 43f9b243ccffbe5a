from django.db import migrations, models

REASONS = [
    ("work", "Work"),
    ("employer", "Recalled by the employer"),
    ("health", "Illness"),
    ("family", "Illness or death in the family"),
    ("visa", "Visa refused or not in time"),
    ("country", "Recalled by the country"),
    ("conduct", "The office took the place back"),
    ("no-show", "Did not arrive"),
    ("other", "Another reason for leaving"),
]


class Migration(migrations.Migration):
    """Who arrived, who was not met, and that a place is not taken from somebody who came."""

    dependencies = [
        ("selection", "0010_travel_papers"),
    ]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="met_at",
            field=models.DateTimeField(null=True, verbose_name="arrived"),
        ),
        migrations.AddField(
            model_name="participant",
            name="missed_at",
            field=models.DateTimeField(null=True, verbose_name="not met on arrival"),
        ),
        migrations.AlterField(
            model_name="participant",
            name="ended_why",
            field=models.CharField(blank=True, choices=REASONS, max_length=8, verbose_name="why"),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_why", "no-show"), _negated=True),
                    models.Q(("met_at", None), ("missed_at__isnull", False)),
                    _connector="OR",
                ),
                name="participant_who_did_not_arrive_was_not_met",
            ),
        ),
    ]

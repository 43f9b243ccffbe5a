import django.core.validators
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What it weighs that a session lies in time that participants keep free of work."""

    dependencies = [
        ("timetable", "0008_vehicles"),
    ]

    operations = [
        migrations.AddField(
            model_name="planningterms",
            name="kept_time",
            field=models.PositiveSmallIntegerField(
                default=4,
                help_text="For each participant and group.",
                validators=[django.core.validators.MaxValueValidator(10000)],
                verbose_name="each session on days kept free",
            ),
        ),
        migrations.AddConstraint(
            model_name="planningterms",
            constraint=models.CheckConstraint(
                condition=Q(kept_time__lte=10000), name="planning_kept_time_is_not_too_heavy"
            ),
        ),
    ]

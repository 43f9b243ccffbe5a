from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("timetable", "0004_own_calendars"),
    ]

    operations = [
        migrations.AddField(
            model_name="planningterms",
            name="vehicle_seats",
            field=models.PositiveSmallIntegerField(
                default=25,
                help_text="Without the driver’s. Vehicle lists share the groups out by it.",
                verbose_name="seats of a vehicle",
            ),
        ),
        migrations.AddConstraint(
            model_name="planningterms",
            constraint=models.CheckConstraint(
                condition=Q(vehicle_seats__range=(1, 200)),
                name="planning_vehicle_has_seats",
                violation_error_message="A vehicle has 1 to 200 seats.",
            ),
        ),
    ]

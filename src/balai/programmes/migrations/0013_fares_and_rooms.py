from django.db import migrations, models


class Migration(migrations.Migration):
    """Which lines of the budget selection keeps to: fares by travel category, and rooms."""

    dependencies = [
        ("programmes", "0012_levels_markers_and_risks"),
    ]

    operations = [
        migrations.AddField(
            model_name="budgetline",
            name="travel_category",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[(1, "1: with air fare"), (2, "2: without air fare"), (3, "3: at their own expense")],
                help_text="Selection keeps the fares of those who are in within the line's amount.",
                null=True,
                verbose_name="fares of travel category",
            ),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="beds",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Where the quantity is rooms: selection keeps within them; a room is for one sex.",
                null=True,
                verbose_name="people to a room",
            ),
        ),
        migrations.AddField(
            model_name="quota",
            name="fare",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="In the currency of the budget line of its travel category; empty for that line's rate.",
                max_digits=16,
                null=True,
                verbose_name="fare of one person",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("travel_category", None), ("travel_category__in", [1, 2, 3]), _connector="OR"
                ),
                name="budget_line_travel_category_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.UniqueConstraint(
                fields=("edition", "travel_category"),
                name="budget_line_once_for_a_travel_category",
                violation_error_message="Another line pays the fares of this travel category.",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("beds__isnull", False)),
                fields=("edition",),
                name="budget_line_once_for_rooms",
                violation_error_message="Another line counts the rooms.",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("beds", None), models.Q(("beds__gte", 1), ("beds__lte", 20)), _connector="OR"
                ),
                name="budget_line_beds_are_from_1_to_20",
                violation_error_message="From 1 to 20 people share a room.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.CheckConstraint(
                condition=models.Q(("fare", None), ("fare__gte", 0), _connector="OR"),
                name="quota_fare_is_not_negative",
                violation_error_message="A fare is not below zero.",
            ),
        ),
    ]

"""Lessons get a number within their edition, by which files and letters can name them."""

from django.db import migrations, models

NUMBERS = """
UPDATE balai_lesson SET number = counted.number
FROM (SELECT id, row_number() OVER (PARTITION BY edition_id ORDER BY id) AS number FROM balai_lesson) AS counted
WHERE counted.id = balai_lesson.id
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0006_date_search")]

    operations = [
        migrations.AddField(
            model_name="lesson",
            name="number",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="number"),
        ),
        migrations.RunSQL(NUMBERS, migrations.RunSQL.noop, elidable=True),
        migrations.AlterField(
            model_name="lesson",
            name="number",
            field=models.PositiveSmallIntegerField(verbose_name="number"),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.UniqueConstraint(
                fields=("edition", "number"),
                name="lesson_number_once_in_its_edition",
                violation_error_message="The edition has a lesson of this number already.",
            ),
        ),
    ]

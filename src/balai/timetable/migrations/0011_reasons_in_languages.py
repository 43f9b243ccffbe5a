"""Reasons that people are told, by language; those of before are in one that nobody noted ("und")."""

from __future__ import annotations

from django.db import migrations, models

import balai.kernel.translated

TABLES = ("balai_timetable", "balai_hindrance", "balai_stand_in")
# Rows of what was published stay as they are for everybody else: a change of the column asks no trigger.
BY_LANGUAGE = [
    f"ALTER TABLE {table} ALTER COLUMN reason TYPE jsonb USING"
    " CASE WHEN reason = '' THEN '{}'::jsonb ELSE jsonb_build_object('und', reason) END"
    for table in TABLES
]
IN_ONE = [
    f"ALTER TABLE {table} ALTER COLUMN reason TYPE varchar({most}) USING"
    f" left(coalesce(reason->>'und', reason->>'en', reason->>'id', ''), {most})"
    for table, most in zip(TABLES, (300, 200, 200), strict=True)
]


class Migration(migrations.Migration):
    dependencies = [("timetable", "0010_repairs_give_up")]

    operations = [
        migrations.RemoveConstraint(model_name="hindrance", name="hindrance_says_why"),
        migrations.RemoveConstraint(model_name="standin", name="stand_in_says_why"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(BY_LANGUAGE, IN_ONE)],
            state_operations=[
                migrations.AlterField(
                    model_name=model,
                    name="reason",
                    field=balai.kernel.translated.TranslatedTextField(
                        blank=model == "timetable",
                        default=balai.kernel.translated.TranslatedText,
                        lines=1,
                        max_length=300 if model == "timetable" else 200,
                        verbose_name="reason",
                    ),
                )
                for model in ("timetable", "hindrance", "standin")
            ],
        ),
        migrations.AddConstraint(
            model_name="hindrance",
            constraint=models.CheckConstraint(
                condition=~models.Q(reason={}), name="hindrance_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="standin",
            constraint=models.CheckConstraint(
                condition=~models.Q(reason={}), name="stand_in_says_why"
            ),
        ),
    ]

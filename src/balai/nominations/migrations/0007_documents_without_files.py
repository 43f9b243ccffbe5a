"""Let the row of a document that was put away forget its file, so that whatever is left of it is swept."""

from django.db import migrations, models
from django.db.models import Q

# What nothing that was sent names, and what was erased, has no file any more.
FORGET = """
UPDATE balai_document SET file = NULL
WHERE put_away_at IS NOT NULL AND (
    name = '[erased]'
    OR NOT EXISTS (
        SELECT FROM balai_submission
        WHERE content -> 'documents' @> jsonb_build_array(jsonb_build_object('id', balai_document.id::text))
    )
)
"""
NAME_NOTHING = "UPDATE balai_document SET file = gen_random_uuid() WHERE file IS NULL"


class Migration(migrations.Migration):
    dependencies = [("nominations", "0006_note_verbale")]

    operations = [
        migrations.AlterField("document", "file", models.UUIDField(null=True, unique=True)),
        migrations.RunSQL(FORGET, NAME_NOTHING),
        migrations.AddConstraint(
            "document",
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(put_away_at__isnull=False),
                name="document_in_use_has_a_file",
            ),
        ),
    ]

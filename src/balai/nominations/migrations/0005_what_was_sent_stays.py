"""Take from the application's role the right to delete what people told, sent and signed.

What was sent is changed by an erasure alone, which empties it; so its role keeps the right to change it.
"""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

KEPT = ("balai_application", "balai_document", "balai_endorsement", "balai_profile", "balai_submission")


def take_rights(apps, schema_editor):
    # Not settings.DATABASES: while migrations run it names the owner.
    role = schema_editor.quote_name(application_parameters(config.current())["USER"])
    for table in KEPT:
        schema_editor.execute(f"REVOKE DELETE, TRUNCATE, REFERENCES, TRIGGER ON {table} FROM {role}")


def give_rights(apps, schema_editor):
    role = schema_editor.quote_name(application_parameters(config.current())["USER"])
    for table in KEPT:
        schema_editor.execute(f"GRANT DELETE ON {table} TO {role}")


class Migration(migrations.Migration):
    dependencies = [("nominations", "0004_applications")]

    operations = [migrations.RunPython(take_rights, give_rights)]

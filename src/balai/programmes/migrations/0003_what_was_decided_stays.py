"""Take from the application's role the right to change or remove decisions and frozen booklets."""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

TABLES = ("balai_edition_change", "balai_booklet", "balai_booklet_file")


def take_rights(apps, schema_editor):
    # Not settings.DATABASES: while migrations run it names the owner.
    role = schema_editor.quote_name(application_parameters(config.current())["USER"])
    for table in TABLES:
        schema_editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON {table} FROM {role}")


def give_rights(apps, schema_editor):
    role = schema_editor.quote_name(application_parameters(config.current())["USER"])
    for table in TABLES:
        schema_editor.execute(f"GRANT UPDATE, DELETE ON {table} TO {role}")


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_sums_and_editions_agree")]

    operations = [migrations.RunPython(take_rights, give_rights)]

"""Take from the application's role the right to delete nominations, and to change what was once noted."""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

NOTED = ("balai_call_contact", "balai_call_letter", "balai_returned_places", "balai_waiver")
KEPT = ("balai_country_call", "balai_nomination")


def take_rights(apps, schema_editor):
    # Not settings.DATABASES: while migrations run it names the owner.
    role = schema_editor.quote_name(application_parameters(config.current())["USER"])
    for table in NOTED:
        schema_editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON {table} FROM {role}")
    for table in KEPT:
        schema_editor.execute(f"REVOKE DELETE, TRUNCATE, REFERENCES, TRIGGER ON {table} FROM {role}")


def give_rights(apps, schema_editor):
    role = schema_editor.quote_name(application_parameters(config.current())["USER"])
    for table in NOTED:
        schema_editor.execute(f"GRANT UPDATE, DELETE ON {table} TO {role}")
    for table in KEPT:
        schema_editor.execute(f"GRANT DELETE ON {table} TO {role}")


class Migration(migrations.Migration):
    dependencies = [("nominations", "0002_of_one_call")]

    operations = [migrations.RunPython(take_rights, give_rights)]

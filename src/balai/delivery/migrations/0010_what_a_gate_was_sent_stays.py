"""What no model can say: a list that was sent stays as it was; a changed one is sent anew."""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

KEPT = ("balai_gate_list", "balai_gate_name")


def take_rights(apps, schema_editor):
    # Not settings.DATABASES: while migrations run it names the owner.
    role = schema_editor.quote_name(application_parameters(config.current())["USER"])
    for table in KEPT:
        schema_editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON {table} FROM {role}")


def give_rights(apps, schema_editor):
    role = schema_editor.quote_name(application_parameters(config.current())["USER"])
    for table in KEPT:
        schema_editor.execute(f"GRANT UPDATE, DELETE ON {table} TO {role}")


class Migration(migrations.Migration):
    dependencies = [("delivery", "0009_gate_lists")]

    operations = [migrations.RunPython(take_rights, give_rights)]

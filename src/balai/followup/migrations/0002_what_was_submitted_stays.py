"""Take from the application's role the right to delete plans, what was submitted of them, and answers to them.

An erasure empties them; so the role keeps the right to change them.
"""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

KEPT = ("balai_plan", "balai_plan_endorsement", "balai_plan_submission")


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
    dependencies = [("followup", "0001_initial")]

    operations = [migrations.RunPython(take_rights, give_rights)]

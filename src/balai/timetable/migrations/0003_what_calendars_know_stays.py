"""Take rights from the application's role: sessions are never deleted, and bookings never changed."""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters


def _role(schema_editor):
    # Not settings.DATABASES: while migrations run it names the owner.
    return schema_editor.quote_name(application_parameters(config.current())["USER"])


def take_rights(apps, schema_editor):
    role = _role(schema_editor)
    schema_editor.execute(f"REVOKE UPDATE, TRUNCATE, REFERENCES, TRIGGER ON balai_booking FROM {role}")
    schema_editor.execute(f"REVOKE DELETE, TRUNCATE, REFERENCES, TRIGGER ON balai_session FROM {role}")


def give_rights(apps, schema_editor):
    role = _role(schema_editor)
    schema_editor.execute(f"GRANT UPDATE ON balai_booking TO {role}")
    schema_editor.execute(f"GRANT DELETE ON balai_session TO {role}")


class Migration(migrations.Migration):
    dependencies = [("timetable", "0002_what_is_published_stays")]

    operations = [migrations.RunPython(take_rights, give_rights)]

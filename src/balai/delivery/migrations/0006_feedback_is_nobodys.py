"""What no model can say: keys of feedback tell no time, and what was answered is never changed."""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

TABLES = ("balai_feedback_answer", "balai_feedback_token")
# The version of a UUID (RFC 9562, section 4.2): 4 is random; 7 would tell the millisecond.
TELL_NO_TIME = "; ".join(
    f"ALTER TABLE {table} ADD CONSTRAINT {table.removeprefix('balai_')}_key_tells_no_time"
    " CHECK (substr(id::text, 15, 1) = '4')"
    for table in TABLES
)
TELL_ANYTHING = "; ".join(
    f"ALTER TABLE {table} DROP CONSTRAINT {table.removeprefix('balai_')}_key_tells_no_time" for table in TABLES
)


def _role(schema_editor):
    # Not settings.DATABASES: while migrations run it names the owner.
    return schema_editor.quote_name(application_parameters(config.current())["USER"])


def take_rights(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"REVOKE UPDATE, TRUNCATE, REFERENCES, TRIGGER ON {table} FROM {_role(schema_editor)}")


def give_rights(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"GRANT UPDATE ON {table} TO {_role(schema_editor)}")


class Migration(migrations.Migration):
    dependencies = [("delivery", "0005_feedback")]

    operations = [
        migrations.RunSQL(TELL_NO_TIME, TELL_ANYTHING),
        migrations.RunPython(take_rights, give_rights),
    ]

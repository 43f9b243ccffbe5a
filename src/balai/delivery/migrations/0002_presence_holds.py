"""What no model can say: presence is of one edition, and what was scanned stays as it was scanned."""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

ONE_EDITION = """
CREATE FUNCTION balai_presence_of_one_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM balai_participant JOIN balai_session USING (edition_id)
        WHERE balai_participant.id = NEW.participant_id AND balai_session.id = NEW.session_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'participant and session are of different editions'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'presence_of_one_edition',
                TABLE = 'balai_presence';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER presence_of_one_edition BEFORE INSERT OR UPDATE OF participant_id, session_id ON balai_presence
    FOR EACH ROW EXECUTE FUNCTION balai_presence_of_one_edition();
"""
ANY_EDITION = """
DROP TRIGGER presence_of_one_edition ON balai_presence;
DROP FUNCTION balai_presence_of_one_edition();
"""


def _role(schema_editor):
    # Not settings.DATABASES: while migrations run it names the owner.
    return schema_editor.quote_name(application_parameters(config.current())["USER"])


def take_rights(apps, schema_editor):
    role = _role(schema_editor)
    schema_editor.execute(f"REVOKE UPDATE, TRUNCATE, REFERENCES, TRIGGER ON balai_scan FROM {role}")


def give_rights(apps, schema_editor):
    schema_editor.execute(f"GRANT UPDATE ON balai_scan TO {_role(schema_editor)}")


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_presence")]

    operations = [
        migrations.RunSQL(ONE_EDITION, ANY_EDITION),
        migrations.RunPython(take_rights, give_rights),
    ]

"""What no model can say: a sign-off stays as it was signed, its signatures with it, and is of one edition.

A correction is a further sign-off. Of a sign-off only its words may be scrubbed when somebody is erased, of a
signature only what was drawn may go, and neither is ever deleted.
"""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

KEPT = ("balai_sign_off", "balai_practice_signature", "balai_safety_briefing")

STAYS = """
CREATE FUNCTION balai_sign_off_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    after balai_sign_off;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        after := NEW;
        after.note := OLD.note;
        after.why := OLD.why;
        IF after IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'what was signed stays; a correction is a further sign-off'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'sign_off_stays', TABLE = 'balai_sign_off';
END $$;
CREATE TRIGGER sign_off_stays BEFORE UPDATE OR DELETE ON balai_sign_off
    FOR EACH ROW EXECUTE FUNCTION balai_sign_off_stays();

CREATE FUNCTION balai_practice_signature_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    after balai_practice_signature;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.strokes IS NULL THEN
        after := NEW;
        after.strokes := OLD.strokes;
        IF after IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a signature stays; only what was drawn may go'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'practice_signature_stays',
              TABLE = 'balai_practice_signature';
END $$;
CREATE TRIGGER practice_signature_stays BEFORE UPDATE OR DELETE ON balai_practice_signature
    FOR EACH ROW EXECUTE FUNCTION balai_practice_signature_stays();
"""
GOES = """
DROP TRIGGER practice_signature_stays ON balai_practice_signature;
DROP FUNCTION balai_practice_signature_stays();
DROP TRIGGER sign_off_stays ON balai_sign_off;
DROP FUNCTION balai_sign_off_stays();
"""
OF_ONE_EDITION = (
    "CREATE CONSTRAINT TRIGGER sign_off_is_of_one_edition AFTER INSERT ON balai_sign_off"
    " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balai_same_edition("
    "'balai_participant', 'participant_id', 'balai_practice_task', 'task_id')"
)
OF_ANY = "DROP TRIGGER sign_off_is_of_one_edition ON balai_sign_off"


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
    dependencies = [("delivery", "0003_practice")]

    operations = [
        migrations.RunSQL(STAYS, GOES),
        migrations.RunSQL(OF_ONE_EDITION, OF_ANY),
        migrations.RunPython(take_rights, give_rights),
    ]

"""What no model can say: a certificate stays as it was issued, and for ever.

Its state leaves "valid" once and never comes back. Name and document change only together, to none and to a
credential without a name, when the person is erased. What it belonged to may go.
"""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

KEPT = ("balai_certificate", "balai_issuer_key")

STAYS = """
CREATE FUNCTION balai_certificate_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    after balai_certificate;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        after := NEW;
        after.edition_id := CASE WHEN NEW.edition_id IS NULL THEN OLD.edition_id ELSE NEW.edition_id END;
        after.participant_id := CASE WHEN NEW.participant_id IS NULL THEN OLD.participant_id ELSE NEW.participant_id END;
        after.batch_id := CASE WHEN NEW.batch_id IS NULL THEN OLD.batch_id ELSE NEW.batch_id END;
        IF OLD.state = 'valid' AND NEW.state <> 'valid' THEN
            after.state := OLD.state;
            after.revoked_at := OLD.revoked_at;
            after.revoked_by := OLD.revoked_by;
            after.revoked_why := OLD.revoked_why;
            after.note := OLD.note;
        END IF;
        IF NEW.name = '' AND NEW.native_name = '' THEN
            after.name := OLD.name;
            after.native_name := OLD.native_name;
            after.document := OLD.document;
            after.note := OLD.note;
        END IF;
        IF after IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a certificate stays as it was issued; a correction is a new one'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'certificate_stays', TABLE = 'balai_certificate';
END $$;
CREATE TRIGGER certificate_stays BEFORE UPDATE OR DELETE ON balai_certificate
    FOR EACH ROW EXECUTE FUNCTION balai_certificate_stays();
"""
GOES = """
DROP TRIGGER certificate_stays ON balai_certificate;
DROP FUNCTION balai_certificate_stays();
"""


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
    dependencies = [("certificates", "0001_initial")]

    operations = [migrations.RunSQL(STAYS, GOES), migrations.RunPython(take_rights, give_rights)]

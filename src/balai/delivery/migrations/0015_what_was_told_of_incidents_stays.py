"""What no model can say: an incident is closed once, and what was told of it stays or is forgotten whole."""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

KEPT = ("balai_incident", "balai_incident_entry")

STAYS = """
CREATE FUNCTION balai_incident_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    after balai_incident;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.closed_at IS NULL THEN
        after := NEW;
        after.closed_at := OLD.closed_at;
        after.closed_by := OLD.closed_by;
        IF after IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'an incident stays as it was reported, and is closed once'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_stays', TABLE = 'balai_incident';
END $$;
CREATE TRIGGER incident_stays BEFORE UPDATE OR DELETE ON balai_incident
    FOR EACH ROW EXECUTE FUNCTION balai_incident_stays();

CREATE FUNCTION balai_incident_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    after balai_incident_entry;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.text IS NULL THEN
        after := NEW;
        after.text := OLD.text;
        IF after IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'what was told of an incident stays; a correction is a further entry'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_entry_stays',
              TABLE = 'balai_incident_entry';
END $$;
CREATE TRIGGER incident_entry_stays BEFORE UPDATE OR DELETE ON balai_incident_entry
    FOR EACH ROW EXECUTE FUNCTION balai_incident_entry_stays();
"""
GOES = """
DROP TRIGGER incident_entry_stays ON balai_incident_entry;
DROP FUNCTION balai_incident_entry_stays();
DROP TRIGGER incident_stays ON balai_incident;
DROP FUNCTION balai_incident_stays();
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
    dependencies = [("delivery", "0014_incidents")]

    operations = [
        migrations.RunSQL(STAYS, GOES),
        migrations.RunPython(take_rights, give_rights),
    ]

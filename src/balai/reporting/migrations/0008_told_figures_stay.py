"""What no model can say: a version of public figures stays as it was counted; it is withdrawn once, and for good."""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

STAYS = """
CREATE FUNCTION balai_evidence_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL
        OR (NEW.id, NEW.edition_id, NEW.number, NEW.at, NEW.actor, NEW.content, NEW.digest)
            IS DISTINCT FROM (OLD.id, OLD.edition_id, OLD.number, OLD.at, OLD.actor, OLD.content, OLD.digest)
    THEN
        RAISE EXCEPTION 'figures that were told stay'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_stays', TABLE = 'balai_evidence';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evidence_stays BEFORE UPDATE OR DELETE ON balai_evidence
    FOR EACH ROW EXECUTE FUNCTION balai_evidence_stays();
"""
GOES = """
DROP TRIGGER evidence_stays ON balai_evidence;
DROP FUNCTION balai_evidence_stays();
"""
RIGHTS = "DELETE, TRUNCATE, REFERENCES, TRIGGER"


def _role(schema_editor):
    # Not settings.DATABASES: while migrations run it names the owner.
    return schema_editor.quote_name(application_parameters(config.current())["USER"])


def take_rights(apps, schema_editor):
    schema_editor.execute(f"REVOKE {RIGHTS} ON balai_evidence FROM {_role(schema_editor)}")


def give_rights(apps, schema_editor):
    schema_editor.execute(f"GRANT DELETE ON balai_evidence TO {_role(schema_editor)}")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0007_evidence")]

    operations = [
        migrations.RunSQL(STAYS, GOES),
        migrations.RunPython(take_rights, give_rights),
    ]

"""What no model can say: a published version stays, and so does an identifier under which one was published."""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

STAYS = """
CREATE FUNCTION balai_aid_profile_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.series_id <> OLD.series_id OR (
        NEW.identifier <> OLD.identifier
        AND EXISTS (SELECT FROM balai_aid_publication WHERE series_id = OLD.series_id)
    ) THEN
        RAISE EXCEPTION 'an identifier that was published is for ever'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'aid_profile_identifier_stays',
                  TABLE = 'balai_aid_profile';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER aid_profile_stays BEFORE UPDATE ON balai_aid_profile
    FOR EACH ROW EXECUTE FUNCTION balai_aid_profile_stays();

CREATE FUNCTION balai_aid_publication_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was published stays'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'aid_publication_stays',
              TABLE = 'balai_aid_publication';
END $$;
CREATE TRIGGER aid_publication_stays BEFORE UPDATE OR DELETE ON balai_aid_publication
    FOR EACH ROW EXECUTE FUNCTION balai_aid_publication_stays();
"""
GOES = """
DROP TRIGGER aid_publication_stays ON balai_aid_publication;
DROP FUNCTION balai_aid_publication_stays();
DROP TRIGGER aid_profile_stays ON balai_aid_profile;
DROP FUNCTION balai_aid_profile_stays();
"""
RIGHTS = {"balai_aid_publication": "UPDATE, DELETE", "balai_aid_profile": "DELETE"}


def _role(schema_editor):
    # Not settings.DATABASES: while migrations run it names the owner.
    return schema_editor.quote_name(application_parameters(config.current())["USER"])


def take_rights(apps, schema_editor):
    for table, rights in RIGHTS.items():
        schema_editor.execute(
            f"REVOKE {rights}, TRUNCATE, REFERENCES, TRIGGER ON {table} FROM {_role(schema_editor)}"
        )


def give_rights(apps, schema_editor):
    for table, rights in RIGHTS.items():
        schema_editor.execute(f"GRANT {rights} ON {table} TO {_role(schema_editor)}")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_aid_data")]

    operations = [
        migrations.RunSQL(STAYS, GOES),
        migrations.RunPython(take_rights, give_rights),
    ]

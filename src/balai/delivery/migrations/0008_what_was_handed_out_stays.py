"""What no model can say: a version that was handed out stays as it was, and is of a session of its edition.

Of a version, and of a lighter form of it, only the file may go, when the material is withdrawn.
"""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

KEPT = ("balai_material", "balai_material_version", "balai_material_rendition", "balai_material_count")

STAYS = """
CREATE FUNCTION balai_material_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    after balai_material_version;
BEGIN
    after := NEW;
    after.file := OLD.file;
    IF NEW.file IS NULL AND after IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was handed out stays; what is different is a newer version'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'material_version_stays', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER material_version_stays BEFORE UPDATE ON balai_material_version
    FOR EACH ROW EXECUTE FUNCTION balai_material_version_stays();

CREATE FUNCTION balai_material_is_of_its_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.session_id IS NULL
       OR NEW.edition_id = (SELECT edition_id FROM balai_session WHERE id = NEW.session_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the session is of another edition'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'material_is_of_its_edition', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER material_is_of_its_edition BEFORE INSERT OR UPDATE ON balai_material
    FOR EACH ROW EXECUTE FUNCTION balai_material_is_of_its_edition();
"""
GOES = """
DROP TRIGGER material_is_of_its_edition ON balai_material;
DROP FUNCTION balai_material_is_of_its_edition();
DROP TRIGGER material_version_stays ON balai_material_version;
DROP FUNCTION balai_material_version_stays();
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
    dependencies = [("delivery", "0007_materials")]

    operations = [
        migrations.RunSQL(STAYS, GOES),
        migrations.RunPython(take_rights, give_rights),
    ]

"""What no model can say: chapters change while a report is a draft, and a frozen one never does."""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

STAYS = """
CREATE FUNCTION balai_final_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a version of a final report is never removed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'final_report_stays', TABLE = 'balai_final_report';
    END IF;
    IF NEW.edition_id <> OLD.edition_id OR NEW.number <> OLD.number OR (
        OLD.state = 'frozen'
        AND to_jsonb(NEW) - 'published_at' - 'published_by' <> to_jsonb(OLD) - 'published_at' - 'published_by'
    ) THEN
        RAISE EXCEPTION 'a frozen report stays as it is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'final_report_stays', TABLE = 'balai_final_report';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER final_report_stays BEFORE UPDATE OR DELETE ON balai_final_report
    FOR EACH ROW EXECUTE FUNCTION balai_final_report_stays();

CREATE FUNCTION balai_report_chapter_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.report_id ELSE NEW.report_id END;
BEGIN
    IF (TG_OP = 'UPDATE' AND NEW.report_id <> OLD.report_id)
        OR EXISTS (SELECT FROM balai_final_report WHERE id = asked AND state <> 'draft')
    THEN
        RAISE EXCEPTION 'chapters change while their report is a draft'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_chapter_stays',
                  TABLE = 'balai_report_chapter';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER report_chapter_stays BEFORE INSERT OR UPDATE OR DELETE ON balai_report_chapter
    FOR EACH ROW EXECUTE FUNCTION balai_report_chapter_stays();

CREATE FUNCTION balai_report_file_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was frozen stays'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'report_file_stays', TABLE = 'balai_report_file';
END $$;
CREATE TRIGGER report_file_stays BEFORE UPDATE OR DELETE ON balai_report_file
    FOR EACH ROW EXECUTE FUNCTION balai_report_file_stays();
"""
GOES = """
DROP TRIGGER report_file_stays ON balai_report_file;
DROP FUNCTION balai_report_file_stays();
DROP TRIGGER report_chapter_stays ON balai_report_chapter;
DROP FUNCTION balai_report_chapter_stays();
DROP TRIGGER final_report_stays ON balai_final_report;
DROP FUNCTION balai_final_report_stays();
"""
RIGHTS = {
    "balai_final_report": "DELETE",
    "balai_report_chapter": "DELETE",
    "balai_report_file": "UPDATE, DELETE",
}


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
    dependencies = [("reporting", "0005_final_report")]

    operations = [
        migrations.RunSQL(STAYS, GOES),
        migrations.RunPython(take_rights, give_rights),
    ]

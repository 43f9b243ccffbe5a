"""What no model can say: of what was told of a plan the figures and states stay; words alone may be erased.

A correction is a further version. Papers and photos may go, because a consent may be withdrawn.
"""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

KEPT = ("balai_follow_up", "balai_follow_up_link")

STAYS = """
CREATE FUNCTION balai_follow_up_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    after balai_follow_up;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        after := NEW;
        -- Words of somebody who is erased; what counts is compared below.
        after.told_by := OLD.told_by;
        after.obstacle_words := OLD.obstacle_words;
        after.helped := OLD.helped;
        after.links := OLD.links;
        after.activities := OLD.activities;
        after.indicators := OLD.indicators;
        IF after IS NOT DISTINCT FROM OLD AND NEW.told_by = '[erased]'
            AND jsonb_path_query_array(NEW.activities, '$[*].state')
                = jsonb_path_query_array(OLD.activities, '$[*].state')
            AND jsonb_path_query_array(NEW.indicators, '$[*].value')
                = jsonb_path_query_array(OLD.indicators, '$[*].value')
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'what was told of a plan stays; a correction is a further version'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'follow_up_stays', TABLE = 'balai_follow_up';
END $$;
CREATE TRIGGER follow_up_stays BEFORE UPDATE OR DELETE ON balai_follow_up
    FOR EACH ROW EXECUTE FUNCTION balai_follow_up_stays();
"""
GOES = """
DROP TRIGGER follow_up_stays ON balai_follow_up;
DROP FUNCTION balai_follow_up_stays();
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
    dependencies = [("followup", "0003_follow_up")]

    operations = [migrations.RunSQL(STAYS, GOES), migrations.RunPython(take_rights, give_rights)]

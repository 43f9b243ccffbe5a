"""An incident gets a data key of its own: that it is made, wrapped anew or destroyed changes nothing else."""

from django.db import migrations, models

STAYS = """
CREATE OR REPLACE FUNCTION balai_incident_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    after balai_incident;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        after := NEW;
        after.wrapped_key := OLD.wrapped_key;
        IF OLD.closed_at IS NULL THEN
            after.closed_at := OLD.closed_at;
            after.closed_by := OLD.closed_by;
        END IF;
        IF after IS NOT DISTINCT FROM OLD AND (OLD.wrapped_key IS DISTINCT FROM '' OR NEW.wrapped_key = '') THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'an incident stays as it was reported, is closed once, and is forgotten for good'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_stays', TABLE = 'balai_incident';
END $$;
"""
STAYED = """
CREATE OR REPLACE FUNCTION balai_incident_stays() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0016_incidents_in_our_time")]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="wrapped_key",
            field=models.BinaryField(editable=False, null=True),
        ),
        migrations.RunSQL(STAYS, STAYED),
    ]

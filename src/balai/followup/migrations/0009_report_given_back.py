"""A country report may be given back, and what is handed in stays as it is; its words alone may be erased."""

from django.db import migrations, models
from django.db.models import Q

STAYS = """
CREATE FUNCTION balai_country_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    after balai_country_report;
BEGIN
    IF OLD.submitted_at IS NULL OR NEW.submitted_at IS NULL THEN
        RETURN NEW;
    END IF;
    after := NEW;
    IF NEW.sector = '[erased]' AND '[erased]' = ALL (ARRAY[NEW.policy, NEW.problems, NEW.questions])
        AND NEW.figures_source IN ('', '[erased]')
        AND '' = ALL (ARRAY[NEW.instruments, NEW.centres, NEW.good_practice, NEW.baseline])
    THEN
        -- Words of which nothing is left; figures and moments are compared below.
        after.figures_source := OLD.figures_source;
        after.sector := OLD.sector;
        after.policy := OLD.policy;
        after.instruments := OLD.instruments;
        after.centres := OLD.centres;
        after.problems := OLD.problems;
        after.good_practice := OLD.good_practice;
        after.questions := OLD.questions;
        after.baseline := OLD.baseline;
    END IF;
    IF after IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'a report that is handed in stays until it is taken back or given back'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'country_report_stays',
            TABLE = 'balai_country_report';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER country_report_stays BEFORE UPDATE ON balai_country_report
    FOR EACH ROW EXECUTE FUNCTION balai_country_report_stays();
"""
GOES = """
DROP TRIGGER country_report_stays ON balai_country_report;
DROP FUNCTION balai_country_report_stays();
"""
REFERENCE = "^[a-z][a-z_]*:[0-9A-Za-z][0-9A-Za-z._-]*$"


class Migration(migrations.Migration):
    dependencies = [("followup", "0008_letters_of_before_mention_people")]

    operations = [
        migrations.AddField(
            "countryreport", "returned_at", models.DateTimeField(null=True, verbose_name="returned")
        ),
        migrations.AddField(
            "countryreport",
            "returned_by",
            models.CharField(blank=True, max_length=120, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "countryreport",
            "returned_because",
            models.TextField(blank=True, max_length=2000, verbose_name="what should be changed", default=""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "countryreport",
            models.CheckConstraint(
                condition=Q(submitted_by="") | Q(submitted_by__regex=REFERENCE),
                name="country_report_submitted_by_is_a_reference",
            ),
        ),
        migrations.AddConstraint(
            "countryreport",
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_by="", returned_because="")
                | Q(returned_at__isnull=False, submitted_at=None, returned_by__regex=REFERENCE)
                & ~Q(returned_because=""),
                name="country_report_returned_says_what_to_change",
            ),
        ),
        migrations.RunSQL(STAYS, GOES),
    ]

"""What no check constraint can say: sums over an edition, and that linked rows are of one edition.

Constraint triggers, checked when the transaction ends, so that a list can be replaced row by row.
"""

from django.db import migrations

SUMS = """
CREATE FUNCTION balai_quotas_within_places() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- A row of an edition has no edition_id; naming the column would fail before any condition is asked.
    concerned uuid := coalesce((to_jsonb(NEW) ->> 'edition_id')::uuid, NEW.id);
    given bigint;
    there integer;
BEGIN
    -- Locked, so that two transactions cannot each add what fits alone.
    SELECT places INTO there FROM balai_edition WHERE id = concerned FOR NO KEY UPDATE;
    SELECT sum(places) INTO given FROM balai_quota WHERE edition_id = concerned;
    IF given > coalesce(there, 0) THEN
        RAISE EXCEPTION 'the countries are given % places of %', given, there
            USING ERRCODE = 'check_violation', CONSTRAINT = 'quota_sum_within_places', TABLE = 'balai_quota';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER quota_sum_within_places AFTER INSERT OR UPDATE ON balai_quota
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balai_quotas_within_places();
CREATE CONSTRAINT TRIGGER edition_places_cover_quotas AFTER UPDATE OF places ON balai_edition
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balai_quotas_within_places();

CREATE FUNCTION balai_rubric_at_most_100() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    weighed bigint;
BEGIN
    PERFORM FROM balai_edition WHERE id = NEW.edition_id FOR NO KEY UPDATE;
    SELECT sum(weight) INTO weighed FROM balai_rubric_criterion WHERE edition_id = NEW.edition_id;
    IF weighed > 100 THEN
        RAISE EXCEPTION 'the weights add up to %, not 100', weighed
            USING ERRCODE = 'check_violation', CONSTRAINT = 'rubric_weights_at_most_100',
                  TABLE = 'balai_rubric_criterion';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER rubric_weights_at_most_100 AFTER INSERT OR UPDATE ON balai_rubric_criterion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balai_rubric_at_most_100();
"""
NO_SUMS = """
DROP TRIGGER rubric_weights_at_most_100 ON balai_rubric_criterion;
DROP TRIGGER edition_places_cover_quotas ON balai_edition;
DROP TRIGGER quota_sum_within_places ON balai_quota;
DROP FUNCTION balai_rubric_at_most_100();
DROP FUNCTION balai_quotas_within_places();
"""

SAME_EDITION = """
CREATE FUNCTION balai_same_edition() RETURNS trigger LANGUAGE plpgsql AS $$
-- Arguments: table and column of one end, table and column of the other.
DECLARE
    one uuid;
    other uuid;
BEGIN
    EXECUTE format('SELECT edition_id FROM %I WHERE id = ($1).%I', TG_ARGV[0], TG_ARGV[1]) INTO one USING NEW;
    EXECUTE format('SELECT edition_id FROM %I WHERE id = ($1).%I', TG_ARGV[2], TG_ARGV[3]) INTO other USING NEW;
    IF one <> other THEN
        RAISE EXCEPTION 'a row of % names something of another edition', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
"""
LINKS = (
    ("activity_module_is_of_its_edition", "balai_activity", "balai_activity", "id", "balai_module", "module_id"),
    (
        "activity_group_is_of_its_edition",
        "balai_activity_group",
        "balai_activity",
        "activity_id",
        "balai_group",
        "group_id",
    ),
    (
        "activity_after_is_of_its_edition",
        "balai_activity_after",
        "balai_activity",
        "from_activity_id",
        "balai_activity",
        "to_activity_id",
    ),
    (
        "module_outcome_is_of_its_edition",
        "balai_module_outcome",
        "balai_module",
        "module_id",
        "balai_outcome",
        "outcome_id",
    ),
    (
        "assessment_outcome_is_of_its_edition",
        "balai_assessment_outcome",
        "balai_assessment",
        "assessment_id",
        "balai_outcome",
        "outcome_id",
    ),
)
NOT_AFTER_ITSELF = (
    "ALTER TABLE balai_activity_after ADD CONSTRAINT activity_is_not_after_itself"
    " CHECK (from_activity_id <> to_activity_id)"
)


def _make(link):
    name, table, *ends = link
    arguments = ", ".join(f"'{end}'" for end in ends)
    return migrations.RunSQL(
        f"CREATE CONSTRAINT TRIGGER {name} AFTER INSERT OR UPDATE ON {table} DEFERRABLE INITIALLY DEFERRED"
        f" FOR EACH ROW EXECUTE FUNCTION balai_same_edition({arguments})",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [
        migrations.RunSQL(SUMS, NO_SUMS),
        migrations.RunSQL(SAME_EDITION, "DROP FUNCTION balai_same_edition()"),
        *map(_make, LINKS),
        migrations.RunSQL(
            NOT_AFTER_ITSELF, "ALTER TABLE balai_activity_after DROP CONSTRAINT activity_is_not_after_itself"
        ),
    ]

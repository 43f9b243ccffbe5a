"""What no model can say: a decision that was taken stays as it is, and its verdicts with it.

Only what lies before the panel changes. What was decided may still be replaced by a later version, once.
"""

from django.db import migrations

STAYS = """
CREATE FUNCTION balai_decision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    after balai_decision;
BEGIN
    IF OLD.state = 'proposed' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'decided' AND NEW.state = 'superseded' THEN
        after := NEW;
        after.state := OLD.state;
        after.superseded_at := OLD.superseded_at;
        IF after IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'what was decided stays; a correction is a new version'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_stays', TABLE = 'balai_decision';
END $$;
CREATE TRIGGER decision_stays BEFORE UPDATE OR DELETE ON balai_decision
    FOR EACH ROW EXECUTE FUNCTION balai_decision_stays();

CREATE FUNCTION balai_verdict_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one balai_verdict;
BEGIN
    FOREACH one IN ARRAY
        CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW] WHEN 'DELETE' THEN ARRAY[OLD] ELSE ARRAY[OLD, NEW] END
    LOOP
        PERFORM FROM balai_decision WHERE id = one.decision_id AND state <> 'proposed' FOR KEY SHARE;
        IF FOUND THEN
            RAISE EXCEPTION 'what was decided stays; a correction is a new version'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'verdict_stays', TABLE = 'balai_verdict';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER verdict_stays BEFORE INSERT OR UPDATE OR DELETE ON balai_verdict
    FOR EACH ROW EXECUTE FUNCTION balai_verdict_stays();
"""
GOES = """
DROP TRIGGER verdict_stays ON balai_verdict;
DROP FUNCTION balai_verdict_stays();
DROP TRIGGER decision_stays ON balai_decision;
DROP FUNCTION balai_decision_stays();
"""
OF_ONE_EDITION = (
    "CREATE CONSTRAINT TRIGGER verdict_nominee_is_of_its_edition AFTER INSERT OR UPDATE ON balai_verdict"
    " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balai_same_edition("
    "'balai_decision', 'decision_id', 'balai_nomination', 'nomination_id')"
)
OF_ANY = "DROP TRIGGER verdict_nominee_is_of_its_edition ON balai_verdict"


class Migration(migrations.Migration):
    dependencies = [
        ("selection", "0001_initial"),
        ("programmes", "0002_sums_and_editions_agree"),
        ("nominations", "0001_initial"),
    ]

    operations = [migrations.RunSQL(STAYS, GOES), migrations.RunSQL(OF_ONE_EDITION, OF_ANY)]

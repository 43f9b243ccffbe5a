"""What no model can say of scores: who sees them when, who may give them, and that they stay.

A panel member reads over the connection of everybody else. Their pages say first who reads
(``balai.reader``), and then a row of somebody else's scores is there for them only after their own are in.
Functions that look for that run as the owner, to whom the policies do not apply.
"""

from django.db import migrations

IN_TURN = """
CREATE FUNCTION balai_may_see_sheet(reading uuid, in_phase text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(current_setting('balai.reader', true), '') = ''
        OR EXISTS (
            SELECT FROM balai_reading r WHERE r.id = reading
               AND r.member_id::text = current_setting('balai.reader', true)
        )
        OR EXISTS (
            SELECT FROM balai_reading r
              JOIN balai_reading own ON own.nomination_id = r.nomination_id
              JOIN balai_score_sheet sheet ON sheet.reading_id = own.id
             WHERE r.id = reading AND sheet.phase = in_phase AND sheet.submitted_at IS NOT NULL
               AND own.member_id::text = current_setting('balai.reader', true)
        )
$$;
ALTER TABLE balai_score_sheet ENABLE ROW LEVEL SECURITY;
CREATE POLICY score_sheet_in_turn ON balai_score_sheet
    USING (balai_may_see_sheet(reading_id, phase)) WITH CHECK (true);
ALTER TABLE balai_mark ENABLE ROW LEVEL SECURITY;
CREATE POLICY mark_in_turn ON balai_mark
    USING (EXISTS (SELECT FROM balai_score_sheet sheet WHERE sheet.id = sheet_id)) WITH CHECK (true);
"""
AT_ONCE = """
DROP POLICY mark_in_turn ON balai_mark;
ALTER TABLE balai_mark DISABLE ROW LEVEL SECURITY;
DROP POLICY score_sheet_in_turn ON balai_score_sheet;
ALTER TABLE balai_score_sheet DISABLE ROW LEVEL SECURITY;
DROP FUNCTION balai_may_see_sheet(uuid, text);
"""
STAY = """
CREATE FUNCTION balai_sheet_stays() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.submitted_at IS NOT NULL THEN
        RAISE EXCEPTION 'a score that was handed in stays'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'score_sheet_stays', TABLE = 'balai_score_sheet';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    PERFORM FROM balai_reading r
       JOIN balai_nomination n ON n.id = r.nomination_id
       JOIN balai_conflict_of_interest c ON c.member_id = r.member_id AND c.edition_id = n.edition_id
      WHERE r.id = NEW.reading_id AND (c.country_id = n.country_id OR c.nomination_id = n.id);
    IF FOUND THEN
        RAISE EXCEPTION 'who declared a conflict of interest does not score'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'score_sheet_without_conflict',
                  TABLE = 'balai_score_sheet';
    END IF;
    IF NEW.phase = 'after' THEN
        PERFORM FROM balai_score_sheet
          WHERE reading_id = NEW.reading_id AND phase = 'before' AND submitted_at IS NOT NULL;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a score after the meeting follows one before it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'score_sheet_after_follows_before',
                      TABLE = 'balai_score_sheet';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER score_sheet_stays BEFORE INSERT OR UPDATE OR DELETE ON balai_score_sheet
    FOR EACH ROW EXECUTE FUNCTION balai_sheet_stays();

CREATE FUNCTION balai_mark_stays() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one balai_mark;
BEGIN
    FOREACH one IN ARRAY
        CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW] WHEN 'DELETE' THEN ARRAY[OLD] ELSE ARRAY[OLD, NEW] END
    LOOP
        PERFORM FROM balai_score_sheet WHERE id = one.sheet_id AND submitted_at IS NOT NULL;
        IF FOUND THEN
            RAISE EXCEPTION 'a score that was handed in stays'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'mark_stays', TABLE = 'balai_mark';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER mark_stays BEFORE INSERT OR UPDATE OR DELETE ON balai_mark
    FOR EACH ROW EXECUTE FUNCTION balai_mark_stays();
"""
GO = """
DROP TRIGGER mark_stays ON balai_mark;
DROP FUNCTION balai_mark_stays();
DROP TRIGGER score_sheet_stays ON balai_score_sheet;
DROP FUNCTION balai_sheet_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("selection", "0003_panel_and_proposals"), ("nominations", "0001_initial")]

    operations = [migrations.RunSQL(IN_TURN, AT_ONCE), migrations.RunSQL(STAY, GO)]

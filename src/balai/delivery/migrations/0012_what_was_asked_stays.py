"""What no model can say: a question that was drawn stays as it was asked, and a sheet as it was handed in.

Of a question only that it was superseded may be said later. Of a sheet only whose it is may be taken away.
"""

from django.db import migrations

STAYS = """
CREATE FUNCTION balai_bank_question_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    after balai_bank_question;
BEGIN
    IF NOT EXISTS (SELECT FROM balai_form_question WHERE question_id = OLD.id) THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' THEN
        after := NEW;
        after.superseded_at := OLD.superseded_at;
        IF after IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a question that was drawn stays; what is better is a newer version'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_question_stays', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER bank_question_stays BEFORE UPDATE OR DELETE ON balai_bank_question
    FOR EACH ROW EXECUTE FUNCTION balai_bank_question_stays();

CREATE FUNCTION balai_question_option_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND EXISTS (SELECT FROM balai_form_question WHERE question_id = OLD.question_id)
       OR TG_OP <> 'DELETE' AND EXISTS (SELECT FROM balai_form_question WHERE question_id = NEW.question_id) THEN
        RAISE EXCEPTION 'the answers of a question that was drawn stay'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_option_stays', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER question_option_stays BEFORE INSERT OR UPDATE OR DELETE ON balai_question_option
    FOR EACH ROW EXECUTE FUNCTION balai_question_option_stays();

CREATE FUNCTION balai_form_question_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM balai_answer_sheet WHERE test_id = COALESCE(NEW.test_id, OLD.test_id)) THEN
        RAISE EXCEPTION 'the forms stay once somebody has answered'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'form_question_stays', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER form_question_stays BEFORE INSERT OR UPDATE OR DELETE ON balai_form_question
    FOR EACH ROW EXECUTE FUNCTION balai_form_question_stays();

CREATE FUNCTION balai_answer_sheet_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    after balai_answer_sheet;
BEGIN
    after := NEW;
    after.participant_id := OLD.participant_id;
    IF OLD.handed_in_at IS NULL OR NEW.participant_id IS NULL AND after IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a sheet that was handed in stays'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_sheet_stays', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER answer_sheet_stays BEFORE UPDATE ON balai_answer_sheet
    FOR EACH ROW EXECUTE FUNCTION balai_answer_sheet_stays();

CREATE CONSTRAINT TRIGGER bank_question_is_of_its_edition AFTER INSERT OR UPDATE ON balai_bank_question
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balai_same_edition(
    'balai_bank_question', 'id', 'balai_outcome', 'outcome_id');
CREATE CONSTRAINT TRIGGER form_question_is_of_one_edition AFTER INSERT OR UPDATE ON balai_form_question
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balai_same_edition(
    'balai_outcome_test', 'test_id', 'balai_bank_question', 'question_id');
CREATE CONSTRAINT TRIGGER answer_sheet_is_of_one_edition AFTER INSERT ON balai_answer_sheet
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balai_same_edition(
    'balai_outcome_test', 'test_id', 'balai_participant', 'participant_id');
"""
GOES = """
DROP TRIGGER answer_sheet_is_of_one_edition ON balai_answer_sheet;
DROP TRIGGER form_question_is_of_one_edition ON balai_form_question;
DROP TRIGGER bank_question_is_of_its_edition ON balai_bank_question;
DROP TRIGGER answer_sheet_stays ON balai_answer_sheet;
DROP FUNCTION balai_answer_sheet_stays();
DROP TRIGGER form_question_stays ON balai_form_question;
DROP FUNCTION balai_form_question_stays();
DROP TRIGGER question_option_stays ON balai_question_option;
DROP FUNCTION balai_question_option_stays();
DROP TRIGGER bank_question_stays ON balai_bank_question;
DROP FUNCTION balai_bank_question_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0011_outcome_tests")]

    operations = [migrations.RunSQL(STAYS, GOES)]

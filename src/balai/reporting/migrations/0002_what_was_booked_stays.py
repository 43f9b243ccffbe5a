"""What no model can say: what was booked stays, a reversal takes back the whole, and a book keeps its currency.

The application's role may add bookings and nothing else. Of a receipt only its file may go, with the reason.
"""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

STAYS = """
CREATE FUNCTION balai_spending_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    book text;
    original balai_spending;
BEGIN
    SELECT currency INTO book FROM balai_ledger WHERE edition_id = NEW.edition_id;
    IF book IS NULL THEN
        RAISE EXCEPTION 'the book of this edition is not opened'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'spending_has_a_ledger', TABLE = 'balai_spending';
    END IF;
    IF NEW.currency = book AND NEW.rate <> 1 THEN
        RAISE EXCEPTION 'the reporting currency is worth itself'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'spending_rate_fits_the_ledger', TABLE = 'balai_spending';
    END IF;
    IF NEW.currency <> book AND NEW.rate_source = '' THEN
        RAISE EXCEPTION 'a rate says where it is written'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'spending_rate_has_a_source', TABLE = 'balai_spending';
    END IF;
    IF NEW.reverses_id IS NOT NULL THEN
        SELECT * INTO original FROM balai_spending WHERE id = NEW.reverses_id;
        IF original.reverses_id IS NOT NULL
            OR (NEW.edition_id, NEW.line_id, NEW.payer_id, NEW.form, NEW.currency, NEW.rate, -NEW.amount, NEW."on")
                IS DISTINCT FROM (original.edition_id, original.line_id, original.payer_id, original.form,
                    original.currency, original.rate, original.amount, original."on")
        THEN
            RAISE EXCEPTION 'a reversal takes back the whole of one booking'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'spending_reversal_takes_back_the_whole',
                      TABLE = 'balai_spending';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER spending_is_sound BEFORE INSERT ON balai_spending
    FOR EACH ROW EXECUTE FUNCTION balai_spending_is_sound();

CREATE FUNCTION balai_spending_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was booked stays; a mistake is taken back by a further booking'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'spending_stays', TABLE = 'balai_spending';
END $$;
CREATE TRIGGER spending_stays BEFORE UPDATE OR DELETE ON balai_spending
    FOR EACH ROW EXECUTE FUNCTION balai_spending_stays();

CREATE FUNCTION balai_ledger_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.edition_id, NEW.currency) = (OLD.edition_id, OLD.currency)
        AND NEW.numbered >= OLD.numbered
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a book stays, and keeps its currency'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_stays', TABLE = 'balai_ledger';
END $$;
CREATE TRIGGER ledger_stays BEFORE UPDATE OR DELETE ON balai_ledger
    FOR EACH ROW EXECUTE FUNCTION balai_ledger_stays();

CREATE FUNCTION balai_receipt_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.file IS NULL AND OLD.put_away_at IS NULL
        AND (NEW.spending_id, NEW.at, NEW.actor) = (OLD.spending_id, OLD.at, OLD.actor)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a receipt stays; a wrong one is put away'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_stays', TABLE = 'balai_receipt';
END $$;
CREATE TRIGGER receipt_stays BEFORE UPDATE OR DELETE ON balai_receipt
    FOR EACH ROW EXECUTE FUNCTION balai_receipt_stays();
"""
GOES = """
DROP TRIGGER receipt_stays ON balai_receipt;
DROP FUNCTION balai_receipt_stays();
DROP TRIGGER ledger_stays ON balai_ledger;
DROP FUNCTION balai_ledger_stays();
DROP TRIGGER spending_stays ON balai_spending;
DROP FUNCTION balai_spending_stays();
DROP TRIGGER spending_is_sound ON balai_spending;
DROP FUNCTION balai_spending_is_sound();
"""
OF_ONE_EDITION = (
    "CREATE CONSTRAINT TRIGGER spending_is_of_one_edition AFTER INSERT ON balai_spending"
    " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balai_same_edition("
    "'balai_spending', 'id', 'balai_budget_line', 'line_id')"
)
OF_ANY = "DROP TRIGGER spending_is_of_one_edition ON balai_spending"
RIGHTS = {"balai_spending": "UPDATE, DELETE", "balai_ledger": "DELETE", "balai_receipt": "DELETE"}


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
    dependencies = [("reporting", "0001_spending"), ("programmes", "0002_sums_and_editions_agree")]

    operations = [
        migrations.RunSQL(STAYS, GOES),
        migrations.RunSQL(OF_ONE_EDITION, OF_ANY),
        migrations.RunPython(take_rights, give_rights),
    ]

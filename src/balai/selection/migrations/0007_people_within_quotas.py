"""What counts against a quota are people, not numbered places: a place that is free burdens nobody.

A country has more people than its quota only while a recorded decision says so: the reason stands with the
offer, and holds while the offer waits and while who accepted it takes part.
"""

from importlib import import_module

from django.db import migrations

before = import_module("balai.selection.migrations.0006_a_place_is_given_once")

NO_MORE = """
CREATE FUNCTION balai_people_within_quota() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    come bigint;
    may bigint;
    beyond bigint;
BEGIN
    SELECT count(*) INTO come FROM balai_participant
        WHERE edition_id = NEW.edition_id AND country_id = NEW.country_id AND state = 'confirmed';
    SELECT coalesce(sum(places), 0) INTO may FROM balai_quota
        WHERE edition_id = NEW.edition_id AND country_id = NEW.country_id;
    SELECT count(*) INTO beyond FROM balai_offer
        LEFT JOIN balai_participant ON balai_participant.offer_id = balai_offer.id
        WHERE balai_offer.edition_id = NEW.edition_id AND balai_offer.country_id = NEW.country_id
            AND balai_offer.kind = 'place' AND balai_offer.beyond_quota <> ''
            AND (balai_offer.state = 'sent' OR balai_participant.state = 'confirmed');
    IF come > may + beyond THEN
        RAISE EXCEPTION 'the country would have % people, and may have %', come, may + beyond
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participants_are_within_the_quota',
                  TABLE = 'balai_participant';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER participants_are_within_the_quota
    AFTER INSERT OR UPDATE OF state ON balai_participant
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'confirmed')
    EXECUTE FUNCTION balai_people_within_quota();
"""
AS_MANY = """
DROP TRIGGER participants_are_within_the_quota ON balai_participant;
DROP FUNCTION balai_people_within_quota();
"""


class Migration(migrations.Migration):
    dependencies = [("selection", "0006_a_place_is_given_once")]

    operations = [
        migrations.RunSQL(before.AS_MANY, before.NO_MORE),
        migrations.RunSQL(NO_MORE, AS_MANY),
    ]

"""What no model can say: a place is held by its country, and no country has more than its quota unnoticed.

A participant and an offer are of the edition and country of their nomination; a participant holds a place of
that edition and country. A country has more places than its quota only where a recorded decision says so.
"""

from django.db import migrations

from balai import config
from balai.database.connection import application_parameters

TOGETHER = """
ALTER TABLE balai_nomination
    ADD CONSTRAINT nomination_with_edition_and_country UNIQUE (id, edition_id, country_id);
ALTER TABLE balai_numbered_place
    ADD CONSTRAINT numbered_place_with_edition_and_country UNIQUE (id, edition_id, country_id);
ALTER TABLE balai_offer
    ADD CONSTRAINT offer_is_of_its_nominations_edition_and_country
    FOREIGN KEY (nomination_id, edition_id, country_id)
    REFERENCES balai_nomination (id, edition_id, country_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE balai_participant
    ADD CONSTRAINT participant_is_of_its_nominations_edition_and_country
    FOREIGN KEY (nomination_id, edition_id, country_id)
    REFERENCES balai_nomination (id, edition_id, country_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE balai_participant
    ADD CONSTRAINT participant_holds_a_place_of_the_country
    FOREIGN KEY (place_id, edition_id, country_id)
    REFERENCES balai_numbered_place (id, edition_id, country_id) DEFERRABLE INITIALLY DEFERRED;
"""
APART = """
ALTER TABLE balai_participant DROP CONSTRAINT participant_holds_a_place_of_the_country;
ALTER TABLE balai_participant DROP CONSTRAINT participant_is_of_its_nominations_edition_and_country;
ALTER TABLE balai_offer DROP CONSTRAINT offer_is_of_its_nominations_edition_and_country;
ALTER TABLE balai_numbered_place DROP CONSTRAINT numbered_place_with_edition_and_country;
ALTER TABLE balai_nomination DROP CONSTRAINT nomination_with_edition_and_country;
"""
NO_MORE = """
CREATE FUNCTION balai_places_within_quota() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    has bigint;
    may bigint;
BEGIN
    IF NEW.country_id IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO has FROM balai_numbered_place
        WHERE edition_id = NEW.edition_id AND country_id = NEW.country_id;
    SELECT coalesce(sum(places), 0) INTO may FROM balai_quota
        WHERE edition_id = NEW.edition_id AND country_id = NEW.country_id;
    SELECT may + count(*) INTO may FROM balai_place_move
        JOIN balai_numbered_place ON balai_numbered_place.id = place_id
        WHERE edition_id = NEW.edition_id AND to_country_id = NEW.country_id AND is_beyond_quota;
    IF has > may THEN
        RAISE EXCEPTION 'the country would have % places, and may have %', has, may
            USING ERRCODE = 'check_violation', CONSTRAINT = 'numbered_places_are_within_the_quota',
                  TABLE = 'balai_numbered_place';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER numbered_places_are_within_the_quota
    AFTER INSERT OR UPDATE OF country_id ON balai_numbered_place
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balai_places_within_quota();
"""
AS_MANY = """
DROP TRIGGER numbered_places_are_within_the_quota ON balai_numbered_place;
DROP FUNCTION balai_places_within_quota();
"""
NOTED = ("balai_offer_terms", "balai_place_move", "balai_renomination")
KEPT = ("balai_numbered_place", "balai_offer", "balai_participant")


def take_rights(apps, schema_editor):
    # Not settings.DATABASES: while migrations run it names the owner.
    role = schema_editor.quote_name(application_parameters(config.current())["USER"])
    for table in NOTED:
        schema_editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON {table} FROM {role}")
    for table in KEPT:
        schema_editor.execute(f"REVOKE DELETE, TRUNCATE, REFERENCES, TRIGGER ON {table} FROM {role}")


def give_rights(apps, schema_editor):
    role = schema_editor.quote_name(application_parameters(config.current())["USER"])
    for table in NOTED:
        schema_editor.execute(f"GRANT UPDATE, DELETE ON {table} TO {role}")
    for table in KEPT:
        schema_editor.execute(f"GRANT DELETE ON {table} TO {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("selection", "0005_offers_and_participants"),
        ("nominations", "0003_nothing_is_lost"),
    ]

    operations = [
        migrations.RunSQL(TOGETHER, APART),
        migrations.RunSQL(NO_MORE, AS_MANY),
        migrations.RunPython(take_rights, give_rights),
    ]

"""What no model can say: a nomination repeats edition and country of its call, and cannot repeat others."""

from django.db import migrations

TOGETHER = """
ALTER TABLE balai_country_call
    ADD CONSTRAINT country_call_with_edition_and_country UNIQUE (id, edition_id, country_id);
ALTER TABLE balai_nomination
    ADD CONSTRAINT nomination_is_of_its_calls_edition_and_country
    FOREIGN KEY (call_id, edition_id, country_id)
    REFERENCES balai_country_call (id, edition_id, country_id) DEFERRABLE INITIALLY DEFERRED;
"""
APART = """
ALTER TABLE balai_nomination DROP CONSTRAINT nomination_is_of_its_calls_edition_and_country;
ALTER TABLE balai_country_call DROP CONSTRAINT country_call_with_edition_and_country;
"""


class Migration(migrations.Migration):
    dependencies = [("nominations", "0001_initial")]
    operations = [migrations.RunSQL(TOGETHER, APART)]

"""What was told of incidents is sealed with the incident's key, and no more with somebody's own.

Where the person's key is destroyed the words are gone already. Where the installation's keys are missing this
stops with that reason, before anything is lost: they can be brought back.
"""

from django.db import migrations

from balai.kernel.crypto import DESTROYED, Key, UnreadableError, keyring

WORDS = """
SELECT entry.id, entry.text, entry.incident_id, entry.person_id, person.wrapped_key
FROM balai_incident_entry entry JOIN balai_person person ON person.id = entry.person_id
WHERE entry.text IS NOT NULL ORDER BY entry.incident_id
"""


def seal_anew(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(WORDS)
        rows = cursor.fetchall()
        if not rows:
            return
        ring = keyring()
        keys = {row[2]: Key.new() for row in rows}
        cursor.execute("ALTER TABLE balai_incident_entry DISABLE TRIGGER incident_entry_stays")
        for entry, text, incident, person, wrapped in rows:
            place = f"balai_incident_entry.text:{entry}"
            box = None
            try:
                own = ring.unwrap(bytes(wrapped or b""), owner=f"person:{person}")
                box = keys[incident].seal(own.open(bytes(text), place=place), place=place)
            except UnreadableError as error:
                if error.refusal != DESTROYED:
                    raise
            cursor.execute("UPDATE balai_incident_entry SET text = %s WHERE id = %s", [box, entry])
        cursor.execute("ALTER TABLE balai_incident_entry ENABLE TRIGGER incident_entry_stays")
        for incident, key in keys.items():
            wrapped = ring.wrap(key, owner=f"incident:{incident}")
            cursor.execute("UPDATE balai_incident SET wrapped_key = %s WHERE id = %s", [wrapped, incident])


class Migration(migrations.Migration):
    dependencies = [("delivery", "0017_incidents_have_keys"), ("people", "0017_tokens_for_timetables")]

    operations = [migrations.RunPython(seal_anew, elidable=True)]

"""Let each member's copy of a letter to a group be about that letter, so that its writer can be erased there."""

from django.db import migrations

# A copy is of the last letter to its group before it; a leader writes once a day, and the job goes at once.
NAME = """
UPDATE balai_letter copy SET subject_reference = 'alumni_letter:' || (
    SELECT letter.id FROM balai_alumni_letter letter
    WHERE 'alumni_group:' || letter.group_id = copy.subject_reference AND letter.written_at <= copy.written_at
    ORDER BY letter.written_at DESC, letter.id DESC LIMIT 1
)
WHERE copy.kind = 'alumni.group' AND EXISTS (
    SELECT FROM balai_alumni_letter letter
    WHERE 'alumni_group:' || letter.group_id = copy.subject_reference AND letter.written_at <= copy.written_at
)
"""


class Migration(migrations.Migration):
    dependencies = [("alumni", "0001_initial"), ("correspondence", "0004_letters_mention_people")]

    operations = [migrations.RunSQL(NAME, migrations.RunSQL.noop)]

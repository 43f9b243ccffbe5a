"""Note whom letters name that were written before letters noted it, as far as what they are about tells.

Letters about a nomination, an application, a participant or a plan; those to a government about its nominees;
mails about an account to an address of somebody. Of a letter to the person only a name in its line of the
register is noted. One statement: a letter is compared with the few people that it can be about.
"""

from django.db import migrations

NOTE = """
WITH called (nomination, participant, person, said) AS (
    SELECT n.id, p.id, n.person_id, said
    FROM balai_nomination n
    LEFT JOIN balai_participant p ON p.nomination_id = n.id
    CROSS JOIN LATERAL (VALUES (n.name), (n.email), (p.name)) names (said)
    UNION SELECT n.id, NULL, n.person_id, said
    FROM balai_endorsement e
    JOIN balai_application a ON a.id = e.application_id
    JOIN balai_nomination n ON n.id = a.nomination_id
    CROSS JOIN LATERAL (VALUES (e.name), (e.email)) names (said)
), named (kind, reference, person, said) AS (
    SELECT '', 'nomination:' || nomination, person, said FROM called
    UNION SELECT '', 'participant:' || participant, person, said FROM called
    UNION SELECT '', 'application:' || a.id, person, said
    FROM called JOIN balai_application a ON a.nomination_id = called.nomination
    UNION SELECT '', 'plan:' || plan.id, person, said
    FROM called JOIN balai_plan plan ON plan.participant_id = called.participant
    UNION SELECT '', 'plan:' || plan.id, p.person_id, said
    FROM balai_plan plan JOIN balai_participant p ON p.id = plan.participant_id
    LEFT JOIN balai_follow_up_link link ON link.plan_id = plan.id
    LEFT JOIN balai_plan_hand_over hand ON hand.plan_id = plan.id
    CROSS JOIN LATERAL (VALUES (plan.supervisor_name), (plan.supervisor_email), (link.name), (link.email),
        (hand.name), (hand.email)) names (said)
    UNION SELECT letter.kind, 'country_call:' || n.call_id, person, said
    FROM called JOIN balai_nomination n ON n.id = called.nomination
    CROSS JOIN (VALUES ('nominations.receipt'), ('nominations.second_list')) letter (kind)
    UNION SELECT letter.kind, 'edition:' || n.edition_id, person, said
    FROM called JOIN balai_nomination n ON n.id = called.nomination
    CROSS JOIN (VALUES ('offer.government'), ('offer.outcome'), ('follow_up.silent')) letter (kind)
), found (letter, person, said) AS (
    SELECT letter.id, named.person, named.said
    FROM balai_letter letter
    LEFT JOIN balai_register_entry entry ON entry.id = letter.entry_id
    JOIN named ON named.reference = letter.subject_reference AND named.kind IN ('', letter.kind)
    WHERE strpos(entry.subject, named.said) > 0
    OR (
        letter.person_id IS DISTINCT FROM named.person
        AND (strpos(letter.text, named.said) > 0 OR lower(letter.recipient_address) = lower(named.said))
    )
    UNION SELECT letter.id, person.id, letter.recipient_address
    FROM balai_letter letter
    JOIN balai_person person ON lower(person.email) = lower(letter.recipient_address)
    WHERE letter.person_id IS NULL AND letter.kind LIKE 'account.%'
)
INSERT INTO balai_letter_mention (id, letter_id, person_id, said)
SELECT gen_random_uuid(), letter, person, said FROM found
WHERE said NOT IN ('', '[erased]', 'erased@invalid.example')
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0004_letters_mention_people"),
        ("followup", "0007_country_report"),
    ]

    operations = [migrations.RunSQL(NOTE, migrations.RunSQL.noop)]

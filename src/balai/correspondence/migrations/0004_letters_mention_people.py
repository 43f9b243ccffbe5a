"""Whom letters to others name, so that an erasure finds them there too."""

import balai.kernel.identity
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [("correspondence", "0003_letters_that_end_with_one_click")]

    operations = [
        migrations.CreateModel(
            name="LetterMention",
            fields=[
                ("id", models.UUIDField(default=balai.kernel.identity.uuid7, editable=False, primary_key=True, serialize=False)),
                ("letter", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="correspondence.letter")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("said", models.CharField(max_length=320)),
            ],
            options={
                "db_table": "balai_letter_mention",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "letter", "said"), name="letter_mentions_once"),
                    models.CheckConstraint(condition=~Q(said=""), name="letter_mention_says_something"),
                ],
            },
        ),
    ]

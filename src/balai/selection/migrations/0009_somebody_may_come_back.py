"""Who left and comes back gets a row of their own: one nomination takes part once at a time."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("nominations", "0005_what_was_sent_stays"),
        ("selection", "0008_offers_by_country_alone"),
    ]

    operations = [
        migrations.AlterField(
            model_name='participant',
            name='nomination',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='nominations.nomination'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'confirmed')), fields=('nomination',), name='participant_once_for_a_nomination', violation_error_message='This person takes part in this edition already.'),
        ),
    ]

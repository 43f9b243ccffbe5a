"""Nominations are counted by call and state from an index alone; it serves what the key's own index did."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('nominations', '0008_copies_to_embassies'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='nomination',
            index=models.Index(fields=['call', 'state'], name='nomination_by_call'),
        ),
        migrations.AlterField(
            model_name='nomination',
            name='call',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='nominations.countrycall'),
        ),
    ]

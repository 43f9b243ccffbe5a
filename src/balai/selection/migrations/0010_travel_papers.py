"""What the office knows of a nominee's way in, by which the ladder judges who can still come."""

import django.db.models.deletion
from django.db import migrations, models

import balai.kernel.identity


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_declared_days"),
        ("nominations", "0005_what_was_sent_stays"),
        ("selection", "0009_somebody_may_come_back"),
    ]

    operations = [
        migrations.CreateModel(
            name='TravelPapers',
            fields=[
                ('id', models.UUIDField(default=balai.kernel.identity.uuid7, editable=False, primary_key=True, serialize=False)),
                ('passport_type', models.CharField(blank=True, choices=[('ordinary', 'Ordinary passport'), ('service', 'Service passport'), ('diplomatic', 'Diplomatic passport')], max_length=10, verbose_name='kind of passport')),
                ('visa_until', models.DateField(blank=True, null=True, verbose_name='holds a visa until')),
                ('noted_at', models.DateTimeField(verbose_name='noted')),
                ('noted_by', models.CharField(max_length=120)),
            ],
            options={
                'verbose_name_plural': 'travel papers',
                'db_table': 'balai_travel_papers',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('passport_type', ''), ('passport_type__in', ['ordinary', 'service', 'diplomatic']), _connector='OR'), name='travel_papers_passport_type_is_known'),
                    models.CheckConstraint(condition=models.Q(('noted_by__regex', '^[a-z][a-z_]*:[0-9A-Za-z][0-9A-Za-z._-]*$')), name='travel_papers_noted_by_is_a_reference'),
                ],
            },
        ),
        migrations.AddField(
            model_name='travelpapers',
            name='nomination',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='nominations.nomination'),
        ),
        migrations.AddField(
            model_name='travelpapers',
            name='residence',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.country', verbose_name='country where the person lives'),
        ),
    ]

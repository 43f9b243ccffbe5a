"""The copies of invitations that embassies get; what was noted once stays as it is."""

import balai.kernel.identity
import django.db.models.deletion
from balai import config
from balai.database.connection import application_parameters
from django.db import migrations, models

TABLE = "balai_call_copy"


def take_rights(apps, schema_editor):
    # Not settings.DATABASES: while migrations run it names the owner.
    role = schema_editor.quote_name(application_parameters(config.current())["USER"])
    schema_editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON {TABLE} FROM {role}")


def give_rights(apps, schema_editor):
    role = schema_editor.quote_name(application_parameters(config.current())["USER"])
    schema_editor.execute(f"GRANT UPDATE, DELETE ON {TABLE} TO {role}")


class Migration(migrations.Migration):

    dependencies = [
        ('correspondence', '0002_letter_by_subject'),
        ('directory', '0006_embassies'),
        ('nominations', '0007_documents_without_files'),
    ]

    operations = [
        migrations.CreateModel(
            name='CallCopy',
            fields=[
                ('id', models.UUIDField(default=balai.kernel.identity.uuid7, editable=False, primary_key=True, serialize=False)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='nominations.countrycall')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.contact')),
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='correspondence.letter')),
            ],
            options={
                'db_table': 'balai_call_copy',
                'constraints': [models.UniqueConstraint(fields=('call', 'contact'), name='call_copy_once_for_an_office')],
            },
        ),
        migrations.RunPython(take_rights, give_rights),
    ]

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_systems_have_names'),
    ]

    operations = [
        migrations.AlterField(
            model_name='apitoken',
            name='scopes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('people:read', 'Read about people'), ('letters:read', 'Read the register of letters'), ('directory:read', 'Read the directory'), ('directory:write', 'Keep the directory'), ('trail:read', 'Read the trail of deeds')], max_length=40), size=None, verbose_name='what it may do'),
        ),
    ]

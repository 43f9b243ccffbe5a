import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0008_token_scopes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='apitoken',
            name='scopes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('own:read', 'Read what is your own'), ('people:read', 'Read about people'), ('people:write', 'Record people, give and end roles'), ('office:read', 'Read about the office'), ('letters:read', 'Read the register of letters'), ('letters:write', 'Enter letters in the register, and send again'), ('directory:read', 'Read the directory'), ('directory:write', 'Keep the directory'), ('jobs:read', 'Read which jobs were given up'), ('jobs:write', 'Try jobs again, and dismiss them'), ('trail:read', 'Read the trail of deeds')], max_length=40), size=None, verbose_name='what it may do'),
        ),
    ]

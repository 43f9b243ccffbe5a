"""Lists of the whole trail, newest first, read it from an index."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_nobody_changes_the_trail'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='deed',
            index=models.Index(fields=['at', 'id'], name='deed_by_moment'),
        ),
        migrations.AddIndex(
            model_name='look',
            index=models.Index(fields=['at', 'id'], name='look_by_moment'),
        ),
    ]

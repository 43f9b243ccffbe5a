from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='JobFailure',
            fields=[
                ('job', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='number of the job')),
                ('at', models.DateTimeField(verbose_name='moment')),
                ('error', models.CharField(blank=True, help_text='Empty when each process that began it was killed.', max_length=300, verbose_name='error')),
            ],
            options={
                'db_table': 'balai_job_failure',
            },
        ),
    ]

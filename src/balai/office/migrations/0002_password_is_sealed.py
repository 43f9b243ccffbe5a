"""Keep the mail server's password sealed. One that was entered before has to be entered again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("office", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="mailserver",
            name="wrapped_key",
            field=models.BinaryField(editable=False, null=True),
        ),
        migrations.RemoveField(model_name="mailserver", name="password"),
        migrations.AddField(
            model_name="mailserver",
            name="password",
            field=models.BinaryField(default=b"", editable=False, verbose_name="password"),
        ),
    ]

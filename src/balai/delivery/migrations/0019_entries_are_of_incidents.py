from django.db import migrations

import balai.kernel.restricted


class Migration(migrations.Migration):
    dependencies = [("delivery", "0018_incidents_are_sealed_anew")]

    operations = [
        migrations.RemoveField(model_name="incidententry", name="person"),
        migrations.AlterField(
            model_name="incidententry",
            name="text",
            field=balai.kernel.restricted.RestrictedTextField(
                editable=False, null=True, owner="incident", verbose_name="report of an incident"
            ),
        ),
    ]

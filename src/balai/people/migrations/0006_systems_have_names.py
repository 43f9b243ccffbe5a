from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("people", "0005_person_search")]

    operations = [
        migrations.AddField(
            "account",
            "system_name",
            models.CharField(blank=True, default="", max_length=100, verbose_name="name of the system"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "account",
            models.CheckConstraint(
                condition=Q(system_name="") | Q(person__isnull=True), name="account_of_a_system_has_no_person"
            ),
        ),
    ]

# Apart from 0006: PostgreSQL alters no table whose rows the same transaction changed.
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("classes", "0006_one_series_a_pattern")]

    operations = [
        migrations.RemoveField(model_name="series", name="kind"),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(fields=("unit", "pattern", "year"), name="one_series_a_year"),
        ),
    ]

"""Indexes for counting members on a day without going through all that is over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_sort_as_bytes")]
    operations = [
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("until__isnull", True)),
                fields=["standing", "cell", "since", "until"],
                name="activity_still",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("until__isnull", False)),
                fields=["until", "standing", "cell", "since"],
                name="activity_over",
            ),
        ),
    ]

import re

from django.db import migrations, models

_FIELD = re.compile(r"\{(number|year)(?::0[1-9])?\}")


def _merge(apps, schema_editor):
    """Key each series by how its numbers are written; of those written alike the highest number goes on."""
    kept = {}
    for row in apps.get_model("classes", "Series").objects.select_related("kind").order_by("pk"):
        row.pattern = _FIELD.sub(lambda found: f"{{{found[1]}}}", row.kind.pattern)
        row.year = row.year if "{year}" in row.pattern else 0
        held = kept.setdefault((row.unit_id, row.pattern, row.year), row)
        if held is row:
            row.save(update_fields=["pattern", "year"])
        else:
            held.last = max(held.last, row.last)
            held.save(update_fields=["last"])
            row.delete()


class Migration(migrations.Migration):

    dependencies = [
        ("classes", "0005_letterheads_and_templates"),
        ("people", "0008_one_number_of_a_unit"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="series", name="one_series_a_year"),
        migrations.AddField(
            model_name="series",
            name="pattern",
            field=models.CharField(default="", max_length=40),
            preserve_default=False,
        ),
        migrations.RunPython(_merge, migrations.RunPython.noop),
    ]

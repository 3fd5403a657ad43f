from django.db import migrations, models


def _set_apart(apps, schema_editor):
    """Of two certificates of one number the later is numbered here no more: it is to be given again."""
    certificates = apps.get_model("people", "Certificate").objects
    seen = set()
    for pk, unit, number in certificates.exclude(series="").order_by("pk").values_list("pk", "unit_id", "number"):
        if unit is None or (unit, number) not in seen:
            seen.add((unit, number))
        else:
            certificates.filter(pk=pk).update(series="", serial=None)


class Migration(migrations.Migration):

    dependencies = [("people", "0007_certificate")]

    operations = [
        migrations.AlterField(
            model_name="certificate",
            name="series",
            field=models.CharField(blank=True, default="", max_length=72),
        ),
        migrations.RunPython(_set_apart, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("series", ""), _negated=True),
                fields=("unit", "number"),
                name="one_certificate_a_number_of_a_unit",
            ),
        ),
    ]

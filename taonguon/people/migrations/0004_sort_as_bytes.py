"""On PostgreSQL the sort key is compared as bytes, so that its index gives lists their order."""

from django.db import migrations


def as_bytes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE people_person ALTER COLUMN sort_key TYPE varchar(255) COLLATE "C"')


def as_before(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE people_person ALTER COLUMN sort_key TYPE varchar(255) COLLATE "default"')


class Migration(migrations.Migration):
    dependencies = [("people", "0003_tenure_told_on")]
    operations = [migrations.RunPython(as_bytes, as_before)]

"""On PostgreSQL a second wall: spans of one post, or of one person's activity, never overlap."""

from django.db import migrations

WALLS = {
    "people_tenure": ("tenures_of_a_post_do_not_overlap", "post_id"),
    "people_activity": ("activities_of_a_person_do_not_overlap", "person_id"),
}


def raise_walls(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'btree_gist'")
        if cursor.fetchone() is None:
            return  # the actions check under a lock all the same; this wall only hardens
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    for table, (name, column) in WALLS.items():
        schema_editor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist "
            f"({column} WITH =, daterange(since, until) WITH &&) DEFERRABLE INITIALLY DEFERRED"
        )


def lower_walls(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table, (name, _column) in WALLS.items():
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(raise_walls, lower_walls)]

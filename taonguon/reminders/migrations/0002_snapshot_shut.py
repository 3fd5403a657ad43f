"""The database itself refuses to change or delete frozen figures."""

from django.db import migrations

SENTENCE = "frozen figures are never changed or deleted"


def shut(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for act in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER reminders_snapshot_no_{act.lower()} BEFORE {act} ON reminders_snapshot "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )
    else:
        schema_editor.execute(
            f"CREATE FUNCTION reminders_snapshot_shut() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
        )
        schema_editor.execute(
            "CREATE TRIGGER reminders_snapshot_shut BEFORE UPDATE OR DELETE ON reminders_snapshot "
            "FOR EACH ROW EXECUTE FUNCTION reminders_snapshot_shut()"
        )


def open_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for act in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER reminders_snapshot_no_{act}")
    else:
        schema_editor.execute("DROP TRIGGER reminders_snapshot_shut ON reminders_snapshot")
        schema_editor.execute("DROP FUNCTION reminders_snapshot_shut()")


class Migration(migrations.Migration):
    dependencies = [("reminders", "0001_reminders")]
    operations = [migrations.RunPython(shut, open_again)]

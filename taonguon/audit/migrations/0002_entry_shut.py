"""The database itself refuses to change or delete an entry of the trail."""

from django.db import migrations

SENTENCE = "an entry of the trail is never changed or deleted"


def shut(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for act in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER audit_entry_no_{act.lower()} BEFORE {act} ON audit_entry "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )
    else:
        schema_editor.execute(
            f"CREATE FUNCTION audit_entry_shut() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
        )
        schema_editor.execute(
            "CREATE TRIGGER audit_entry_shut BEFORE UPDATE OR DELETE ON audit_entry "
            "FOR EACH ROW EXECUTE FUNCTION audit_entry_shut()"
        )


def open_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for act in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER audit_entry_no_{act}")
    else:
        schema_editor.execute("DROP TRIGGER audit_entry_shut ON audit_entry")
        schema_editor.execute("DROP FUNCTION audit_entry_shut()")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(shut, open_again)]

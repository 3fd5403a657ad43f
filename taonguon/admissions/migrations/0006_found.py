from django.db import migrations, models


def only_votes_and_members(apps, schema_editor):
    """Tallies so far: those that no log-in recorded came from lists, which tell no more than these two counts."""
    apps.get_model("admissions", "Tally").objects.filter(act__recorded_by__isnull=True).update(counted=False)


class Migration(migrations.Migration):

    dependencies = [
        ('admissions', '0005_desk'),
    ]

    operations = [
        migrations.AddField(
            model_name='act',
            name='found',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='tally',
            name='counted',
            field=models.BooleanField(default=True),
        ),
        migrations.AddIndex(
            model_name='act',
            index=models.Index(condition=models.Q(('found__isnull', False), ('standing', True)), fields=['on', 'id'], name='act_found'),
        ),
        migrations.RunPython(only_votes_and_members, migrations.RunPython.noop),
    ]

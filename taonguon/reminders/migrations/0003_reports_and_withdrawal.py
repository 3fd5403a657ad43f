"""A report sets no last day; a dispatch that was recorded as sent can be taken back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def without_a_day(apps, schema_editor):
    """Let reports written until now order nothing by a day: the level above decides that."""
    apps.get_model("reminders", "Dispatch").objects.filter(kind="escalation").update(due_on=None)


class Migration(migrations.Migration):

    dependencies = [
        ('orgs', '0001_initial'),
        ('reminders', '0002_snapshot_shut'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='dispatch',
            name='withdrawn_because',
            field=models.CharField(blank=True, choices=[('not-sent', 'Thực tế chưa gửi; ghi nhầm'), ('number', 'Ghi sai số hoặc ngày ký'), ('unit', 'Sai nơi nhận'), ('words', 'Sai nội dung, thay bằng văn bản khác')], default='', max_length=8),
        ),
        migrations.AddField(
            model_name='dispatch',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='dispatch',
            name='withdrawn_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='dispatch',
            name='due_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(without_a_day, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', True), ('kind', 'escalation')), models.Q(models.Q(('kind', 'escalation'), _negated=True), ('due_on__isnull', False)), _connector='OR'), name='only_a_report_has_no_last_day'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_because', ''), ('withdrawn_on__isnull', True)), models.Q(('signed_on__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_because', ''), _negated=True)), _connector='OR'), name='only_a_sent_dispatch_is_withdrawn_for_a_reason'),
        ),
    ]

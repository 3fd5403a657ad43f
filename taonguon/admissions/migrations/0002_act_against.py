from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('admissions', '0001_ledger'),
    ]

    operations = [
        migrations.AddField(
            model_name='act',
            name='against',
            field=models.JSONField(blank=True, default=list),
        ),
    ]

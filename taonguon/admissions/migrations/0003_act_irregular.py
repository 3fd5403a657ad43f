from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('admissions', '0002_act_against'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='act',
            index=models.Index(condition=models.Q(('irregular', True), ('standing', True)), fields=['on', 'id'], name='act_irregular'),
        ),
    ]

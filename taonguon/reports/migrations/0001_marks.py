"""Marks of the counted tables; their triggers are put up after every migration (`reports.marks`)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table_name', models.CharField(db_index=True, max_length=63)),
                ('value', models.BigIntegerField()),
            ],
        ),
    ]

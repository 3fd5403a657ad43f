"""Activities without the indexes that others begin with; a small one for those on probation.

Django, told to drop the index of a foreign key, drops on PostgreSQL every index of that one column, the
constraint's as well: so the constraint leaves before and comes back after.
"""

import django.db.models.deletion
from django.db import migrations, models

ONE_STANDING = "one_standing_activity_of_a_person"


class Migration(migrations.Migration):
    dependencies = [("orgs", "0001_initial"), ("people", "0005_count_by_what_still_lasts")]
    operations = [
        migrations.AlterField(
            model_name="activity",
            name="cell",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="orgs.organisation",
            ),
        ),
        migrations.RemoveConstraint(model_name="activity", name=ONE_STANDING),
        migrations.AlterField(
            model_name="activity",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="activities",
                to="people.person",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("person",), name=ONE_STANDING
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("standing", "probationary"), ("until__isnull", True)),
                fields=["cell", "since", "person", "membership"],
                name="activity_on_probation",
            ),
        ),
    ]

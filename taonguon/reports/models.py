"""The one table of this app: when the rows that are counted last changed."""

from django.db import models


class Mark(models.Model):
    """What names the state of a table's rows, together with the table's other marks (`marks.py`).

    Only triggers write here.
    """

    table_name = models.CharField(max_length=63, db_index=True)
    value = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.table_name} {self.value}"

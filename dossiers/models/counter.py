"""Counter: the last number given in a series, e.g. the dossiers of one agency on one day."""

from django.db import models


class Counter(models.Model):
    province = models.CharField(max_length=2)
    series = models.CharField(max_length=80)
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["province", "series"], name="counter_series")]

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"

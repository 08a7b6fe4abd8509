"""NumberLease: a block of dossier numbers given to a service point that must write codes without the system."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import ServicePoint


class NumberLease(models.Model):
    """Numbers `first` to `last` of a series (see dossiers.numbering), for one point and one day.

    What is not used by the time the lease is returned leaves a gap, and `reason` explains it.
    """

    province = models.CharField(max_length=2)
    series = models.CharField(_("series"), max_length=80)
    on = models.DateField(_("day"))
    first = models.PositiveIntegerField(_("first number"))
    last = models.PositiveIntegerField(_("last number"))
    point = models.ForeignKey(ServicePoint, models.PROTECT, related_name="+", verbose_name=_("service point"))
    leased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("leased by")
    )
    leased_at = models.DateTimeField(_("leased at"))
    returned_at = models.DateTimeField(_("returned at"), null=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("returned by")
    )
    reason = models.CharField(_("why numbers are left"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("lease of numbers")
        verbose_name_plural = _("leases of numbers")
        constraints = [
            models.UniqueConstraint(fields=["series", "first", "province"], name="lease_of_numbers")
        ]

    def __str__(self) -> str:
        return f"{self.series}: {self.first} to {self.last}"

"""Party: a person of a dossier beside the applicant: whom it is about, or who represents the applicant."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Party(models.Model):
    """Subject or representative. The identity number, where there is one, is sealed as the applicant's is."""

    class Kind(models.TextChoices):
        SUBJECT = "subject", _("whom it is about")
        REPRESENTATIVE = "representative", _("representative")

    province = models.CharField(max_length=2)
    dossier = models.ForeignKey("Dossier", models.PROTECT, related_name="parties", db_index=False)
    kind = models.CharField(_("part"), max_length=14, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    basis = models.CharField(_("basis of the representation"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    id_encrypted = models.BinaryField(default=b"")
    id_index = models.BinaryField(max_length=32, default=b"")
    id_key = models.CharField(max_length=16, blank=True)

    class Meta:
        verbose_name = _("person of a dossier")
        verbose_name_plural = _("persons of dossiers")
        constraints = [models.UniqueConstraint(fields=["dossier", "kind", "province"], name="party_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.dossier_id}"

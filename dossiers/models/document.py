"""Document: a file of a dossier; a paper that was handed in, or the receipt that was given out."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procedures.models import Requirement


class Document(models.Model):
    """A paper is uploaded first and belongs to its uploader; `accept` or `attach` gives it to a dossier.

    Files lie under media/ by `key` alone (see dossiers.files), so that a repeated step writes the same place.
    """

    class Kind(models.TextChoices):
        PAPER = "paper", _("paper")
        RECEIPT = "receipt", _("receipt")

    province = models.CharField(max_length=2)
    key = models.CharField(_("key"), max_length=22)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.PAPER)
    dossier = models.ForeignKey("Dossier", models.PROTECT, null=True, blank=True, related_name="documents")
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    name = models.CharField(_("file name"), max_length=120)
    mime = models.CharField(_("type"), max_length=40)
    size = models.PositiveIntegerField(_("size (bytes)"))
    pages = models.PositiveIntegerField(_("pages"), default=1)
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.CharField(_("file"), max_length=120)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    digitised_at = models.DateTimeField(_("digitised at"), null=True, blank=True)
    searchable_file = models.CharField(_("searchable PDF"), max_length=120, blank=True)
    text = models.TextField(_("text"), blank=True)
    confidence = models.FloatField(_("confidence of the reading (0 to 1)"), null=True, blank=True)
    failure_code = models.CharField(_("why it could not be digitised"), max_length=40, blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(fields=["key", "province"], name="document_key"),
            models.UniqueConstraint(
                fields=["dossier", "province"], condition=Q(kind="receipt"), name="one_receipt"
            ),
        ]
        indexes = [
            models.Index(fields=["uploaded_at"], name="document_unattached", condition=Q(dossier=None))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_digitised(self) -> bool:
        return self.digitised_at is not None

"""The register of certificates: who may sign what, until when, and which are revoked."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .person import User
from .place import Agency


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def usable(self, at: datetime) -> "CertificateQuerySet":
        """Those that may sign at an instant: begun, not expired, not revoked."""
        return self.filter(
            Q(revoked_at=None) | Q(revoked_at__gt=at), valid_from_at__lte=at, valid_until_at__gt=at
        )


class Certificate(models.Model):
    """A certificate of a person at an agency, or of the agency itself (its seal).

    `serial` in hexadecimal without leading zeros, `fingerprint` SHA-256 in hexadecimal ("" when not known),
    `may_sign` a list of Purpose.
    """

    class Kind(models.TextChoices):
        PERSONAL = "PERSONAL", _("personal")
        AGENCY = "AGENCY", _("of the agency")

    class Purpose(models.TextChoices):
        RESULT = "result", _("results")
        RECEIPT = "receipt", _("receipts")
        E_COPY = "e_copy", _("electronic copies")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    holder = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="certificates", verbose_name=_("holder")
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="certificates", verbose_name=_("agency"))
    serial = models.CharField(_("serial number"), max_length=64)
    issuer = models.CharField(_("issuer"), max_length=200)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, blank=True)
    valid_from_at = models.DateTimeField(_("valid from"))
    valid_until_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_reason = models.CharField(_("reason of the revocation"), max_length=200, blank=True)
    may_sign = models.JSONField(_("may sign"), default=list)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "serial"], name="certificate_serial"),
            models.CheckConstraint(
                condition=Q(valid_until_at__gt=F("valid_from_at")), name="certificate_until_after_from"
            ),
            models.CheckConstraint(
                condition=Q(kind="PERSONAL", holder__isnull=False) | Q(kind="AGENCY", holder=None),
                name="certificate_holder_if_personal",
            ),
        ]
        indexes = [models.Index(fields=["valid_until_at", "id"], name="certificate_by_end")]

    def __str__(self) -> str:
        return self.serial

    @property
    def serial_words(self) -> str:
        """The serial number in groups of four, which a narrow page may break."""
        return " ".join(self.serial[at : at + 4] for at in range(0, len(self.serial), 4))

    @property
    def purposes(self) -> list[str]:
        """What it may sign, in words."""
        return [str(self.Purpose(one).label) for one in self.may_sign]

    def is_usable(self, at: datetime) -> bool:
        """Say whether it may sign at an instant, as CertificateQuerySet.usable does."""
        revoked = self.revoked_at is not None and self.revoked_at <= at
        return self.valid_from_at <= at < self.valid_until_at and not revoked

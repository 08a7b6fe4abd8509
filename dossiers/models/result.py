"""Result: the decision as a document, from the proposal to the sealed file, with its number in the register."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency


class Result(models.Model):
    """`draft` counts proposals: each is rendered anew under the same reserved number.

    `kind` is the number of the result among those of the version (1 is the first); `seq` counts its versions:
    a faulty one is replaced by a linked new one. What was issued last, of each kind, is in force. One without an
    outcome is void: another result was given instead, and its number stays reserved and unused.

    Three files, three hashes: rendered (what the approver saw), signed (by the approver), sealed (by the agency).
    """

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    province = models.CharField(max_length=2)
    dossier = models.ForeignKey("Dossier", models.PROTECT, related_name="results", db_index=False)
    kind = models.PositiveSmallIntegerField(_("result of the procedure"), default=1)
    seq = models.PositiveSmallIntegerField(_("version"), default=1)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    key = models.CharField(_("key"), max_length=22)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    number_text = models.CharField(_("number and symbol"), max_length=60)
    draft = models.PositiveSmallIntegerField(_("proposal"), default=1)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    content = models.TextField(_("content"), blank=True)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,  # nobody: the named one may not sign any more, the officer proposes anew
        related_name="+",
        db_index=False,
        verbose_name=_("approver"),
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    rendered_file = models.CharField(max_length=120, blank=True)
    rendered_sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(_("rendered at"), null=True, blank=True)
    signed_file = models.CharField(max_length=120, blank=True)
    signed_sha256 = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    signer_serial = models.CharField(_("certificate of the approver"), max_length=64, blank=True)
    sealed_file = models.CharField(max_length=120, blank=True)
    sealed_sha256 = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(_("sealed at"), null=True, blank=True)
    seal_serial = models.CharField(_("certificate of the agency"), max_length=64, blank=True)
    issued_at = models.DateTimeField(_("issued at"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            models.UniqueConstraint(fields=["dossier", "kind", "seq", "province"], name="result_seq"),
            models.UniqueConstraint(fields=["key", "province"], name="result_key"),
            models.UniqueConstraint(fields=["province", "agency", "year", "number"], name="result_number"),
        ]
        indexes = [
            models.Index(fields=["approver"], name="awaits_approver", condition=Q(signed_at=None)),
        ]

    def __str__(self) -> str:
        return self.number_text

    @property
    def is_void(self) -> bool:
        """Whether its number was reserved for nothing, as far as it is known now."""
        return not self.outcome

    @property
    def name(self) -> str:
        """What the version of the procedure calls it; a refusal is a letter without a name of its own."""
        if self.outcome == self.Outcome.REFUSED:
            return ""
        return self.dossier.procedure_version.result_kind(self.kind).get("name", "")

    @property
    def verification_url(self) -> str:
        """The address in the QR of the result; anybody may open it."""
        return f"{settings.ONESTOP_BASE_URL}/v/{self.key}/"

"""The states of a dossier, and the national portal's ten statuses to which each maps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RECEIVED = "received", _("received")
    DIGITISED = "digitised", _("digitised")
    IN_PROCESS = "in_process", _("in process")
    PROCESSED = "processed", _("processed")
    ISSUED = "issued", _("issued")
    RETURNED = "returned", _("returned")


# Received and not yet decided: somebody owes the applicant an answer, with or without a day by law.
OPEN: tuple[Status, ...] = (Status.RECEIVED, Status.DIGITISED, Status.IN_PROCESS)
IS_OPEN = models.Q(status__in=[str(status) for status in OPEN])

# TrangThaiHoSo of the National Public Service Portal, 1 (new) to 10 (returned); a draft has none.
PORTAL_STATUS: dict[str, int | None] = {
    Status.DRAFT: None,
    Status.SUBMITTED: 1,
    Status.RECEIVED: 2,
    Status.DIGITISED: 2,
    Status.IN_PROCESS: 4,
    Status.PROCESSED: 9,
    Status.ISSUED: 9,
    Status.RETURNED: 10,
}

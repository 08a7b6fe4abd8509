"""The states of a dossier, and the national portal's ten statuses to which each maps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RECEIVED = "received", _("received")
    DIGITISED = "digitised", _("digitised")
    IN_PROCESS = "in_process", _("in process")
    AWAITING_SUPPLEMENT = "awaiting_supplement", _("awaiting supplement")
    AWAITING_PAYMENT = "awaiting_payment", _("awaiting payment")
    PROCESSED = "processed", _("processed")
    ISSUED = "issued", _("issued")
    RETURNED = "returned", _("returned")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    STOPPED = "stopped", _("stopped")


# The applicant has the next move: the office's clock stands still.
PAUSED: tuple[Status, ...] = (Status.AWAITING_SUPPLEMENT, Status.AWAITING_PAYMENT)
# Received and not yet issued: somebody owes the applicant an answer, with or without a day by law.
OPEN: tuple[Status, ...] = (
    Status.RECEIVED,
    Status.DIGITISED,
    Status.IN_PROCESS,
    *PAUSED,
    Status.PROCESSED,
)
IS_OPEN = models.Q(status__in=[str(status) for status in OPEN])
# An officer is responsible for it: in process, or waiting for the applicant on the way through it.
HELD: tuple[Status, ...] = (Status.IN_PROCESS, *PAUSED)
IS_HELD = models.Q(status__in=[str(status) for status in HELD])
# Nothing more will happen, but for a faulty result that is replaced.
CLOSED: tuple[Status, ...] = (Status.RETURNED, Status.DECLINED, Status.WITHDRAWN, Status.STOPPED)
IS_CLOSED = models.Q(status__in=[str(status) for status in CLOSED])

# TrangThaiHoSo of the National Public Service Portal, 1 (new) to 10 (returned); a draft has none. Its 9 is "the result
# is at the desk", at which the portal ends the time of a dossier: so it is ours of `issued`, where our clock ends
# (decision 0023), and what is signed but not yet sealed is still being worked on.
PORTAL_STATUS: dict[str, int | None] = {
    Status.DRAFT: None,
    Status.SUBMITTED: 1,
    Status.RECEIVED: 2,
    Status.DIGITISED: 2,
    Status.IN_PROCESS: 4,
    Status.AWAITING_SUPPLEMENT: 5,
    Status.AWAITING_PAYMENT: 6,
    Status.PROCESSED: 4,
    Status.ISSUED: 9,
    Status.RETURNED: 10,
    Status.DECLINED: 3,
    Status.WITHDRAWN: 7,
    Status.STOPPED: 8,
}

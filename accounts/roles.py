"""Who may do what: roles, and one table from verb to role and place.

A verb names the role that may do it and where that role must be held: at the service centre that received the
dossier (`RECEIVING`), at the agency that is competent for it (`COMPETENT`), at any service centre of the
province (`ANYWHERE`), or it is an act of the system itself (`SYSTEM`).
"""

from dataclasses import dataclass
from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    RECEPTION_CLERK = "reception_clerk", _("reception clerk")
    PROCESSING_OFFICER = "processing_officer", _("processing officer")
    APPROVER = "approver", _("approver")
    RECORDS_CLERK = "records_clerk", _("records clerk")
    RESULT_CLERK = "result_clerk", _("result clerk")
    SUPERVISOR = "supervisor", _("supervisor")
    ADMINISTRATOR = "administrator", _("system administrator")


class Place(Enum):
    RECEIVING = "receiving"
    COMPETENT = "competent"
    ANYWHERE = "anywhere"
    SYSTEM = "system"


@dataclass(frozen=True)
class Permission:
    """One verb's permission: who, where, and whether the system itself may do it too."""

    roles: tuple[Role, ...]
    place: Place
    by_system: bool = False


RECEPTION = (Role.RECEPTION_CLERK,)
MAY: dict[str, Permission] = {
    "submit": Permission(RECEPTION, Place.ANYWHERE),
    "accept": Permission(RECEPTION, Place.RECEIVING),
    "attach": Permission(RECEPTION, Place.RECEIVING),
    "render_receipt": Permission((), Place.SYSTEM, by_system=True),
    "digitise": Permission((), Place.SYSTEM, by_system=True),
    "confirm_digitisation": Permission(RECEPTION, Place.RECEIVING, by_system=True),
    "take_up": Permission((Role.PROCESSING_OFFICER,), Place.COMPETENT),
    "propose": Permission((Role.PROCESSING_OFFICER,), Place.COMPETENT),
    "render_result": Permission((), Place.SYSTEM, by_system=True),
    "approve": Permission((Role.APPROVER,), Place.COMPETENT),
    "seal": Permission((Role.RECORDS_CLERK,), Place.COMPETENT),
    "issue": Permission((Role.RECORDS_CLERK,), Place.COMPETENT),
    "deliver": Permission((Role.RECEPTION_CLERK, Role.RESULT_CLERK), Place.RECEIVING),
}

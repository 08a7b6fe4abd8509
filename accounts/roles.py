"""Who may do what: roles, and one table from verb to role and place (as a table for people: docs/roles.md).

A verb names the roles that may do it and where that role must be held: at the service centre that received the
dossier (`RECEIVING`), at the agency that is competent for it (`COMPETENT`), at any service centre of the province
(`ANYWHERE`), or it is an act of the system itself (`SYSTEM`). What is not about a dossier is done for the whole
province (`PROVINCE`) and stands in the second half of the table.
"""

from dataclasses import dataclass
from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    RECEPTION_CLERK = "reception_clerk", _("reception clerk")
    PROCESSING_OFFICER = "processing_officer", _("processing officer")
    UNIT_HEAD = "unit_head", _("unit head")
    APPROVER = "approver", _("approver")
    RECORDS_CLERK = "records_clerk", _("records clerk")
    CASHIER = "cashier", _("cashier")
    RESULT_CLERK = "result_clerk", _("result clerk")
    CENTRE_HEAD = "centre_head", _("centre head")
    SUPERVISOR = "supervisor", _("supervisor")
    CATALOGUE_EDITOR = "catalogue_editor", _("catalogue editor")
    ADMINISTRATOR = "administrator", _("system administrator")
    POSTAL_AGENT = "postal_agent", _("postal agent")
    COMMUNITY_HELPER = "community_helper", _("community helper")


class Place(Enum):
    RECEIVING = "receiving"
    COMPETENT = "competent"
    ANYWHERE = "anywhere"
    PROVINCE = "province"
    SYSTEM = "system"


@dataclass(frozen=True)
class Permission:
    """One verb's permission: who, where, and whether the system itself may do it too."""

    roles: tuple[Role, ...]
    place: Place
    by_system: bool = False


RECEPTION = (Role.RECEPTION_CLERK,)
OFFICER = (Role.PROCESSING_OFFICER,)
RECORDS = (Role.RECORDS_CLERK,)
EDITOR = (Role.CATALOGUE_EDITOR,)
ADMINISTRATOR = (Role.ADMINISTRATOR,)
HELPERS = (Role.POSTAL_AGENT, Role.COMMUNITY_HELPER)
# Verbs about one dossier: dossiers.rules asks for them.
# What a helper files names the point at which they helped; see dossiers.actions.submit.
MAY: dict[str, Permission] = {
    "submit": Permission((*RECEPTION, *HELPERS), Place.ANYWHERE),
    "accept": Permission(RECEPTION, Place.RECEIVING),
    "attach": Permission(RECEPTION, Place.RECEIVING),
    "render_receipt": Permission((), Place.SYSTEM, by_system=True),
    "digitise": Permission((), Place.SYSTEM, by_system=True),
    "confirm_digitisation": Permission(RECEPTION, Place.RECEIVING, by_system=True),
    "take_up": Permission(OFFICER, Place.COMPETENT),
    "assign": Permission((Role.UNIT_HEAD,), Place.COMPETENT, by_system=True),
    "release": Permission((Role.UNIT_HEAD,), Place.COMPETENT, by_system=True),
    "propose": Permission(OFFICER, Place.COMPETENT),
    "release_proposal": Permission((), Place.SYSTEM, by_system=True),
    "render_result": Permission((), Place.SYSTEM, by_system=True),
    "approve": Permission((Role.APPROVER,), Place.COMPETENT),
    "seal": Permission(RECORDS, Place.COMPETENT),
    "issue": Permission(RECORDS, Place.COMPETENT),
    "deliver": Permission((Role.RECEPTION_CLERK, Role.RESULT_CLERK), Place.RECEIVING),
}
# Verbs that are not about a dossier: accounts.permissions asks for them.
MAY_IN_PROVINCE: dict[str, Permission] = {
    "edit_catalogue": Permission(EDITOR, Place.PROVINCE),
    "publish_procedure": Permission(EDITOR, Place.PROVINCE),
    "retire_procedure": Permission(EDITOR, Place.PROVINCE),
    "import_procedures": Permission(EDITOR, Place.PROVINCE, by_system=True),
    "see_staff": Permission(ADMINISTRATOR, Place.PROVINCE),
    "create_person": Permission(ADMINISTRATOR, Place.PROVINCE),
    "reset_password": Permission(ADMINISTRATOR, Place.PROVINCE),
    "appoint": Permission(ADMINISTRATOR, Place.PROVINCE, by_system=True),
    "end_membership": Permission(ADMINISTRATOR, Place.PROVINCE, by_system=True),
    "move_office": Permission(ADMINISTRATOR, Place.PROVINCE),
    "substitute": Permission(ADMINISTRATOR, Place.PROVINCE),
    "end_substitution": Permission(ADMINISTRATOR, Place.PROVINCE, by_system=True),
    "register_certificates": Permission(ADMINISTRATOR, Place.PROVINCE, by_system=True),
    "rename_agency": Permission(ADMINISTRATOR, Place.PROVINCE),
    "close_agency": Permission(ADMINISTRATOR, Place.PROVINCE),
}

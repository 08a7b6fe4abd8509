"""Who may do what: roles, and one table from verb to role and place (as a table for people: docs/roles.md).

A verb names the roles that may do it and where that role must be held: at the service centre that received the
dossier (`RECEIVING`), at the agency that is competent for it (`COMPETENT`), at the agency of the step it is at
(`STEP`: the step's own role), where its papers lie (`HOLDING`) or are awaited (`AWAITED`), at any agency of the
province (`ANYWHERE`), or it is an act of the system itself (`SYSTEM`). What is not about a dossier is done for the
whole province (`PROVINCE`) and stands in the second half of the table.
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
    STEP = "step"
    HOLDING = "holding"
    AWAITED = "awaited"
    ANYWHERE = "anywhere"
    PROVINCE = "province"
    SYSTEM = "system"


@dataclass(frozen=True)
class Permission:
    """One verb's permission: who, where, and whether the system itself may do it too.

    `also`: further roles that hold it elsewhere.
    """

    roles: tuple[Role, ...]
    place: Place
    by_system: bool = False
    also: "tuple[Permission, ...]" = ()

    @property
    def grants(self) -> "tuple[Permission, ...]":
        """The permission and what it has `also`, one place each."""
        return (self, *self.also)

    @property
    def every_role(self) -> tuple[Role, ...]:
        return tuple(dict.fromkeys(role for grant in self.grants for role in grant.roles))


RECEPTION = (Role.RECEPTION_CLERK,)
OFFICER = (Role.PROCESSING_OFFICER,)
HEAD = (Role.UNIT_HEAD,)
APPROVER = (Role.APPROVER,)
RECORDS = (Role.RECORDS_CLERK,)
RETURNING = (Role.RECEPTION_CLERK, Role.RESULT_CLERK)
EDITOR = (Role.CATALOGUE_EDITOR,)
ADMINISTRATOR = (Role.ADMINISTRATOR,)
HELPERS = (Role.POSTAL_AGENT, Role.COMMUNITY_HELPER)
# Who may be responsible for a step of the internal route.
STEP_ROLES = (
    *RECEPTION,
    *OFFICER,
    *HEAD,
    *APPROVER,
    *RECORDS,
    Role.CASHIER,
    Role.RESULT_CLERK,
    Role.CENTRE_HEAD,
)
# Who carries papers from house to house.
CARRIERS = (*RECEPTION, *OFFICER, *RECORDS, Role.RESULT_CLERK)
AT_COUNTER = Permission(RECEPTION, Place.RECEIVING)
BY_SYSTEM = Permission((), Place.SYSTEM, by_system=True)
# Verbs about one dossier: dossiers.rules asks for them.
# What a helper files names the point at which they helped; see dossiers.actions.submit.
MAY: dict[str, Permission] = {
    "submit": Permission((*RECEPTION, *HELPERS), Place.ANYWHERE),
    "accept": AT_COUNTER,
    "decline": Permission((*RECEPTION, Role.CENTRE_HEAD), Place.RECEIVING),
    "attach": AT_COUNTER,
    "correct_intake": AT_COUNTER,
    "reclassify": AT_COUNTER,
    "render_receipt": BY_SYSTEM,
    "digitise": BY_SYSTEM,
    "confirm_digitisation": Permission(RECEPTION, Place.RECEIVING, by_system=True),
    "confirm_presence": Permission(RECEPTION, Place.RECEIVING, also=(Permission(OFFICER, Place.COMPETENT),)),
    "take_up": Permission((*OFFICER, *HEAD), Place.COMPETENT),
    "assign": Permission(HEAD, Place.COMPETENT, by_system=True),
    "take_over": Permission(STEP_ROLES, Place.STEP),
    "release": Permission(HEAD, Place.COMPETENT, by_system=True),
    "release_step": BY_SYSTEM,
    "complete_step": Permission(STEP_ROLES, Place.STEP),
    "reroute": Permission((*OFFICER, *HEAD), Place.COMPETENT, also=(AT_COUNTER,)),
    "ask_opinion": Permission(OFFICER, Place.COMPETENT),
    "give_opinion": Permission((*OFFICER, *HEAD, *APPROVER), Place.ANYWHERE),
    "instruct": Permission(
        (*HEAD, *APPROVER), Place.COMPETENT, also=(Permission((Role.SUPERVISOR,), Place.ANYWHERE),)
    ),
    "request_supplement": Permission(
        RECEPTION, Place.RECEIVING, also=(Permission(OFFICER, Place.COMPETENT),)
    ),
    "supplement": AT_COUNTER,
    "request_payment": Permission(RECEPTION, Place.RECEIVING, also=(Permission(OFFICER, Place.COMPETENT),)),
    "settle_fee": Permission((Role.CASHIER,), Place.RECEIVING, by_system=True),
    "extend": Permission(APPROVER, Place.COMPETENT),
    "amend_due": Permission(APPROVER, Place.COMPETENT),
    "recompute_due": BY_SYSTEM,
    "propose": Permission(OFFICER, Place.COMPETENT),
    "release_proposal": BY_SYSTEM,
    "render_result": BY_SYSTEM,
    "send_back": Permission(APPROVER, Place.COMPETENT, also=(Permission(HEAD, Place.STEP),)),
    "approve": Permission(APPROVER, Place.COMPETENT),
    "grant_by_silence": BY_SYSTEM,
    "seal": Permission(RECORDS, Place.COMPETENT),
    "issue": Permission(RECORDS, Place.COMPETENT),
    "hand_over": Permission(CARRIERS, Place.HOLDING),
    "receive_hand_over": Permission(CARRIERS, Place.AWAITED),
    "dispatch": Permission(RETURNING, Place.RECEIVING),
    "deliver": Permission(RETURNING, Place.RECEIVING),
    "replace_result": Permission(OFFICER, Place.COMPETENT),
    "withdraw": AT_COUNTER,
    "stop": Permission(APPROVER, Place.COMPETENT),
    "archive": BY_SYSTEM,
    "erase": BY_SYSTEM,
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
    "lease_numbers": Permission((Role.CENTRE_HEAD, *ADMINISTRATOR), Place.PROVINCE),
    "return_numbers": Permission((Role.CENTRE_HEAD, *ADMINISTRATOR), Place.PROVINCE),
}

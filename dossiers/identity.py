"""Identity numbers of applicant and parties: sealed, bound to dossier and part, and found by a blind index."""

from accounts import cipher
from accounts.models import User
from accounts.names import mask_id
from accounts.roles import Role

from .models import Dossier, Party


def seal(dossier: Dossier, id_number: str) -> None:
    """Write the number into a dossier that has its token; bound to it, it cannot be moved to another."""
    sealed = cipher.encrypt(id_number, about=_about(dossier.token))
    dossier.id_encrypted = sealed
    dossier.id_index = cipher.blind_index(id_number)
    dossier.id_key = cipher.key_of(sealed)


def id_number(dossier: Dossier) -> str:
    """Return the number in clear. Raises accounts.cipher.CipherFailed where key or row do not fit."""
    return cipher.decrypt(bytes(dossier.id_encrypted), about=_about(dossier.token))


def seal_party(party: Party, dossier: Dossier, id_number: str) -> None:
    """Write the number into a party; bound to dossier and kind, it cannot be moved to another."""
    sealed = cipher.encrypt(id_number, about=_about(dossier.token, party.kind))
    party.id_encrypted = sealed
    party.id_index = cipher.blind_index(id_number)
    party.id_key = cipher.key_of(sealed)


def party_number(party: Party, dossier: Dossier) -> str:
    """Return a party's number in clear, "" where it has none. Raises accounts.cipher.CipherFailed."""
    sealed = bytes(party.id_encrypted)
    return cipher.decrypt(sealed, about=_about(dossier.token, party.kind)) if sealed else ""


def shown_to(user: User, dossier: Dossier) -> str:
    """Return the number in clear for who works with the person or the decision, masked for everybody else."""
    number = id_number(dossier)
    return number if sees_numbers(user, dossier) else mask_id(number)


def party_shown_to(user: User, dossier: Dossier, party: Party) -> str:
    """Return a party's number as the applicant's is shown, "" where it has none."""
    number = party_number(party, dossier)
    return number if not number or sees_numbers(user, dossier) else mask_id(number)


def sees_numbers(user: User, dossier: Dossier) -> bool:
    """Say whether a person works with the applicant or on the decision, and so reads identity numbers in clear."""
    receives = user.holds(Role.RECEPTION_CLERK, at=dossier.receiving_agency_id)
    decides = any(user.holds(role, at=dossier.agency_id) for role in (Role.PROCESSING_OFFICER, Role.APPROVER))
    return receives or decides


def _about(token: str, kind: str = "") -> str:
    return f"party.{kind}.id_number:{token}" if kind else f"dossier.id_number:{token}"

"""The administrator's pages: search, appoint, end, substitute; refused forms come back as they were sent."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from accounts.models import Certificate, Membership, Substitution, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(admin: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(admin)


def page(office: Client, address: str) -> str:
    return office.get(address).content.decode()


def test_people_are_found_without_accents_and_by_agency(office: Client) -> None:
    assert "thuly.anxuyen" in page(office, "/staff/?q=le+van+thu")
    found = page(office, "/staff/?q=an+xuyen+vanthu")
    assert ("vanthu.anxuyen" in found, "vanthu.datmui" in found) == (True, False)
    assert "Không" in page(office, "/staff/?q=zzz") or "Nobody" in page(office, "/staff/?q=zzz")


def test_long_lists_go_on_by_key(office: Client) -> None:
    User.objects.bulk_create(User(username=f"x{number:03}", full_name="Người Mẫu") for number in range(60))
    first = page(office, "/staff/?q=nguoi+mau")
    assert ("x049" in first, "x050" in first) == (True, False)
    assert "x050" in page(office, "/staff/?q=nguoi+mau&after=x049")


def test_appoint_end_and_substitute(office: Client, anxuyen: object) -> None:
    today = localdate()
    form = {
        "appoint-agency": "H12.226 Ủy ban nhân dân phường An Xuyên",
        "appoint-role": "approver",
        "appoint-title": "PHÓ CHỦ TỊCH",
        "appoint-from_on": today.isoformat(),
    }
    assert office.post("/staff/people/vanthu.anxuyen/appoint/", form).status_code == 302
    made = Membership.objects.get(user__username="vanthu.anxuyen", role="approver")
    assert (made.title, made.agency.code) == ("PHÓ CHỦ TỊCH", "H12.226")
    prefix = f"substitute-{made.pk}-"
    form = {
        f"{prefix}substitute": "phochutich.anxuyen",
        f"{prefix}from_on": today.isoformat(),
        f"{prefix}until_on": (today + timedelta(days=3)).isoformat(),
        f"{prefix}basis": "QĐ 12",
    }
    assert office.post(f"/staff/memberships/{made.pk}/substitute/", form).status_code == 302
    substitution = Substitution.objects.get()
    shown = page(office, "/staff/people/phochutich.anxuyen/")
    assert "QĐ 12" in shown
    assert office.post(f"/staff/substitutions/{substitution.pk}/end/").status_code == 302
    assert office.post(f"/staff/memberships/{made.pk}/end/", {"confirm": "yes"}).status_code == 302
    made = Membership.objects.get(pk=made.pk)
    assert made.ended_at is not None


def test_a_refused_form_comes_back_as_it_was_sent(office: Client) -> None:
    form = {"appoint-agency": "H99", "appoint-role": "cashier", "appoint-title": "THỦ QUỸ"}
    answer = office.post("/staff/people/vanthu.anxuyen/appoint/", form)
    words = answer.content.decode()
    assert answer.status_code == 400
    assert 'value="THỦ QUỸ"' in words
    assert 'href="#id_appoint-agency"' in words
    form = {"appoint-agency": "H12.226", "appoint-role": "cashier", "appoint-from_on": "31/12/2026"}
    assert office.post("/staff/people/vanthu.anxuyen/appoint/", form).status_code == 400


def test_what_is_not_there(office: Client) -> None:
    assert office.get("/staff/people/nobody/").status_code == 404
    assert office.get("/staff/people/system/").status_code == 404
    assert office.post("/staff/memberships/999999/end/").status_code == 404
    assert office.post("/staff/people/system/appoint/").status_code == 404


def test_certificates_by_state(office: Client, approver: User) -> None:
    known = Certificate.objects.get(holder=approver)
    assert known.serial_words in page(office, "/staff/certificates/?state=valid")
    assert known.serial_words not in page(office, "/staff/certificates/?state=expiring")
    Certificate.objects.filter(pk=known.pk).update(valid_until_at=now() + timedelta(days=20))
    assert known.serial_words in page(office, "/staff/certificates/?state=expiring")
    Certificate.objects.filter(pk=known.pk).update(revoked_at=now(), revoked_reason="mất thẻ")
    assert "mất thẻ" in page(office, f"/staff/certificates/?state=revoked&q={known.serial}")
    assert known.serial_words not in page(office, "/staff/certificates/?state=valid")

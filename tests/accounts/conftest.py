"""What the tests of people share."""

import pytest

from accounts.models import Agency, User
from tests.conftest import Who


@pytest.fixture
def admin(who: Who) -> User:
    return who("quantri")


@pytest.fixture
def anxuyen() -> Agency:
    """The People's Committee that is competent in the tests."""
    return Agency.objects.get(code="H12.226")


@pytest.fixture
def second(anxuyen: Agency) -> User:
    """Another officer of phường An Xuyên."""
    person = User.objects.create(username="thuly.hai", full_name="Lê Thị Mẫu")
    person.memberships.create(agency=anxuyen, role="processing_officer", from_on="2026-01-01")
    return person

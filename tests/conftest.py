"""The cast, the catalogue and the keys that every test shares; each is real."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from accounts.memory import forget_all
from accounts.models import User
from accounts.tokens import issue_token
from seeds import DEMO_PASSWORD
from tests.template import MAY_BE_TRUNCATED, TEMPLATE, copied

# A Friday morning in office hours: same-day procedures are due the same day.
MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_db_blocker: "pytest_django.DjangoDbBlocker",  # type: ignore[name-defined]  # noqa: F821
) -> Iterator[None]:
    """Load the real seeds once into the test database; transactional tests load them again (see `reseeded`)."""
    if template := os.environ.get(TEMPLATE):
        with copied(template):
            yield
        return
    request.getfixturevalue("django_db_setup")
    call_command("make_keys", verbosity=0)
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            for statement in MAY_BE_TRUNCATED:
                cursor.execute(statement)
        call_command("seed", verbosity=0, force=True)
    yield


@pytest.fixture(autouse=True)
def fresh(request: pytest.FixtureRequest) -> Iterator[None]:
    """No memory from one test to the next, and Vietnamese unless a test says otherwise."""
    forget_all()
    with translation.override("vi"):
        yield


@pytest.fixture
def committed(transactional_db: None, django_db_blocker: "pytest_django.DjangoDbBlocker") -> Iterator[None]:  # type: ignore[name-defined]  # noqa: F821
    """A database with real commits, for races and processes; the seeds are put back after it was emptied."""
    if not User.objects.exists():
        call_command("seed", verbosity=0, force=True)
    yield


@pytest.fixture
def morning() -> Iterator[time_machine.Traveller]:
    """Friday 20 November 2026, 09:00 in Vietnam; the clock stands unless a test moves it."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


Who = Callable[[str], User]


@pytest.fixture
def who(db: None) -> Who:
    """The demo cast by username."""
    return lambda username: User.objects.get(username=username)


@pytest.fixture
def clerk(who: Who) -> User:
    """Receives at xã Đất Mũi, far away."""
    return who("tiepnhan.datmui")


@pytest.fixture
def officer(who: Who) -> User:
    """Processes for phường An Xuyên, which is competent in the tests."""
    return who("thuly.anxuyen")


@pytest.fixture
def approver(who: Who) -> User:
    return who("kyduyet.anxuyen")


@pytest.fixture
def records_clerk(who: Who) -> User:
    return who("vanthu.anxuyen")


@pytest.fixture
def supervisor(who: Who) -> User:
    return who("giamsat")


@pytest.fixture
def neighbour(who: Who) -> User:
    """Receives at phường An Xuyên; sees nothing of what xã Đất Mũi received for itself."""
    return who("tiepnhan.anxuyen")


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser without a screen, signed in as somebody."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


Api = Callable[[User], Client]


@pytest.fixture
def api() -> Api:
    """A program that acts for somebody; English, so that tests can read its answers."""

    def client(user: User) -> Client:
        secret, _token = issue_token(user)
        return Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": "en"})

    return client


@pytest.fixture
def password() -> str:
    return DEMO_PASSWORD


@pytest.fixture
def keys_dir() -> Path:
    return Path(settings.KEYS_DIR)


os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
)  # Playwright's loop runs in the thread that asks the database

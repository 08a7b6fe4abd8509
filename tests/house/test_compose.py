"""docker-compose.yml names only what exists: services, volumes, secrets, networks, commands, queues."""

import importlib
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from dossiers.outbox import subscriptions
from onestop.management.commands.run import QUEUES

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
each_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
each_of_ours = pytest.mark.parametrize("service", OURS.values(), ids=OURS)


def words(service: dict[str, Any]) -> list[str]:
    """Return a service's command as one list of words."""
    return " ".join(service.get("command", ["gunicorn"])).split()


def test_docker_compose_accepts_the_file() -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
    asked = subprocess.run(
        ["docker-compose", "config", "--quiet"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert (asked.returncode, asked.stderr) == (0, "")


def test_every_part_of_production_is_a_service() -> None:
    ours = {"prepare", "web", "worker-default", "worker-results", "worker-digitisation", "relay", "beat"}
    assert set(SERVICES) == ours | {"postgres", "redis"}


@each_service
def test_a_service_is_checked_unprivileged_and_read_only(service: dict[str, Any]) -> None:
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert service["user"].split(":")[0] not in {"", "0", "root"}
    assert service["read_only"] is True


@each_service
def test_what_a_service_names_is_declared(service: dict[str, Any]) -> None:
    assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= set(COMPOSE["volumes"])
    assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
    assert set(service["networks"]) <= set(COMPOSE["networks"])
    assert set(service.get("depends_on", [])) <= set(SERVICES)


@pytest.mark.parametrize("kind", ["volumes", "secrets", "networks"])
def test_what_is_declared_is_used(kind: str) -> None:
    named = {item.split(":")[0] for service in SERVICES.values() for item in service.get(kind, [])}
    assert named == set(COMPOSE[kind])


@pytest.mark.parametrize("secret", COMPOSE["secrets"].values(), ids=COMPOSE["secrets"])
def test_a_secret_is_a_documented_file_outside_the_repository(secret: dict[str, str]) -> None:
    path = secret["file"].removeprefix("./")
    assert subprocess.run(["git", "check-ignore", "--quiet", path], cwd=ROOT).returncode == 0
    assert path in (ROOT / "docs/production.md").read_text()


@each_of_ours
def test_a_secret_in_the_environment_is_one_that_the_service_has(service: dict[str, Any]) -> None:
    named = {Path(value).name for name, value in service["environment"].items() if name.endswith("_FILE")}
    assert named == set(service["secrets"])


@each_of_ours
def test_the_commands_exist(service: dict[str, Any]) -> None:
    line = " ".join(words(service))
    for command in re.findall(r"manage\.py (\w+)", line):
        assert command in get_commands()
    for module in re.findall(r"celery -A (\w+)", line):
        assert importlib.import_module(f"{module}.celery").app
    for path in re.findall(r"gunicorn -c (\S+)", line):
        assert (ROOT / path).is_file()
    assert re.match(r"(python manage\.py|celery -A|gunicorn -c) ", line)


def test_every_queue_has_a_worker_here_and_a_runner_in_the_embedded_default() -> None:
    used = {subscription.queue for subscription in subscriptions.values()} | {"default"}
    consumed = [
        words(service)[words(service).index("-Q") + 1] for service in OURS.values() if "-Q" in words(service)
    ]
    assert sorted(consumed) == sorted(queue for queues in QUEUES for queue in queues.split(","))
    assert used <= set(consumed)


def test_the_image_is_made_by_the_set_up_script() -> None:
    assert "RUN ./setup.sh run" in (ROOT / "Dockerfile").read_text()

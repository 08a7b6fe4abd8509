"""The throwaway servers answer, and go with the process that started them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import redis

from tests.servers import throwaway_postgres

HOLD = """
import time
from tests.servers import throwaway_postgres, throwaway_redis, throwaway_var
with throwaway_postgres() as database, throwaway_redis() as broker, throwaway_var() as var:
    print(database.partition("host=")[2], var, broker, flush=True)
    time.sleep(300)
"""


def test_the_plugin_gave_this_process_servers_of_its_own() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        assert connection.info.server_version // 10_000 == 15
    with redis.Redis.from_url(os.environ["CELERY_BROKER_URL"]) as client:
        assert client.ping()
    assert Path(os.environ["ONESTOP_VAR"]).is_dir()


def test_postgres_is_durable_when_asked() -> None:
    with throwaway_postgres(fsync=True) as url, psycopg.connect(url) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)


def test_nothing_is_left_after_a_kill() -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    socket_directory, var, broker = holder.stdout.readline().split()
    assert Path(socket_directory).is_dir() and Path(var).is_dir()
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    deadline = time.monotonic() + 10
    while (Path(socket_directory).exists() or Path(var).exists()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(socket_directory).exists() and not Path(var).exists()
    with redis.Redis.from_url(broker) as client:
        assert not answers(client)


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False

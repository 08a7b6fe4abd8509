"""The embedded default's processes: a runner ends politely, two share the work, a second start finds all done."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from .house import MANAGE, QUEUES, House, embedded, runner, wait_for
from .processes import children_of, forks_of

ACCEPT = """
import django, sys
django.setup()
from tests import journeys
for _ in range(int(sys.argv[1])):
    print(journeys.accepted(scan=sys.argv[2] == "scan").code)
"""


def accept(house: House, count: int, *, scan: bool = False) -> list[str]:
    """Accept dossiers as a clerk would; return their codes."""
    command = [sys.executable, "-c", ACCEPT, str(count), "scan" if scan else ""]
    return house.output(command).split()


def test_sigterm_lets_the_runner_finish_what_it_holds_and_begin_nothing_else() -> None:
    with embedded(start=False) as house:
        accept(house, 2, scan=True)
        house.start("runner")
        wait_for(lambda: reader_of(house), "the child that reads the first scan")
        os.kill(house.pid("runner"), signal.SIGTERM)
        process = house.children["runner"].process
        assert process
        assert process.wait(60) == 0
        account = house.account()
        assert sorted(len(dossier["readings"]) for dossier in account["dossiers"].values()) == [0, 1]
        assert account["open"] == len([claims for claims in account["claims"] if claims == 0]) > 0
        house.manage("runner", "--until-empty")
        account = house.account()
        assert account["claims"] == [1] * 8
        assert account["orphans"] == []


def reader_of(house: House) -> bool:
    """Say whether the runner has a child that lasts; what a library starts while it loads does not."""
    first = forks_of(house.pid("runner"))
    time.sleep(0.1)
    return bool(set(first) & set(forks_of(house.pid("runner"))))


def test_two_runners_share_the_work_and_do_nothing_twice() -> None:
    with embedded(start=False) as house:
        codes = accept(house, 12)
        house.children["other runner"] = runner(QUEUES)
        house.start("runner", "other runner")
        account = house.settled_account()
        for code in codes:
            events = account["dossiers"][code]["events"]
            assert sorted(events) == ["accepted", "digitisation_confirmed", "receipt_rendered"]
        assert account["claims"] == [1] * 4 * len(codes), "each message was begun once"
        assert account["failures"] == 0


def test_a_second_start_finds_everything_up_to_date_and_sigterm_ends_all_of_it() -> None:
    with embedded(start=False) as house:
        assert "static files: collected" in house.manage("run", "--prepare-only")
        house.door.close()  # for `run`, which listens by itself
        said: list[str] = []
        with subprocess.Popen(
            [*MANAGE, "run"], env=house.environment, stdout=subprocess.PIPE, start_new_session=True, text=True
        ) as run:
            for line in run.stdout or ():
                said.append(line.strip())
                if said[-1].startswith("Ctrl-C"):
                    children = children_of(run.pid)
                    run.terminate()
        assert run.returncode == 0
        steps = [line.partition(" (")[0] for line in said]
        assert {"run: database: up to date", "run: static files: up to date"} <= set(steps)
        assert said[-1] == "run: ended"
        assert children
        assert not [child for child in children if Path(f"/proc/{child}").exists()]

"""Who is killed while it works on a background step: a runner, or the processes of a Celery worker.

A victim works on one queue alone; the other queues have a worker of their own, which stays warm and quick.
"""

import os
import random
import signal
from abc import ABC, abstractmethod
from collections.abc import Sequence

from onestop.processes import Child

from .house import QUEUES, House, runner, wait_for, worker
from .processes import forks_of


class Victim(ABC):
    """Can be frozen for a look at what it left, and then either thawed or killed and begun again."""

    name: str

    def __init__(self, house: House, chance: random.Random) -> None:
        self.house, self.chance = house, chance

    def take(self, queue: str) -> None:
        """Work on this queue alone from now on."""
        for name in (self.name, "others"):
            if name in self.house.children:
                self.house.kill(name)
        self.house.children[self.name] = self.made([queue])
        self.house.children["others"] = self.made([each for each in QUEUES if each != queue])
        self.house.start(self.name, "others")

    @abstractmethod
    def made(self, queues: Sequence[str]) -> Child: ...

    @abstractmethod
    def at_work(self) -> int:
        """Return the process that runs the step."""

    @abstractmethod
    def freeze(self) -> None: ...

    @abstractmethod
    def thaw(self) -> None: ...

    @abstractmethod
    def kill(self) -> None: ...


class Runner(Victim):
    """The runner of the embedded default, together with the child that reads scans."""

    name = "runner"

    def made(self, queues: Sequence[str]) -> Child:
        return runner(queues)

    def at_work(self) -> int:
        return self.house.pid("runner")

    def freeze(self) -> None:
        self.house.children["runner"].signal_group(signal.SIGSTOP)

    def thaw(self) -> None:
        self.house.children["runner"].signal_group(signal.SIGCONT)

    def kill(self) -> None:
        self.house.kill("runner")
        self.house.start("runner")


class Worker(Victim):
    """Celery's: by chance its pool process, its main process, or both."""

    name = "worker"

    def made(self, queues: Sequence[str]) -> Child:
        return worker(queues)

    def at_work(self) -> int:
        wait_for(lambda: forks_of(self.house.pid("worker")), "a pool process")
        return forks_of(self.house.pid("worker"))[0]

    def freeze(self) -> None:
        self.frozen = self.at_work()
        os.kill(self.frozen, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.frozen, signal.SIGCONT)

    def kill(self) -> None:
        whom = self.chance.choice(["pool process", "main process", "both"])
        if whom == "pool process":
            os.kill(self.frozen, signal.SIGKILL)
            return  # the main process forks another
        self.house.kill("worker", whole_group=whom == "both")
        if whom == "main process":
            self.thaw()  # it may work on beside its successor, as long as it lives
        self.house.start("worker")

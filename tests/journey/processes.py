"""What the kernel says of processes: whose children they are, how much memory they hold."""

from contextlib import suppress
from pathlib import Path


def children_of(pid: int) -> list[int]:
    """Return the children of a process, zombies included; none when it is gone."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    return []


def forks_of(pid: int) -> list[int]:
    """Return those children that run the same program: forks, not helpers that a library starts while it loads."""
    program = Path(f"/proc/{pid}/cmdline").read_bytes()
    with suppress(FileNotFoundError, ProcessLookupError):
        return [child for child in children_of(pid) if Path(f"/proc/{child}/cmdline").read_bytes() == program]
    return []


def resident_mb(pid: int) -> float:
    """Return the memory that a process holds in RAM, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0

"""Who works on a background step is killed at random instants of it, and the dossier reaches the same end.

The quick part stands here; `make chaos` is the whole of it (tools/chaos.py prints what it did).
"""

import subprocess
import sys

import pytest

from .house import ROOT


def chaos(*arguments: str) -> str:
    """Run tools/chaos.py and return its table; fail with it when a dossier ended otherwise."""
    command = [sys.executable, "-m", "tools.chaos", *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE)
    table = done.stdout.decode()
    assert done.returncode == 0, table
    return table


def test_the_runner_is_killed_while_it_reads_a_scan_and_while_it_makes_a_result() -> None:
    table = chaos("--profile=sqlite", "--kills=2", "--step=.digitise", "--step=render_result", "--seed=3")
    assert "all whole: 4 kills" in table


def test_a_filing_whose_answer_was_killed_is_sent_again_and_makes_one_dossier() -> None:
    assert "all whole: 3 kills" in chaos("--profile=sqlite", "--kills=6", "--step=web", "--seed=4")


@pytest.mark.long
def test_everything_is_killed_on_both_profiles() -> None:
    assert "all whole" in chaos("--kills=20")

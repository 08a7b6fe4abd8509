"""Mutation testing: mutmut changes the heart of the house one operator at a time, and the tests must notice.

`make mutants` takes all of it; ARGS names mutants ('dossiers.clock.*'). One PostgreSQL, seeded once and copied by each
run of the tests (tests/template.py), makes a mutant a matter of two seconds. mutmut works in a copy of the tree,
var/mutants/, which stays for a look at survivors:

    cd var/mutants && ../../.venv/bin/mutmut show dossiers.clock.x_moved__mutmut_3

What is mutated and which tests run stands in pyproject.toml [tool.mutmut]. mutmut mutates what is inside of functions
and forks each run from a process that has imported the house already: so mutants of what runs at import (the decorator
of the verbs) are tested afterwards, each in a process of its own. Ends with 1 where fewer than 90 % of the mutants of a
part are killed.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from pathlib import Path

import psycopg

from tests.servers import INHERITED, TEMPLATE, throwaway_postgres, throwaway_redis, throwaway_var
from tests.template import MAY_BE_TRUNCATED

HOUSE = Path(__file__).resolve().parents[1]
COPY = HOUSE / "var" / "mutants"
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "var", "node_modules", "__pycache__", ".*_cache", ".hypothesis"
)
AT_LEAST = 90  # percent killed, of each part
PARTS = {
    "lifecycle": ("dossiers/lifecycle.py", "dossiers/rules.py", "dossiers/models/verbs.py"),
    "guards": ("dossiers/models/guards.py",),
    "clock": (
        "dossiers/clock.py",
        "dossiers/marks.py",
        "dossiers/reckoning/count.py",
        "dossiers/reckoning/timeliness.py",
    ),
}
AT_IMPORT = (
    "dossiers.models.verbs.x_verb__",
    "dossiers.models.verbs.x_back_to__",
    "dossiers.models.verbs.x_may__",
)
TESTS_OF_IMPORT = ("tests/dossiers/test_permissions_edges.py", "tests/dossiers/actions/test_take_up.py")
# By mutmut's exit codes; anything else is suspicious, and not killed. A timeout counts as noticed, as mutmut counts it.
VERDICTS: dict[str, tuple[int | None, ...]] = {
    "killed": (1, 3),
    "timed out": (-24, 24, 36, 152, 255),
    "survived": (0,),
    "untested": (5, 33),
    "not run": (None,),
}
COLUMNS = ("killed", "timed out", "survived", "untested")
MUTMUT = [sys.executable, "-c", "from mutmut.__main__ import cli; cli()"]  # -m would load that module twice


def main(names: list[str]) -> int:
    shutil.rmtree(COPY, ignore_errors=True)
    shutil.copytree(HOUSE, COPY, ignore=LEFT_OUT, symlinks=True)
    with throwaway_postgres() as database, throwaway_redis() as broker, throwaway_var() as var:
        environment = os.environ | {
            "DATABASE_URL": database,
            "CELERY_BROKER_URL": broker,
            "ONESTOP_VAR": str(var),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            INHERITED: str(os.getpid()),
        }
        _seed(database, environment)
        environment[TEMPLATE] = "onestop"
        run = [*MUTMUT, "run", "--max-children", "2", *names]
        subprocess.run(run, cwd=COPY, env=environment, check=True)
        _run_at_import(environment, names)
    return report()


def _run_at_import(environment: dict[str, str], asked: list[str]) -> None:
    """Test again what was imported before mutmut could choose a mutant, two at a time."""
    file = COPY / "mutants" / "dossiers" / "models" / "verbs.py.meta"
    kept = json.loads(file.read_text())
    exits = kept["exit_code_by_key"]
    names = [name for name in exits if name.startswith(AT_IMPORT)]
    names = [name for name in names if not asked or any(fnmatch(name, one) for one in asked)]
    if not names:
        return
    test = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *TESTS_OF_IMPORT]

    def tested(name: str) -> int:
        """0 where the tests pass, else 1: a house that cannot be imported is noticed, too."""
        chosen = environment | {"MUTANT_UNDER_TEST": name}
        found = subprocess.run(test, cwd=COPY / "mutants", env=chosen, stdout=subprocess.DEVNULL)
        return int(found.returncode != 0)

    if tested("") != 0:
        raise SystemExit(f"Without a mutant these fail already: {' '.join(TESTS_OF_IMPORT)}")
    with ThreadPoolExecutor(2) as both:
        exits.update(zip(names, both.map(tested, names), strict=True))
    file.write_text(json.dumps(kept, indent=4))


def _seed(database: str, environment: dict[str, str]) -> None:
    for command in (["migrate"], ["make_keys"], ["seed", "--force"]):
        manage = [sys.executable, "manage.py", *command, "--verbosity", "0"]
        subprocess.run(manage, cwd=COPY, env=environment, check=True, stdout=subprocess.DEVNULL)
    with psycopg.connect(database, autocommit=True) as connection:
        for statement in MAY_BE_TRUNCATED:
            connection.execute(statement)


def report() -> int:
    """Print the figures of each file and part; return 1 where a part falls short."""
    print(f"| File | Mutants | {' | '.join(COLUMNS).capitalize()} | Killed (%) |\n|{'---|' * 7}")
    short = 0
    for part, files in PARTS.items():
        whole = Counter[str]()
        for file in files:
            found = _counts(file)
            whole += found
            print(_row(f"`{file}`", found))
        print(_row(f"**{part}**", whole))
        short |= _percent(whole) < AT_LEAST
    return int(short)


def _counts(file: str) -> Counter[str]:
    exits = json.loads((COPY / "mutants" / f"{file}.meta").read_text())["exit_code_by_key"]
    return Counter(_verdict(code) for code in exits.values())


def _verdict(code: int | None) -> str:
    return next((name for name, codes in VERDICTS.items() if code in codes), "suspicious")


def _percent(found: Counter[str]) -> float:
    return 100 * (found["killed"] + found["timed out"]) / (found.total() - found["not run"] or 1)


def _row(name: str, found: Counter[str]) -> str:
    cells = [found.total(), *(found[one] for one in COLUMNS)]
    return f"| {name} | {' | '.join(map(str, cells))} | {_percent(found):.1f} |"


if __name__ == "__main__":
    sys.exit(report() if sys.argv[1:] == ["--report"] else main(sys.argv[1:]))

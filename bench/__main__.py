"""`python -m bench [NAME ...]`: measure all parts, or some; print one table and write results.json."""

import argparse
import os
import sys
import time

from . import client, site
from .registry import PARTS, part
from .row import RESULTS, Row, table, write


def main() -> int:
    """Return 0 when every goal was reached, 1 when one was missed."""
    reader = argparse.ArgumentParser(prog="bench", description=__doc__)
    reader.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(PARTS)}; none means all")
    names = reader.parse_args().names or list(PARTS)
    if unknown := set(names) - set(PARTS):
        reader.error(f"there is no part {', '.join(sorted(unknown))}")
    started, rows = time.monotonic(), list[Row]()
    say(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    say("a PostgreSQL of its own, keys, seeds, gunicorn")
    with site.database(), site.running() as running:
        for name in names:
            say(f"{name} ({time.monotonic() - started:.0f} s so far)")
            for row in part(name)(running):
                rows.append(row)
                say(f"{row.name}: {row.value:.0f} {row.unit}, ratio {row.ratio or 0:.2f}")
    rates = [rate for row in rows if row.unit == "req/s" for rate in (row.value, row.baseline or 0.0)]
    if rates:
        rows.append(client.measure(max(rates)))
    write(rows)
    print(table(rows))
    say(f"{time.monotonic() - started:.0f} s; written to {RESULTS}")
    return int(any(row.ok is False for row in rows))


def say(sentence: str) -> None:
    print(f"bench: {sentence}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

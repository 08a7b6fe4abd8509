"""Row: one line of the bench's table and of results.json."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"
HEAD = ("name", "value", "unit", "baseline", "ratio", "goal", "ok", "p50", "p95", "p99")


@dataclass(frozen=True)
class Row:
    """What was measured; None where something does not apply.

    `ratio` compares `value` with `baseline` so that more is better; `goal` is the least ratio, or the least value
    where there is no baseline. `p50`, `p95` and `p99` are milliseconds of one request of ours.
    """

    name: str
    value: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None
    goal: float | None = None
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None

    @property
    def ok(self) -> bool | None:
        """Whether the goal was reached; None without a goal."""
        if self.goal is None:
            return None
        return (self.value if self.ratio is None else self.ratio) >= self.goal

    def as_json(self) -> dict[str, object]:
        """Return the row under the ten names of HEAD, in their order."""
        found = {**asdict(self), "ok": self.ok}
        return {name: found[name] for name in HEAD}


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of the values lie; nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def write(rows: Iterable[Row], path: Path = RESULTS) -> None:
    """Write the rows as a JSON list, whole or not at all."""
    made = path.with_name(path.name + ".new")
    made.write_text(json.dumps([row.as_json() for row in rows], indent=1) + "\n")
    made.replace(path)


def table(rows: Iterable[Row]) -> str:
    """Return the rows as one table of plain text."""
    lines = [HEAD, *(tuple(_cell(value) for value in row.as_json().values()) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in (0, 2) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    if isinstance(value, float):
        return f"{value:.2f}" if abs(value) < 100 else f"{value:.0f}"
    return str(value)

"""A catalogue as large as the nation's: the rows of the seeds, and synthetic ones that say so, for benches alone."""

import csv
import io
import json
import random
from typing import Any, Final

from procedures.content import Content
from procedures.interchange import portal_record
from seeds.reading import read_seeds

PROCEDURES: Final = 5_741  # on the national portal in September 2026
SYNTHETIC: Final = "SYNTHETIC: made for a measurement, no procedure of the State"
HEAD: Final = ("code", "name", "field_code", "field", "levels", "source")

Row = dict[str, str]


def rows(count: int = PROCEDURES) -> list[Row]:
    """Return rows of a list: all real procedures, then synthetic ones with codes 9.* and a source that says so."""
    real = [_row(content) for content in _real()]
    chance = random.Random(1)
    made = [_synthetic(real, number, chance) for number in range(len(real), count)]
    return [*real, *made][:count]


def as_csv(some: list[Row]) -> bytes:
    """Return rows as the CSV that the import reads."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEAD)
    writer.writeheader()
    writer.writerows(some)
    return out.getvalue().encode()


def as_json(count: int = PROCEDURES) -> bytes:
    """Return records of the portal's model, described in full, all synthetic but for what they are copied from."""
    described = [portal_record(content) for content in _real() if content.papers]
    chance = random.Random(2)
    records: list[dict[str, Any]] = []
    for number in range(count):
        pattern = chance.choice(described)
        name = f"{pattern['name'][:900]} ({SYNTHETIC} {number})"
        records.append(
            pattern | {"code": f"9.{number:06}", "name": name, "effectiveFrom": None, "effectiveTo": None}
        )
    return json.dumps(records, ensure_ascii=False).encode()


def _real() -> list[Content]:
    return [seed.versions[-1] for seed in read_seeds().procedures]


def _row(content: Content) -> Row:
    return {
        "code": content.code,
        "name": content.name,
        "field_code": content.field_code,
        "field": content.field_name,
        "levels": ";".join(content.levels),
        "source": content.source,
    }


def _synthetic(real: list[Row], number: int, chance: random.Random) -> Row:
    """Splice the names of two real procedures."""
    first, second = chance.choice(real), chance.choice(real)
    words, others = first["name"].split(), second["name"].split()
    name = " ".join(words[: max(2, len(words) * 2 // 3)] + others[len(others) // 2 :])
    return first | {"code": f"9.{number:06}", "name": name, "source": SYNTHETIC}

"""The seed files: those of the repository read whole, and a bad value named by file, key and sentence."""

import shutil
from pathlib import Path

import pytest

from procedures.due.calendar import TimeUnit
from seeds.fields import SeedRefused
from seeds.reading import HERE, fingerprint, read_seeds


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    copy = tmp_path / "seeds"
    shutil.copytree(HERE, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy


def test_the_province_is_complete() -> None:
    seeds = read_seeds()
    communes = {area.code for area in seeds.areas if area.parent == "96"}
    centres = {agency.code for agency in seeds.agencies if agency.kind.endswith("_CENTRE")}
    governed = {agency.area for agency in seeds.agencies if agency.kind == "COMMUNE_PC"}

    assert (len(communes), len(seeds.agencies), len(seeds.calendar.special_days)) == (64, 150, 60)
    assert governed == communes
    assert {point.agency for point in seeds.service_points} == centres
    assert len(centres) == 65


def test_the_two_procedures_say_what_they_promise_and_cost() -> None:
    procedures = {procedure.code: procedure.versions[0] for procedure in read_seeds().procedures}
    extract, copy = procedures["2.000635"], procedures["2.000908"]

    limits = [version.time_rules[0].limit for version in (extract, copy)]
    assert [limit and limit.unit for limit in limits] == [TimeUnit.SAME_DAY] * 2
    assert [rate.amount for rate in (*extract.rates, *copy.rates)] == [8000, 0]
    assert sum(step.hours for step in copy.steps) == 8
    assert copy.competence == {"by": "area", "level": "COMMUNE"}


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "sentence"),
    [
        ("agencies.yaml", "kind: DEPARTMENT", "kind: DEPARTEMENT", "agencies[3].kind", "is not one of"),
        (
            "agencies.yaml",
            "parent: H12.06,",
            "parent: H12.99,",
            "H12.99",
            "Nothing in the seed files has this code",
        ),
        ("agencies.yaml", "code: H12.02,", "code: H12.01,", "H12.01", "twice"),
        ("areas.csv", "\n31825,", "\n3182,", "row", "2 digits"),
        ("areas.csv", "full_name,kind", "full_name,knd", "header", "columns"),
        ("calendar.yaml", "day: 2026-01-01", 'day: "2026-01-01"', "days[28].day", "without quotation marks"),
        (
            "calendar.yaml",
            'swapped: [["07:30", "11:30"]',
            'swapped: [["11:30", "07:30"]',
            "office_hours.periods",
            "order",
        ),
        ("cast.yaml", "role: supervisor", "role: boss", "people[10].roles[0].role", "is not one of"),
        ("cast.yaml", "username: giamsat", "username: Giám sát", "people[10].username", "ASCII"),
        (
            "procedures/2.000635.yaml",
            'cutoff: "15:00"',
            "cutoff: 15:00",
            "versions[0].time_limit.cutoff",
            "15:00",
        ),
        (
            "procedures/2.000635.yaml",
            "quantity: 1",
            "quantity: 2",
            "versions[0].time_limit.quantity",
            "quantity 1",
        ),
        (
            "procedures/2.000635.yaml",
            "amount: 8000",
            "amount: -1",
            "versions[0].fees[0].amount",
            "whole number",
        ),
        (
            "procedures/2.000635.yaml",
            "nonterritorial:",
            "nonteritorial:",
            "versions[0].nonterritorial",
            "missing",
        ),
        ("procedures/2.000635.yaml", "decision:", "decison:", "versions[0].decison", "misspelt"),
        ("procedures/2.000635.yaml", 'code: "2.000635"', 'code: "2.000636"', "code", "2.000635"),
        ("procedures/2.000635.yaml", "versions:", "versions: [", "line", "not YAML"),
    ],
)
def test_a_bad_value_is_named(
    directory: Path, file: str, old: str, new: str, key: str, sentence: str
) -> None:
    path = directory / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))

    with pytest.raises(SeedRefused) as refused:
        read_seeds(directory)
    assert refused.value.file == path.name
    assert refused.value.key.startswith(key)
    assert sentence in refused.value.sentence


def test_the_fingerprint_changes_with_a_file(directory: Path) -> None:
    before = fingerprint(directory)
    (directory / "cast.yaml").write_text((directory / "cast.yaml").read_text() + "# more\n")

    assert fingerprint(directory) != before

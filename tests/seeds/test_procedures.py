"""The real procedures: right by our own checks, in force on the right days, with the versions of the sources."""

from datetime import date
from decimal import Decimal

import pytest

from procedures.content import Content, StepKind
from procedures.due.calendar import TimeUnit
from procedures.models import ProcedureVersion
from procedures.problems import errors
from procedures.queries import version_in_force
from procedures.review.stored import problems_of
from procedures.standing import Standing, standing
from seeds.reading import read_seeds
from seeds.shapes import ProcedureSeed

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def seeds() -> dict[str, ProcedureSeed]:
    return {seed.code: seed for seed in read_seeds().procedures}


def number_on(code: str, on: date) -> int | None:
    version = version_in_force(code, on)
    return version.number if version else None


def version(seeds: dict[str, ProcedureSeed], code: str, number: int = 1) -> Content:
    return next(one for one in seeds[code].versions if one.number == number)


def test_86_are_described_and_431_are_listed(seeds: dict[str, ProcedureSeed]) -> None:
    described = [seed for seed in seeds.values() if seed.versions[0].papers]
    listed = [seed for seed in seeds.values() if not seed.versions[0].papers]

    assert (len(described), sum(len(seed.versions) for seed in described)) == (86, 92)
    assert len(listed) == 431
    assert all(seed.listed for seed in listed)
    assert not [seed.code for seed in described if seed.listed]


@pytest.mark.django_db
def test_every_version_that_can_be_filed_passes_the_checks(morning: object) -> None:
    published = ProcedureVersion.objects.filter(status="published").select_related("procedure__field")
    wrong = {
        f"{version.procedure.code} v{version.number}": [problem.sentence for problem in found]
        for version in published.prefetch_related("requirements", "fee_rules", "steps")
        if (found := errors(problems_of(version)))
    }
    # Their first versions were published before steps had roles, and are frozen.
    assert set(wrong) <= {"2.000635 v1", "2.000908 v1"}, wrong


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "on", "number"),
    [
        ("2.000815", date(2025, 10, 31), 1),
        ("2.000815", date(2025, 11, 1), 2),
        ("2.001009", date(2025, 11, 9), 1),
        ("2.001009", date(2025, 11, 10), None),
        ("2.002481", date(2026, 5, 18), 1),
        ("2.002481", date(2026, 5, 19), None),
        ("2.002854", date(2026, 5, 18), None),
        ("2.002854", date(2026, 5, 19), 1),
        ("2.002621", date(2026, 9, 7), 1),
        ("3.000722", date(2026, 9, 7), None),
        ("3.000722", date(2026, 9, 8), 1),
        ("2.002622", date(2026, 9, 8), None),
        ("2.002913", date(2026, 9, 8), 1),
        ("1.011606", date(2026, 12, 31), 1),
        ("1.011606", date(2027, 1, 1), None),
        ("1.013860", TODAY, None),
        ("1.013860", date(2027, 3, 1), 1),
        ("1.001193", date(2027, 2, 28), 1),
        ("1.001193", date(2027, 3, 1), 2),
        ("1.000656", date(2027, 3, 1), 2),
        ("1.000894", date(2027, 3, 1), 2),
        ("2.000635", date(2026, 6, 22), 1),
        ("2.000635", date(2026, 6, 23), 2),
        ("2.000908", date(2026, 6, 23), 2),
        ("1.000016", TODAY, None),
        ("1.014111", TODAY, 1),
    ],
)
def test_the_version_in_force_is_that_of_the_day(code: str, on: date, number: int | None) -> None:
    assert number_on(code, on) == number


@pytest.mark.django_db
def test_a_repealed_one_says_what_took_its_place() -> None:
    def newest(code: str) -> ProcedureVersion:
        return ProcedureVersion.objects.filter(procedure__code=code).latest("number")

    assert standing(newest("2.002481"), TODAY) is Standing.REPEALED
    assert newest("2.002481").repeal["replaced_by"] == "2.002854"
    assert newest("2.002854").replaces == ["2.002481"]
    assert standing(newest("1.011606"), TODAY) is Standing.IN_FORCE
    assert standing(newest("1.013860"), TODAY) is Standing.FUTURE
    assert standing(newest("1.000016"), TODAY) is Standing.LISTED


def test_times_differ_by_channel_and_by_case(seeds: dict[str, ProcedureSeed]) -> None:
    land = {rule.channels: rule.limit for rule in version(seeds, "1.013978").time_rules}
    days = {channels[0]: limit.quantity for channels, limit in land.items() if limit}
    short = version(seeds, "1.013860").time_rules[0].limit

    assert days == {"ONLINE": 17, "POSTAL": 20, "DIRECT": 27}
    assert short is not None and (short.quantity, short.unit) == (Decimal("2.5"), TimeUnit.WORKING_DAY)
    assert version(seeds, "2.002854").time_rules[0].limit is None


def test_fees_change_on_the_day_of_the_resolution(seeds: dict[str, ProcedureSeed]) -> None:
    household = version(seeds, "1.001612").rates

    assert [(rate.amount, rate.valid_from_on, rate.valid_until_on) for rate in household] == [
        (150_000, None, date(2026, 8, 7)),
        (50_000, None, date(2026, 8, 7)),
        (0, date(2026, 8, 8), date(2031, 12, 31)),
    ]
    assert {rate.scope for rate in household} == {"SAMPLE:31 Hải Phòng"}
    assert version(seeds, "1.001776").rates[0].amount is None


def test_the_first_versions_are_what_databases_already_hold(seeds: dict[str, ProcedureSeed]) -> None:
    """What migration 0003 made of them: nothing that the catalogue could not hold before."""
    for code in ("2.000635", "2.000908"):
        first = version(seeds, code)
        assert (first.levels, first.executing, first.subjects, first.source, first.confidence) == (
            (),
            "",
            (),
            "",
            {},
        )
        assert [step.key for step in first.steps] == ["step-1", "step-2", "step-3", "step-4"]
        assert (first.links, first.form, first.competence) == ((), {}, {"by": "area", "level": "COMMUNE"})
        second = version(seeds, code, 2)
        assert [paper.number for paper in second.papers] == [paper.number for paper in first.papers]
        assert (second.time_rules, second.rates) == (first.time_rules, first.rates)
        assert second.competence == {"by": "register", "level": "COMMUNE"}


def test_routes_of_several_kinds_are_drawn_and_one_asks_opinions_side_by_side(
    seeds: dict[str, ProcedureSeed],
) -> None:
    decided = [seed.code for seed in seeds.values() if any(one.outcome for one in seed.versions[0].steps)]
    permit = version(seeds, "1.013225")
    opinions = {step.key for step in permit.steps if step.kind is StepKind.OPINION}

    assert len(decided) >= 6
    assert {link.target for link in permit.links if link.source == "examine"} <= opinions
    assert len(opinions) == 3


def test_what_is_only_our_reading_says_so(seeds: dict[str, ProcedureSeed]) -> None:
    for seed in seeds.values():
        for one in seed.versions:
            if one.papers and one.number not in seed.listed and one.source:
                assert one.confidence["symbol"] == "low"
                assert not one.steps or one.confidence["steps"] in ("low", "high")

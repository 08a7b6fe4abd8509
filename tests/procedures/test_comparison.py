"""The comparison of two versions: nothing is overlooked, rows are matched by identity, values are worded."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import override

from procedures import wording
from procedures.comparison import Change, ChangeKind, compare, segments
from procedures.comparison.fields import LISTS, NOT_COMPARED, VALUES
from procedures.comparison.words import TREES
from procedures.content import Content, Paper, TimeRule
from procedures.due.limits import TimeLimit, TimeUnit
from procedures.models import ProcedureVersion
from procedures.storing import content_of

from .versions import FULL, LISTS_OF, OTHER


def changed(**values: Any) -> tuple[Change, ...]:
    return compare(FULL, replace(FULL, **values))


def only(**values: Any) -> Change:
    (change,) = changed(**values)
    return change


def every_field() -> Iterator[tuple[type, str]]:
    for kind in OTHER:
        for field in fields(kind):
            if field.name not in NOT_COMPARED.get(kind, set()) and (kind, field.name) != (Paper, "number"):
                yield kind, field.name


@pytest.mark.parametrize(
    ("kind", "name"), list(every_field()), ids=lambda part: getattr(part, "__name__", part)
)
def test_no_field_is_overlooked(kind: type, name: str) -> None:
    value = OTHER[kind][name]
    if kind is Content:
        assert changed(**{name: value})
        return
    part = LISTS_OF[kind]
    first, *rest = getattr(FULL, part)
    changes = changed(**{part: (replace(first, **{name: value}), *rest)})
    assert {change.part for change in changes} == {part}
    assert all(change.old != change.new for change in changes), "the reader must see a difference"


def test_every_part_has_its_place() -> None:
    covered = {field.name for field in VALUES} | {rows.name for rows in LISTS} | set(TREES)
    assert covered | NOT_COMPARED[Content] == {field.name for field in fields(Content)}


def test_equal_versions_have_no_difference() -> None:
    assert compare(FULL, replace(FULL, number=2)) == ()


def test_values_read_as_people_say_them() -> None:
    with override("en"):
        days = only(time_rules=(TimeRule(TimeLimit(Decimal("2.5"), TimeUnit.WORKING_DAY)),))
        assert (days.label, days.item, days.field_label) == ("time limits", "every case", "time limit")
        assert (days.old, days.new) == ("3 working days", "2.5 working days")
        cutoff = TimeRule(TimeLimit(Decimal(1), TimeUnit.SAME_DAY, time(15)))
        assert "15:00" in only(time_rules=(cutoff,)).new
        money = only(rates=(replace(FULL.rates[0], amount=10_000),))
        assert (money.old, money.new) == ("8,000\u00a0₫ per copy", "10,000\u00a0₫ per copy")
        yes = only(papers=(FULL.papers[0], replace(FULL.papers[1], is_required=True)))
        assert (yes.item, yes.field_label, yes.old, yes.new) == ("Văn bản ủy quyền", "required", "no", "yes")
        assert yes.sentence == "papers – Văn bản ủy quyền – required: no → yes"
        assert only(valid_until_on=date(2026, 12, 31)).new == "31/12/2026"
        assert only(channels=("DIRECT",)).old == "at the counter, online"


def test_rows_come_and_go() -> None:
    paper = Paper(3, "Giấy chứng sinh", originals=1, channels=("POSTAL",))
    added = only(papers=(*FULL.papers, paper))
    assert (added.kind, added.item, added.old) == (ChangeKind.ADDED, "Giấy chứng sinh", "")
    with override("en"):
        assert only(papers=(paper, *FULL.papers)).new == (
            "originals: 1; required: yes; to be digitised: yes; channels: by post"
        )
    removed = only(legal_bases=())
    assert (removed.kind, removed.item, removed.new) == (ChangeKind.REMOVED, "60/2014/QH13", "")
    assert "Luật Hộ tịch" in removed.old


def test_papers_are_matched_by_code_then_by_name() -> None:
    first, second = FULL.papers
    added = Paper(1, "Giấy mới")
    changes = changed(
        papers=(added, replace(first, number=2, name="Tờ khai theo mẫu"), replace(second, number=3))
    )
    assert [(change.kind, change.field) for change in changes] == [("added", ""), ("changed", "name")]
    assert [(part.text, part.mark) for part in changes[1].segments] == [
        ("Tờ khai", "same"),
        (" theo mẫu", "added"),
    ]
    coded = only(papers=(first, replace(second, code="P2")))
    assert (coded.field, coded.old, coded.new) == ("code", "–", "P2")


def test_another_order_of_the_papers_is_one_change() -> None:
    first, second = FULL.papers
    change = only(papers=(replace(second, number=1), replace(first, number=2)))
    assert (change.field, change.old, change.new) == (
        "order",
        "Tờ khai; Văn bản ủy quyền",
        "Văn bản ủy quyền; Tờ khai",
    )


def test_papers_of_one_name_keep_apart_by_case() -> None:
    both = tuple(Paper(number, "Tờ khai", case=case) for number, case in enumerate(("A", "B"), start=1))
    old, new = replace(FULL, papers=both), replace(FULL, papers=(both[0], replace(both[1], copies=2)))
    (change,) = compare(old, new)
    assert (change.field, change.new) == ("copies", "2")
    (gone,) = compare(old, replace(FULL, papers=both[1:]))
    assert gone.kind is ChangeKind.REMOVED


def test_a_fee_is_matched_by_what_it_is_for() -> None:
    desk = replace(FULL.rates[0], channels=("DIRECT", "POSTAL"), valid_until_on=date(2026, 8, 7))
    online = replace(FULL.rates[0], channels=("ONLINE",), amount=4000)
    old = replace(FULL, rates=(desk, online))
    (change,) = compare(old, replace(FULL, rates=(online, replace(desk, amount=9000))))
    assert (change.field, "POSTAL" in change.item, change.new[:5]) == ("amount", False, "9.000")
    (ended,) = compare(old, replace(FULL, rates=(desk,)))
    assert (ended.kind, ended.part) == (ChangeKind.REMOVED, "rates")


def test_steps_are_matched_by_key_and_links_by_their_ends() -> None:
    first, end = FULL.steps
    moved = (replace(end, x=4), replace(first, hours=Decimal("1.5"), role="reception_clerk"))
    with override("en"):
        hours, role = sorted(changed(steps=moved), key=lambda change: change.field)
        assert (hours.new, role.new) == ("1.5", "reception clerk")
        link = only(links=(replace(FULL.links[0], when={"outcome": "granted"}),))
        assert (link.item, link.field_label, link.old) == ("receive → end", "when", "–")


def test_mappings_are_compared_branch_by_branch() -> None:
    form = {
        "properties": {"so": {"title": "Số", "type": "integer"}, "ngay": {"title": "Ngày", "type": "string"}}
    }
    changes = changed(form=form)
    assert [(one.kind, one.item, one.old, one.new) for one in changes] == [
        ("changed", "properties › so › type", "string", "integer"),
        ("added", "properties › ngay", "", "Ngày"),
    ]
    with override("en"):
        rule, level, code = changed(competence={"by": "agency", "code": "H12.03"})
        assert (rule.item, rule.new) == ("who decides", "one agency")
        assert (level.kind, level.old, code.new) == ("removed", wording.levels(["COMMUNE"]), "H12.03")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Bản chính giấy tờ", "Bản sao giấy tờ"),
        ("một hai ba", "ba hai một"),
        ("a", ""),
        ("", "a"),
        ("hai  khoảng\ntrống", "hai khoảng trống"),
        ("x " * 3000, "y " * 3000),
        ("a a a", "a a"),
    ],
)
def test_the_segments_make_both_texts_again(old: str, new: str) -> None:
    found = segments(old, new)
    assert "".join(part.text for part in found if part.mark != "added") == old
    assert "".join(part.text for part in found if part.mark != "removed") == new


def test_words_are_marked_not_letters() -> None:
    found = segments("Bản chính giấy tờ", "Bản sao giấy tờ")
    assert [(part.text, part.mark) for part in found] == [
        ("Bản ", "same"),
        ("chính", "removed"),
        ("sao", "added"),
        (" giấy tờ", "same"),
    ]


def contents(code: str) -> list[Content]:
    versions = ProcedureVersion.objects.filter(procedure__code=code).order_by("number")
    return [content_of(version) for version in versions.select_related("procedure__field")]


@pytest.mark.django_db
def test_the_real_versions_of_certification_differ_as_published() -> None:
    old, new = contents("2.000815")
    by_part: dict[str, list[Change]] = {}
    for change in compare(old, new):
        by_part.setdefault(change.part, []).append(change)
    assert {change.item for change in by_part["legal_bases"]} >= {
        "280/2025/NĐ-CP",
        "257/2016/TT-BTC",
        "264/2016/TT-BTC",
    }
    assert all(change.kind is ChangeKind.ADDED for change in by_part["legal_bases"])
    assert by_part["valid_from_on"][0].new == "01/11/2025"
    assert "papers" not in by_part


@pytest.mark.django_db
def test_a_placeholder_copy_differs_in_the_law_alone() -> None:
    old, new = contents("1.001193")
    found = {(change.part, change.kind, change.item) for change in compare(old, new)}
    assert ("legal_bases", ChangeKind.REMOVED, "60/2014/QH13") in found
    assert ("legal_bases", ChangeKind.ADDED, "03/2026/QH16") in found
    assert not {part for part, _kind, _item in found} & {"papers", "rates", "time_rules", "steps", "results"}


def test_comparing_needs_no_database_and_no_template() -> None:
    text = Path(settings.BASE_DIR, "procedures/comparison/comparing.py").read_text()
    assert "models" not in text
    assert "<" not in "".join(change.sentence for change in changed(name="Khác", rates=()))

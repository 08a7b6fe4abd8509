"""Lists as CSV and XLSX: what is understood, what is refused with row and column, what an export may not carry."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from procedures.content import Content
from procedures.interchange import FileRefused, Found, as_csv, as_xlsx, bytes_of, kind_of, read, read_list
from procedures.interchange.kinds import MOST_BYTES

from .portal_samples import workbook

HEAD = "code,name,field"
TODAY = date(2026, 11, 20)


def of(text: str) -> Found:
    return read_list(text.encode())


def one(text: str) -> Content:
    found = of(text)
    assert found.faults == []
    return found.items[0].content


def faults(text: str) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.field, fault.code) for fault in of(text).faults]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_separator_and_mark_do_not_matter(mark: str, sign: str) -> None:
    found = one(
        mark + sign.join(("Mã TTHC", "Tên thủ tục", "LĨNH VỰC")) + f"\r\n9.000001{sign}Tên{sign}Đất đai\r\n"
    )

    assert (found.code, found.name, found.field_name, found.field_code) == (
        "9.000001",
        "Tên",
        "Đất đai",
        "DAT_DAI",
    )


def test_a_title_above_the_header_and_a_counting_column_are_passed_over() -> None:
    found = of("DANH MỤC THỦ TỤC,,,\n,,,\nSTT,Mã TTHC,Tên TTHC,Lĩnh vực\n1,9.000001,Tên,Đất đai\n")

    assert [item.row for item in found.items] == [4]
    assert found.findings == []


def test_what_the_list_says_is_taken_and_nothing_is_added() -> None:
    head = "code,name,field,levels,service_level,channels,time,time_unit,nonterritorial,status,date"
    said = one(
        f'{head}\n9.000001,Tên,Đất đai,"Cấp tỉnh; cấp xã",Toàn trình,Trực tuyến|Trực tiếp,"2,5",ngày làm việc,có,,'
    )
    bare = one(f"{HEAD}\n9.000001,Tên,Đất đai")

    assert (said.levels, said.service_level, said.channels, said.is_nonterritorial) == (
        ("PROVINCE", "COMMUNE"),
        "FULL",
        ("DIRECT", "ONLINE"),
        True,
    )
    assert str(said.time_rules[0].limit.quantity) == "2.5"  # type: ignore[union-attr]
    assert (bare.levels, bare.service_level, bare.channels, bare.time_rules, bare.papers) == (
        (),
        "",
        (),
        (),
        (),
    )


def test_the_day_of_a_status_is_that_of_effect_or_of_repeal() -> None:
    repealed = one(f"{HEAD},status,date\n9.000001,Tên,Đất đai,Bãi bỏ,08/09/2026")
    future = one(f"{HEAD},status,date\n9.000001,Tên,Đất đai,FUTURE,2027-03-01")

    assert (repealed.valid_until_on, repealed.repeal["on"]) == (date(2026, 9, 7), "2026-09-07")
    assert future.valid_from_on == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("1.00041,Tên,Đất đai", ("code", "code_not_valid")),
        ("9.000001,,Đất đai", ("name", "value_missing")),
        ("9.000001,Thñ tôc ®¨ng ký,Đất đai", ("name", "letters_broken")),
        (f"9.000001,{'a' * 1001},Đất đai", ("name", "too_long")),
        ("9.000001,Tên", ("row", "row_cut")),
        ("9.000001,Tên,Đất đai,huyện", ("levels", "word_unknown")),
        ("9.000001,Tên,Đất đai,,REPEALED", ("date", "day_missing")),
        ("9.000001,Tên,Đất đai,,FUTURE", ("date", "day_missing")),
        ("9.000001,Tên,Đất đai,,ACTIVE,31/02/2026", ("date", "day_not_valid")),
        ("9.000001,Tên,Đất đai,,,,3", ("time_unit", "value_missing")),
        ("9.000001,Tên,Đất đai,,,,x,DAY", ("time", "time_not_valid")),
        ("9.000001,Tên,Đất đai,,,,3,DAY,too,many", ("row", "row_cut")),
    ],
)
def test_a_faulty_row_is_named_with_its_column(row: str, expected: tuple[str, str]) -> None:
    head = f"{HEAD},levels,status,date,time,time_unit"

    assert faults(f"{head}\n9.000009,Tên,Đất đai\n{row}") == [(3, *expected)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\xef\xbb\xbf \n", "file_empty"),
        (b"a,b,c\n1,2,3", "header_unknown"),
        (b"code,name\n9.000001,x", "header_unknown"),
        (b"code,name,field,code\n", "column_twice"),
        ("code,name,field\n9.000001,Tên,Đất".encode("utf-16"), "encoding_not_utf8"),
        ("code,name,field\n9.000001,Tên,Đ".encode("utf-16-le"), "encoding_not_utf8"),
        (
            "code,name,field\n9.000001,Tên,x".encode("cp1258", "replace").replace(b"T", b"\xea"),
            "encoding_not_utf8",
        ),
        (b'code,name,field\n9.000001,"never closed,x\n', "csv_broken"),
        (b"%PDF-1.7 ...", "file_kind_unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "file_kind_unknown"),
        (b"<html><body>", "file_kind_unknown"),
        (b"PK\x03\x04 cut off", "xlsx_broken"),
        (workbook([["code", "name", "field"], ["9.000001", "x", "y"]])[:-400], "xlsx_broken"),
        (workbook([["code", "name", "field"], ["9.000001", "x", "=1+1"]]), "formula_without_value"),
        (b"code,name,field\n" + b"9.000001,x,y\n" * 20_001, "too_many_rows"),
        (b"code,name,field\n9.000001," + b"x" * 30_000 + b",y\n", "cell_too_long"),
    ],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(data)
    assert refused.value.code == code
    assert str(refused.value)


def test_a_header_without_rows_is_a_fault() -> None:
    assert faults(f"{HEAD}\n") == [(0, "header", "no_rows")]


def test_columns_that_are_not_read_are_told() -> None:
    found = of(f"{HEAD},Ghi chú\n9.000001,Tên,Đất đai,xem sau")

    assert [(one.code, "Ghi chú" in one.sentence) for one in found.warnings] == [("column_unknown", True)]


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as out:
        out.truncate(200_000_000)

    with pytest.raises(FileRefused) as refused:
        bytes_of(path)
    assert refused.value.code == "file_too_large"
    with pytest.raises(FileRefused):
        kind_of(b"x" * (MOST_BYTES + 1))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 210_000_000)

    assert len(out.getvalue()) < 1_000_000
    with pytest.raises(FileRefused) as refused:
        read(out.getvalue())
    assert refused.value.code == "xlsx_too_large"


def test_a_workbook_gives_values_days_and_codes_that_were_typed_as_numbers() -> None:
    found = read_list(
        workbook(
            [
                ["Mã TTHC", "Tên TTHC", "Lĩnh vực", "Trạng thái", "Ngày"],
                [1.00041, "Tên", "Đất đai", "FUTURE", datetime(2027, 3, 1)],
                [None, None, None, None, None],
                ["9.000002", "Tên khác", "Đất đai", None, None],
            ]
        )
    )

    assert [(item.row, item.content.code) for item in found.items] == [(2, "1.000410"), (4, "9.000002")]
    assert found.items[0].content.valid_from_on == date(2027, 3, 1)


def test_an_exported_cell_never_begins_a_formula_and_comes_back_as_it_was() -> None:
    before = one(f'{HEAD},source\n9.000001,"=HYPERLINK(""x"")",Đất đai,@me')

    written = as_csv([before], today=TODAY).decode("utf-8-sig")
    assert ",'=HYPERLINK" in written.replace('"', "")
    assert "'@me" in written
    for data in (as_csv([before], today=TODAY), as_xlsx([before], today=TODAY)):
        assert read(data)[1].items[0].content == before

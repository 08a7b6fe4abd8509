"""What stands on the request forms that the scans show, filled in for invented persons of Ca Mau."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Template = Literal["civil_status_copy", "register_copy"]


@dataclass(frozen=True)
class Line:
    """A paragraph of a form: its text, look and the space after it, sizes in points."""

    text: str
    style: Literal["regular", "bold", "italic"] = "regular"
    align: Literal["left", "middle", "right"] = "left"
    points: float = 12.0
    space_after: float = 3.0


@dataclass(frozen=True)
class Person:
    """An invented person."""

    name: str
    sex: str
    born_on: str
    number: str
    commune: str
    hamlet: str


_FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Trịnh",
)
_WOMEN = (
    "Thị Bích Ngọc",
    "Thị Mỹ Duyên",
    "Kim Thoa",
    "Thị Hồng Nhung",
    "Ngọc Yến",
    "Thị Thúy Kiều",
    "Thị Diễm Hương",
)
_MEN = (
    "Văn Hậu",
    "Hoàng Phúc",
    "Minh Đức",
    "Quốc Toản",
    "Thanh Tùng",
    "Hữu Nghĩa",
    "Công Thành",
    "Trọng Nghĩa",
)
_COMMUNES = (
    "phường An Xuyên",
    "phường Tân Thành",
    "phường Bạc Liêu",
    "phường Giá Rai",
    "xã Năm Căn",
    "xã Đất Mũi",
    "xã Cái Nước",
    "xã Đầm Dơi",
    "xã U Minh",
    "xã Thới Bình",
    "xã Hồ Thị Kỷ",
    "xã Sông Đốc",
)
_HAMLETS = ("ấp Rạch Bần", "ấp Xóm Lẫm", "ấp Kinh Giữa", "khóm 3", "khóm 5", "ấp Tân Lợi", "ấp Bàu Sen")
_RELATIONS = ("bản thân", "con", "mẹ", "cha", "vợ", "chồng", "anh ruột", "cháu ngoại")
_PURPOSES = (
    "bổ sung hồ sơ nhập học",
    "bổ sung hồ sơ xin việc làm",
    "làm thủ tục hưởng chế độ bảo hiểm xã hội",
    "điều chỉnh thông tin trên giấy tờ nhà đất",
)


def request_lines(seed: int, template: Template) -> list[Line]:
    """Return the lines of one filled-in form; the same seed gives the same person and the same answers."""
    chance = np.random.default_rng([seed, 7])
    build = {"civil_status_copy": _civil_status_copy, "register_copy": _register_copy}[template]
    return build(chance)


def invented_person(chance: np.random.Generator) -> Person:
    """Return a person with a well-formed, invented identity number."""
    woman = bool(chance.integers(2))
    day, month, year = (
        int(chance.integers(1, 29)),
        int(chance.integers(1, 13)),
        int(chance.integers(1950, 2000)),
    )
    number = f"09{chance.choice([5, 6])}{int(woman)}{year % 100:02d}{int(chance.integers(1_000_000)):06d}"
    name = f"{chance.choice(_FAMILIES)} {chance.choice(_WOMEN if woman else _MEN)}"
    return Person(
        name,
        "Nữ" if woman else "Nam",
        f"{day:02d}/{month:02d}/{year}",
        number,
        str(chance.choice(_COMMUNES)),
        str(chance.choice(_HAMLETS)),
    )


def _heading(title: str, office: str) -> list[Line]:
    return [
        Line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "bold", "middle", 12, 0),
        Line("Độc lập - Tự do - Hạnh phúc", "bold", "middle", 12.5, 18),
        Line(title, "bold", "middle", 14, 12),
        Line(f"Kính gửi: Ủy ban nhân dân {office}, tỉnh Cà Mau", align="middle", points=12.5, space_after=10),
    ]


def _closing(who: Person, chance: np.random.Generator) -> list[Line]:
    day, month = int(chance.integers(1, 29)), int(chance.integers(1, 11))
    return [
        Line(
            "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật "
            "về cam đoan của mình.",
            space_after=8,
        ),
        Line(
            f"Làm tại: {who.commune}, ngày {day:02d} tháng {month:02d} năm 2026",
            "italic",
            "right",
            space_after=4,
        ),
        Line("Người yêu cầu", "bold", "right", space_after=46),
        Line(who.name, "bold", "right", 12.5, 0),
    ]


def _civil_status_copy(chance: np.random.Generator) -> list[Line]:
    """The request for a copy of a civil status extract (procedure 2.000635)."""
    who, subject = invented_person(chance), invented_person(chance)
    book, entry, copies = int(chance.integers(1, 9)), int(chance.integers(1, 400)), int(chance.integers(1, 6))
    year = subject.born_on[-4:]
    return [
        *_heading("TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH", who.commune),
        Line(f"Họ, chữ đệm, tên người yêu cầu: {who.name.upper()}"),
        Line(f"Ngày, tháng, năm sinh: {who.born_on}"),
        Line(f"Nơi cư trú: {who.hamlet}, {who.commune}, tỉnh Cà Mau"),
        Line(f"Giấy tờ tùy thân: Căn cước công dân số {who.number}"),
        Line(
            f"Quan hệ với người được cấp bản sao trích lục hộ tịch: {chance.choice(_RELATIONS)}",
            space_after=8,
        ),
        Line("Đề nghị cơ quan cấp bản sao trích lục khai sinh cho người có tên dưới đây:", space_after=6),
        Line(f"Họ, chữ đệm, tên: {subject.name.upper()}"),
        Line(f"Ngày, tháng, năm sinh: {subject.born_on}"),
        Line(f"Giới tính: {subject.sex}. Dân tộc: Kinh. Quốc tịch: Việt Nam"),
        Line(f"Nơi cư trú: {subject.hamlet}, {subject.commune}, tỉnh Cà Mau"),
        Line(f"Giấy tờ tùy thân: Căn cước công dân số {subject.number}"),
        Line(
            f"Đã đăng ký khai sinh tại Ủy ban nhân dân {subject.commune}, "
            f"số {entry}, quyển số {book:02d}/{year}, đăng ký năm {year}."
        ),
        Line(f"Mục đích sử dụng: {chance.choice(_PURPOSES)}."),
        Line(f"Số lượng bản sao yêu cầu cấp: {copies:02d} bản.", space_after=8),
        *_closing(who, chance),
    ]


def _register_copy(chance: np.random.Generator) -> list[Line]:
    """The request for a copy from the original register (procedure 2.000908)."""
    who = invented_person(chance)
    entry, year, copies = (
        int(chance.integers(100, 9000)),
        int(chance.integers(1985, 2024)),
        int(chance.integers(1, 6)),
    )
    return [
        *_heading("ĐƠN ĐỀ NGHỊ CẤP BẢN SAO TỪ SỔ GỐC", who.commune),
        Line(f"Họ và tên người yêu cầu: {who.name.upper()}"),
        Line(f"Ngày, tháng, năm sinh: {who.born_on}. Giới tính: {who.sex}"),
        Line(f"Số định danh cá nhân: {who.number}"),
        Line(f"Nơi cư trú: {who.hamlet}, {who.commune}, tỉnh Cà Mau", space_after=8),
        Line(
            f"Tôi là người được cấp bản chính quyết định số {entry}/QĐ-UBND năm {year}, hiện được lưu "
            "trong sổ gốc của cơ quan. Bản chính đã cũ, một số chữ không còn đọc được."
        ),
        Line(
            f"Nay tôi đề nghị cơ quan cấp cho tôi {copies:02d} bản sao từ sổ gốc để "
            f"{chance.choice(_PURPOSES)}. Tôi nhận kết quả tại điểm tiếp nhận nơi nộp hồ sơ.",
            space_after=8,
        ),
        Line("Giấy tờ kèm theo: bản chụp quyết định, giấy tờ chứng minh quan hệ (nếu có).", space_after=8),
        *_closing(who, chance),
    ]

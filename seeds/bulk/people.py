"""Invented people for dossiers in bulk: names, addresses, identity and telephone numbers that fit no real person."""

from dataclasses import dataclass
from random import Random

FAMILY = (
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
    "Thạch",
    "Danh",
)
MIDDLE = {
    "m": ("Văn", "Hữu", "Minh", "Quốc", "Thanh", "Công", "Đức"),
    "f": ("Thị", "Ngọc", "Thị Kim", "Mỹ", "Thị Phương"),
}
GIVEN = {
    "m": ("An", "Bình", "Cường", "Dũng", "Hải", "Khánh", "Long", "Nghĩa", "Phúc", "Tài", "Thắng", "Trung"),
    "f": ("Ánh", "Cúc", "Diễm", "Hạnh", "Hương", "Lan", "Mai", "Nhung", "Phượng", "Thảo", "Trinh", "Yến"),
}


@dataclass(frozen=True)
class Person:
    name: str
    id_number: str
    phone: str
    address: str


def person(chance: Random, commune: str) -> Person:
    """Return somebody who lives in the commune; the birth year of the number fits century and sex."""
    sex, year = chance.choice("mf"), chance.randrange(1945, 2007)
    name = f"{chance.choice(FAMILY)} {chance.choice(MIDDLE[sex])} {chance.choice(GIVEN[sex])}"
    century = 2 * (year >= 2000) + (sex == "f")
    number = f"096{century}{year % 100:02}{chance.randrange(10**6):06}"
    phone = f"+849{chance.randrange(10**8):08}"
    return Person(name, number, phone, f"Ấp {chance.randrange(1, 16)}, {commune}, Cà Mau")

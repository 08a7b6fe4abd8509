"""The columns of a list of procedures: their names in English and Vietnamese, and the words that stand in them."""

from typing import Final

from accounts.names import fold

# Our name of each column, then how people head it; compared without accents, case and signs.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "code": ("Mã TTHC", "Mã thủ tục", "Mã thủ tục hành chính", "Mã số TTHC", "Mã"),
    "name": ("Tên TTHC", "Tên thủ tục", "Tên thủ tục hành chính", "Thủ tục hành chính", "Tên"),
    "field_code": ("Mã lĩnh vực",),
    "field": ("Lĩnh vực", "Tên lĩnh vực", "field_name"),
    "levels": ("Cấp thực hiện", "Cấp", "Cấp giải quyết", "level"),
    "status": ("Trạng thái", "Tình trạng"),
    "date": ("Ngày", "Ngày áp dụng"),
    "valid_from_on": ("Ngày có hiệu lực", "Ngày hiệu lực", "Hiệu lực từ ngày", "valid_from"),
    "valid_until_on": ("Ngày hết hiệu lực", "Hiệu lực đến ngày", "valid_until"),
    "service_level": ("Mức độ", "Mức độ DVC", "Mức độ cung cấp dịch vụ công"),
    "channels": ("Kênh", "Cách thức thực hiện", "Hình thức nộp"),
    "time": ("Thời hạn", "Thời hạn giải quyết", "time_quantity"),
    "time_unit": ("Đơn vị thời hạn", "Đơn vị thời gian"),
    "nonterritorial": ("Phi địa giới", "Phi địa giới hành chính", "Tiếp nhận không phụ thuộc địa giới"),
    "executing": ("Cơ quan thực hiện", "Cơ quan giải quyết"),
    "decision": ("Quyết định công bố", "Số quyết định"),
    "decision_on": ("Ngày quyết định", "Ngày ban hành"),
    "replaced_by": ("Thay thế bởi", "Thay thế bằng"),
    "source": ("Nguồn",),
}
NEEDED: Final = ("code", "name", "field")
NUMBERING: Final = ("stt", "tt", "so thu tu", "no")  # a column that only counts the rows

LEVEL_WORDS: Final = {
    "province": "PROVINCE",
    "tinh": "PROVINCE",
    "cap tinh": "PROVINCE",
    "commune": "COMMUNE",
    "xa": "COMMUNE",
    "cap xa": "COMMUNE",
}
STATUS_WORDS: Final = {
    "active": "ACTIVE",
    "dang hieu luc": "ACTIVE",
    "con hieu luc": "ACTIVE",
    "co hieu luc": "ACTIVE",
    "future": "FUTURE",
    "chua hieu luc": "FUTURE",
    "chua co hieu luc": "FUTURE",
    "repealed": "REPEALED",
    "het hieu luc": "REPEALED",
    "bai bo": "REPEALED",
    "bi bai bo": "REPEALED",
}
SERVICE_WORDS: Final = {
    "full": "FULL",
    "toan trinh": "FULL",
    "partial": "PARTIAL",
    "mot phan": "PARTIAL",
    "offline": "OFFLINE",
    "truc tiep": "OFFLINE",
    "chua cung cap truc tuyen": "OFFLINE",
}
CHANNEL_WORDS: Final = {
    "direct": "DIRECT",
    "truc tiep": "DIRECT",
    "online": "ONLINE",
    "truc tuyen": "ONLINE",
    "postal": "POSTAL",
    "post": "POSTAL",
    "buu chinh": "POSTAL",
    "dich vu buu chinh": "POSTAL",
}
UNIT_WORDS: Final = {
    "working_day": "WORKING_DAY",
    "ngay lam viec": "WORKING_DAY",
    "day": "DAY",
    "ngay": "DAY",
    "hour": "HOUR",
    "gio": "HOUR",
    "gio lam viec": "HOUR",
    "month": "MONTH",
    "thang": "MONTH",
    "same_day": "SAME_DAY",
    "trong ngay": "SAME_DAY",
}
FLAG_WORDS: Final = {
    "true": True,
    "yes": True,
    "1": True,
    "x": True,
    "co": True,
    "false": False,
    "no": False,
    "0": False,
    "khong": False,
}

# How the words of a column are named to somebody who wrote another one.
SHOWN: Final = {
    "levels": "PROVINCE (cấp tỉnh), COMMUNE (cấp xã)",
    "status": "ACTIVE (còn hiệu lực), FUTURE (chưa có hiệu lực), REPEALED (bãi bỏ)",
    "service_level": "FULL (toàn trình), PARTIAL (một phần), OFFLINE (trực tiếp)",
    "channels": "DIRECT (trực tiếp), ONLINE (trực tuyến), POSTAL (bưu chính)",
    "time_unit": "WORKING_DAY (ngày làm việc), DAY (ngày), HOUR (giờ), MONTH (tháng), SAME_DAY (trong ngày)",
    "nonterritorial": "true (có), false (không)",
}


def key_of(header: str) -> str:
    """Return what makes two headers the same: letters and digits without accents, single blanks."""
    letters = "".join(letter if letter.isalnum() or letter == "_" else " " for letter in fold(header))
    return " ".join(letters.split())


_BY_KEY: Final = {
    key: name for name, headers in COLUMNS.items() for key in (name, *(key_of(one) for one in headers))
}


def column_of(header: str) -> str:
    """Return our name of a column, "" for one that is not known."""
    return _BY_KEY.get(key_of(header), "")


def is_numbering(header: str) -> bool:
    """Say whether the column only counts the rows."""
    return key_of(header) in NUMBERING

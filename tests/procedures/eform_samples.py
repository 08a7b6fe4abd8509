"""A small e-form that has one field of each kind, and answers that are right."""

from typing import Any

from procedures.eforms import ordered


def text(vi: str, en: str, **rules: Any) -> dict[str, Any]:
    return {"type": "string", "x-label": {"vi": vi, "en": en}} | rules


def listed(*options: tuple[str, str, str]) -> dict[str, Any]:
    labels = {value: {"vi": vi, "en": en} for value, vi, en in options}
    return {"enum": [value for value, _vi, _en in options], "x-enum-labels": labels}


def label(vi: str, en: str) -> dict[str, str]:
    return {"vi": vi, "en": en}


SEX = listed(("MALE", "Nam", "Male"), ("FEMALE", "Nữ", "Female"))
PERSON: dict[str, Any] = {
    "type": "object",
    "x-label": label("Người yêu cầu", "Requester"),
    "properties": {
        "full_name": text("Họ và tên", "Full name", maxLength=30, **{"x-prefill": "full_name"}),
        "born_on": text(
            "Ngày sinh", "Date of birth", format="date", **{"x-day": "past", "x-prefill": "born_on"}
        ),
        "sex": text("Giới tính", "Sex", **SEX, **{"x-prefill": "sex"}),
        "id_number": text(
            "Số định danh", "Personal number", format="id-number", **{"x-prefill": "id_number"}
        ),
        "phone": text("Điện thoại", "Telephone", format="phone"),
        "email": text("Thư điện tử", "E-mail", format="email"),
        "relation": text(
            "Quan hệ", "Relation", **listed(("SELF", "Bản thân", "Myself"), ("OTHER", "Khác", "Other"))
        ),
        "relation_other": text("Quan hệ khác", "Other relation"),
    },
    "required": ["full_name", "born_on"],
    "allOf": [
        {
            "if": {"properties": {"relation": {"const": "OTHER"}}, "required": ["relation"]},
            "then": {"required": ["relation_other"]},
        }
    ],
    "dependentRequired": {"email": ["phone"]},
}
CHILD: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": text("Họ tên con", "Name of the child", minLength=2),
        "born_on": text("Ngày sinh con", "Birth of the child", format="date"),
    },
    "required": ["name"],
}
FORM: dict[str, Any] = ordered(
    {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "person": PERSON,
            "copies": {"type": "integer", "minimum": 1, "maximum": 20, "x-label": label("Số bản", "Copies")},
            "area": {"type": "number", "minimum": 0, "x-label": label("Diện tích", "Area")},
            "plate": text(
                "Biển số",
                "Plate",
                pattern="^[0-9]{2}[A-Z]-[0-9]{4,5}$",
                **{"x-hint": label("Ví dụ 69A-12345.", "E.g. 69A-12345.")},
            ),
            "reason": text("Lý do", "Reason", maxLength=400),
            "urgent": {"type": "boolean", "x-label": label("Cần gấp", "Urgent")},
            "papers": {
                "type": "array",
                "x-label": label("Giấy tờ kèm theo", "Papers"),
                "items": {"type": "string", **listed(("A", "Giấy A", "Paper A"), ("B", "Giấy B", "Paper B"))},
                "minItems": 1,
                "uniqueItems": True,
            },
            "children": {
                "type": "array",
                "x-label": label("Con", "Child"),
                "maxItems": 3,
                "items": CHILD,
            },
            "declaration": {"type": "boolean", "const": True, "x-label": label("Tôi cam đoan", "I declare")},
        },
        "required": ["person", "declaration"],
    }
)
ANSWERS: dict[str, Any] = {
    "person": {"full_name": "Nguyễn Văn Thử", "born_on": "1985-03-15", "sex": "MALE"},
    "copies": 2,
    "children": [{"name": "Nguyễn Văn Con", "born_on": "2015-01-02"}],
    "declaration": True,
}

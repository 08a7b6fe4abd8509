"""Records of the portal's model as small as a test needs them, and XLSX files made of cells."""

import io
from typing import Any

from openpyxl import Workbook

SAME_DAY = "Ngay trong ngày; trường hợp nhận hồ sơ sau 15 giờ thì trả kết quả trong ngày làm việc tiếp theo"
PER_PAGE = "2.000 đồng/trang; từ trang thứ ba trở lên 1.000 đồng/trang"


def record(**changes: Any) -> dict[str, Any]:
    """A record described in full; None takes a key away."""
    whole = {
        "code": "9.000815",
        "name": "Chứng thực bản sao từ bản chính",
        "category": {"code": "G15-TP03", "name": "Chứng thực"},
        "isProvince": False,
        "isWard": True,
        "isVertical": False,
        "isFullProcess": False,
        "isOfflineOnly": False,
        "isNonTerritorial": True,
        "executionMethods": [
            method("ONLINE", 2.5, "WORKING_DAY"),
            method("DIRECT", 1, "OTHER", SAME_DAY, [fee("FEE", 2000, PER_PAGE)]),
        ],
        "executionCases": [
            {
                "name": "Bao gồm",
                "profileComponents": [
                    paper("000.00.00.G15-KQ003208", "Bản chính giấy tờ", required=True),
                    paper("", "Bản sao cần chứng thực", originalQty=0, copyQty=1),
                ],
            },
            {"name": "Người đại diện", "profileComponents": [paper("", "Văn bản ủy quyền")]},
        ],
        "cases": [
            {
                "code": "9.000815.01",
                "name": "Số lượng lớn",
                "processingDay": {"qty": 4, "type": "WORKING_DAY"},
            }
        ],
        "resultsDetails": [{"code": "KQ.G15.000021", "name": "Bản sao được chứng thực"}],
        "subjectTypesDetails": [{"code": "ĐT1", "name": "Công dân Việt Nam"}],
        "legalBasisesDetails": [{"code": "23/2015/NĐ-CP", "name": "Chứng thực"}],
        "departmentsExecuting": [],
        "unitGroupsExecuting": [{"name": "Ủy ban nhân dân cấp xã"}],
        "departmentsCoordinating": [{"name": "Cơ quan thuế"}],
        "requirementsAndConditions": "Không",
        "procedureProposal": {"proposalNumber": "3152/QĐ-BTP", "decisionDate": 1761843600000},
        "effectiveFrom": 1761930000000,
        "effectiveTo": None,
    }
    return {
        key: value for key, value in (whole | changes).items() if value is not None or key == "effectiveTo"
    }


def method(
    channel: str, time: object, unit: str, words: str = "", fees: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    return {
        "submissionMethod": channel,
        "processingTime": time,
        "processingTimeUnit": unit,
        "description": words,
        "fees": fees or [],
    }


def fee(kind: str, value: object, words: str, currency: str = "VND") -> dict[str, Any]:
    return {"type": kind, "value": value, "currency": currency, "description": words}


def paper(code: str, name: str, **changes: Any) -> dict[str, Any]:
    whole = {
        "code": code,
        "name": name,
        "originalQty": 1,
        "copyQty": 0,
        "required": False,
        "hasElectronicForm": False,
        "isProcessingResult": False,
    }
    return whole | changes


def workbook(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

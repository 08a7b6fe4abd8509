"""Contexts of invented people for the paper tests: usual ones, and the longest names a paper must hold."""

from dataclasses import replace
from datetime import datetime

from dossiers.papers.contexts import ZONE, Fact, HandedInPaper, ReceiptContext, ResultContext

RECEIPT = ReceiptContext(
    superior_name="Ủy ban nhân dân phường An Xuyên",
    office_name="Trung tâm Phục vụ hành chính công phường An Xuyên",
    number="0127",
    dossier_code="H12.22-260312-0127",
    link="https://dichvucong.camau.example/t/Jd8sK2mQx7/",
    place="An Xuyên",
    applicant_name="Nguyễn Thị Quỳnh Như",
    id_number="0961••••••34",
    address="Số 12, đường Phan Ngọc Hiển, khóm 5, phường An Xuyên, tỉnh Cà Mau",
    phone="0912 ••• 678",
    procedure_code="2.000635",
    procedure_name="Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
    papers=(
        HandedInPaper("Tờ khai đề nghị cấp bản sao trích lục hộ tịch", "Bản chính", 1),
        HandedInPaper("Văn bản ủy quyền", "Bản chính", 1),
        HandedInPaper("Thẻ căn cước", "Bản điện tử", 1, "xuất trình, đã khai thác từ cơ sở dữ liệu"),
    ),
    time_limit="Trong ngày làm việc; tiếp nhận sau 15 giờ thì trả kết quả trong ngày làm việc tiếp theo",
    at=datetime(2026, 3, 12, 15, 41, tzinfo=ZONE),
    received_at=datetime(2026, 3, 12, 15, 41, tzinfo=ZONE),
    due_at=datetime(2026, 3, 13, 17, 0, tzinfo=ZONE),
    result_place="Trung tâm Phục vụ hành chính công phường An Xuyên",
    result_way="Trực tiếp tại quầy và bản điện tử",
    clerk_name="Trần Văn Đức",
    content="Cấp 01 bản sao Giấy khai sinh",
    competent_agency_name="Ủy ban nhân dân xã Nguyễn Việt Khái",
    fee=8000,
    fee_note="8.000 đồng/bản sao",
    register_book="01/2026",
    register_number="127",
)

# The longest names in the national lists: procedure 2.000815, ward 'Văn Miếu - Quốc Tử Giám', Cà Mau's longest centre.
LONGEST_PROCEDURE = (
    "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có thẩm quyền của Việt Nam; cơ quan, tổ chức"
    " có thẩm quyền của nước ngoài; cơ quan, tổ chức có thẩm quyền của Việt Nam liên kết với cơ quan, tổ chức có thẩm"
    " quyền của nước ngoài cấp hoặc chứng nhận"
)
LONGEST_RECEIPT = replace(
    RECEIPT,
    superior_name="Ủy ban nhân dân phường Văn Miếu - Quốc Tử Giám",
    office_name="Trung tâm Phục vụ hành chính công phường Văn Miếu - Quốc Tử Giám",
    place="Phường Văn Miếu - Quốc Tử Giám",
    applicant_name="Công Tằng Tôn Nữ Nguyễn Phước Hoàng Thị Thiên Hương Diễm Quỳnh",
    subject_name="Nguyễn Phước Vĩnh San Bảo Long Đặng Trần Lê Hoàng Anh Khôi",
    address="Số 1234/56/78, đường Nguyễn Thị Minh Khai nối dài, khu dân cư Đường Trường Sơn, tổ dân phố 15, phường Văn"
    " Miếu - Quốc Tử Giám, thành phố Hà Nội",
    email="congtangtonnunguyenphuochoangthithienhuongdiemquynh@hopthudientu.example",
    procedure_code="2.000815",
    procedure_name=LONGEST_PROCEDURE,
    content="",
    competent_agency_name="Ủy ban nhân dân phường Văn Miếu - Quốc Tử Giám",
    papers=tuple(
        HandedInPaper(
            f"Giấy tờ chứng minh nơi cư trú hoặc quan hệ với người được cấp bản chính, thứ {n}", "Bản sao", n
        )
        for n in range(1, 7)
    ),
    result_place="Trung tâm Phục vụ hành chính công phường Văn Miếu - Quốc Tử Giám",
    result_way="Qua dịch vụ bưu chính công ích đến địa chỉ nêu trên và bản điện tử trong kho dữ liệu",
    clerk_name="Huỳnh Nguyễn Phương Uyên Thảo",
    fee=1_234_567_890,
    fee_note="2.000 đồng/trang; từ trang thứ ba 1.000 đồng/trang",
)

EXTRACT = ResultContext(
    outcome="granted",
    procedure_code="2.000635",
    procedure_name="Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
    superior_name="Tỉnh Cà Mau",
    agency_name="Ủy ban nhân dân xã Nguyễn Việt Khái",
    number="45",
    symbol="TLKS-BS",
    place="Nguyễn Việt Khái",
    issued_at=datetime(2026, 3, 13, 9, 5, tzinfo=ZONE),
    dossier_code="H12.22-260312-0127",
    received_at=datetime(2026, 3, 12, 15, 41, tzinfo=ZONE),
    applicant_name="Nguyễn Thị Quỳnh Như",
    applicant_address="Số 12, đường Phan Ngọc Hiển, khóm 5, phường An Xuyên, tỉnh Cà Mau",
    approver_title="KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    approver_name="Lâm Hoàng Vũ",
    verify_url="https://dichvucong.camau.example/v/7KQ2M9XPRT/",
    result_name="Trích lục khai sinh",
    facts=(
        Fact("Họ, chữ đệm, tên", "NGUYỄN THỊ QUỲNH NHƯ"),
        Fact(
            "Ngày, tháng, năm sinh",
            "02/09/1998 (ngày hai, tháng chín, năm một nghìn chín trăm chín mươi tám)",
        ),
        Fact("Giới tính", "Nữ"),
        Fact("Dân tộc", "Kinh"),
        Fact("Quốc tịch", "Việt Nam"),
        Fact("Nơi sinh", "Trạm Y tế xã Nguyễn Việt Khái, tỉnh Cà Mau"),
        Fact("Họ, chữ đệm, tên người mẹ", "Đặng Thị Ngọc Ẩn"),
        Fact("Họ, chữ đệm, tên người cha", "Nguyễn Hữu Nghĩa"),
        Fact("Số, ngày đăng ký khai sinh", "0118/1998, ngày 14/09/1998"),
    ),
    legal_bases=("Luật Hộ tịch số 60/2014/QH13", "Nghị định số 87/2020/NĐ-CP"),
    recipients=("Người yêu cầu", "Lưu: VT, sổ hộ tịch"),
)

COPY = replace(
    EXTRACT,
    procedure_code="2.000908",
    procedure_name="Cấp bản sao từ sổ gốc",
    symbol="BS-SG",
    result_name="",
    facts=(
        Fact("Tên giấy tờ", "Bằng tốt nghiệp trung học phổ thông"),
        Fact("Cấp cho", "Nguyễn Thị Quỳnh Như"),
        Fact("Số hiệu bản chính", "B 0123456, số vào sổ gốc 118/2016"),
        Fact("Ngày cấp bản chính", "20/07/2016"),
    ),
)

REFUSAL = replace(
    COPY,
    outcome="refused",
    symbol="TB-UBND",
    facts=(),
    paragraphs=(
        "1. Sổ gốc do Ủy ban nhân dân xã Nguyễn Việt Khái đang lưu giữ không có thông tin về giấy tờ Ông/Bà yêu cầu.",
        "2. Đề nghị Ông/Bà liên hệ cơ quan, tổ chức đã cấp bản chính để được cấp bản sao.",
    ),
    legal_bases=("Điều 17 Nghị định số 23/2015/NĐ-CP",),
)

LONGEST_REFUSAL = replace(
    REFUSAL,
    superior_name="Thành phố Hà Nội",
    agency_name="Ủy ban nhân dân phường Văn Miếu - Quốc Tử Giám",
    place="Phường Văn Miếu - Quốc Tử Giám",
    procedure_code="2.000815",
    procedure_name=LONGEST_PROCEDURE,
    applicant_name=LONGEST_RECEIPT.applicant_name,
    applicant_address=LONGEST_RECEIPT.address,
    approver_name="Công Tằng Tôn Nữ Nguyễn Phước Hoàng Thị Thiên Hương",
)

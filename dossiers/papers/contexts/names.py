"""The names of the statutory forms: seven of the one-stop circular, three of the police for residence procedures."""

from dataclasses import dataclass

ONE_STOP = "Thông tư số 03/2025/TT-VPCP"
POLICE = "Thông tư số 66/2023/TT-BCA"


@dataclass(frozen=True)
class FormName:
    """`label` stands at the top right, `symbol` behind the number ('12/HDHS'; '' for a form without a number)."""

    code: str
    label: str
    title: str
    symbol: str
    circular: str

    @property
    def footer(self) -> str:
        return f"{self.label} - {self.title}"


def _one_stop(code: str, title: str, symbol: str) -> FormName:
    return FormName(code, f"Mẫu số {code}", title, symbol, ONE_STOP)


def _police(code: str, title: str, symbol: str) -> FormName:
    return FormName(code, f"Mẫu {code}", title, symbol, POLICE)


_NAMES = (
    _one_stop("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "TNHS"),
    _one_stop("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "HDHS"),
    _one_stop("03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ", "TCHS"),
    _one_stop("04", "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết", "PXL"),
    _one_stop("05", "Thông báo dừng giải quyết hồ sơ", "TB-DGQ"),
    _one_stop("06", "Phiếu kiểm soát quá trình giải quyết hồ sơ", ""),
    _one_stop("07", "Sổ theo dõi hồ sơ", ""),
    _police("CT04", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "TNHS"),
    _police("CT05", "Phiếu hướng dẫn bổ sung, hoàn thiện hồ sơ", "HDHS"),
    _police("CT06", "Phiếu từ chối tiếp nhận, giải quyết hồ sơ", "TCHS"),
)
FORM_NAMES: dict[str, FormName] = {name.code: name for name in _NAMES}
# The form of the one-stop circular in whose place a form of the police stands, by the word that opens `own_forms`.
IN_PLACE_OF = {"CT04": "01", "CT05": "02", "CT06": "03"}


def form_name(number: str, own_forms: tuple[str, ...] = ()) -> FormName:
    """Return the form that a version uses for `number` ('01' to '07'): its own where it has one of the police."""
    own = {
        IN_PLACE_OF[code]: code
        for code in (form.partition(" ")[0] for form in own_forms)
        if code in IN_PLACE_OF
    }
    return FORM_NAMES[own.get(number, number)]

"""The test authority: what it issues, that nothing is overwritten, and that two processes may issue at once."""

import multiprocessing
import stat
from pathlib import Path

import pytest
from cryptography import x509

from dossiers.papers import keys
from dossiers.papers.errors import PaperError
from dossiers.papers.sign import Pkcs12Signer


def all_files(directory: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()
    }


def test_set_up_again_changes_nothing(tmp_path: Path) -> None:
    authority = keys.make_authority(tmp_path)
    person = keys.issue_personal(tmp_path, "vu.lam", "Lâm Hoàng Vũ", "Ủy ban nhân dân xã Nguyễn Việt Khái")
    seal = keys.issue_seal(tmp_path, "H12.261", "Ủy ban nhân dân xã Nguyễn Việt Khái")
    before = all_files(tmp_path)

    assert keys.make_authority(tmp_path) == authority
    assert keys.issue_personal(tmp_path, "vu.lam", "Somebody Else", "Elsewhere") == person
    assert keys.issue_seal(tmp_path, "H12.261", "Elsewhere") == seal
    assert all_files(tmp_path) == before
    assert {"ca.pem", "ca.key.pem", "personal/vu.lam.p12", "seals/H12.261.p12"} <= set(before)
    assert len({authority.serial, person.serial, seal.serial}) == 3


def test_certificates_name_the_holder_and_outlive_the_papers(keys_dir: Path) -> None:
    person = x509.load_der_x509_certificate(Pkcs12Signer.personal(keys_dir, "vu.lam").certificate)
    names = {attribute.rfc4514_attribute_name: attribute.value for attribute in person.subject}
    usage = person.extensions.get_extension_for_class(x509.KeyUsage).value

    assert names["CN"] == "Lâm Hoàng Vũ"
    assert names["O"] == "Ủy ban nhân dân xã Nguyễn Việt Khái"
    assert names["UID"] == "vu.lam"
    assert usage.content_commitment and not usage.key_cert_sign
    assert (person.not_valid_after_utc - person.not_valid_before_utc).days >= 3650


@pytest.mark.filterwarnings("ignore:Attribute's length:UserWarning")
def test_the_longest_agency_name_is_not_cut(tmp_path: Path) -> None:
    name = "Trung tâm Phục vụ hành chính công phường Văn Miếu - Quốc Tử Giám"
    issued = keys.issue_seal(tmp_path, "H26.1", name)

    assert (issued.common_name, issued.organisation) == (name, name)


def test_keys_are_for_their_owner_only(keys_dir: Path) -> None:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in keys_dir.rglob("*") if path.is_file()}

    assert {name for name, mode in modes.items() if mode & 0o077 and name != ".lock"} == set()


def test_a_key_without_its_passphrase_is_useless(keys_dir: Path) -> None:
    with pytest.raises(ValueError):
        Pkcs12Signer(keys.seal_path(keys_dir, "H12.261").read_bytes(), b"guess")


def test_set_up_mends_what_a_crash_left_out(tmp_path: Path) -> None:
    serial = keys.make_authority(tmp_path).serial
    key = (tmp_path / "ca.key.pem").read_bytes()
    seal = keys.issue_seal(tmp_path, "H12.261", "Ủy ban nhân dân xã Nguyễn Việt Khái")
    (tmp_path / "seals" / "H12.261.pem").unlink()
    (tmp_path / "ca.pem").unlink()
    (tmp_path / ".ca.pem.partial").write_bytes(b"-----BEGIN")

    assert keys.make_authority(tmp_path).serial != serial
    assert (tmp_path / "ca.key.pem").read_bytes() == key
    assert keys.issue_seal(tmp_path, "H12.261", "-") == seal


def test_four_processes_at_once_make_one_authority_and_one_seal(tmp_path: Path) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        issued = pool.starmap(
            keys.issue_seal, [(tmp_path, "H12.261", "Ủy ban nhân dân xã Nguyễn Việt Khái")] * 4
        )

    assert len({one.serial for one in issued}) == 1


@pytest.mark.parametrize("name", ["../ca", "a/b", ".lock", "", "a\0b"])
def test_a_name_cannot_leave_the_directory(name: str, keys_dir: Path) -> None:
    with pytest.raises(PaperError) as error:
        keys.issue_personal(keys_dir, name, "X", "Y")
    assert error.value.code == "key_name"


def test_who_has_no_key_cannot_sign(keys_dir: Path) -> None:
    with pytest.raises(PaperError) as error:
        Pkcs12Signer.personal(keys_dir, "nobody")
    assert error.value.code == "key_missing"

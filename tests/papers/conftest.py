"""Keys of one test authority, and a result taken through signature and seal, made once for all paper tests."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from dossiers.papers import keys
from dossiers.papers.contexts import ZONE
from dossiers.papers.render import render
from dossiers.papers.sign import Pkcs12Signer, seal_agency, sign_personal

from .samples import EXTRACT

SIGNED_AT = datetime(2026, 3, 13, 9, 15, 42, tzinfo=ZONE)
SEALED_AT = datetime(2026, 3, 13, 9, 20, 7, tzinfo=ZONE)


@dataclass(frozen=True)
class Result:
    """One result at its three stages, and who signs."""

    unsigned: bytes
    signed: bytes
    sealed: bytes
    person: Pkcs12Signer
    agency: Pkcs12Signer
    authority: Path


@pytest.fixture(scope="session")
def keys_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("keys")
    keys.make_authority(directory)
    keys.issue_personal(directory, "vu.lam", EXTRACT.approver_name, EXTRACT.agency_name)
    keys.issue_seal(directory, "H12.261", EXTRACT.agency_name)
    return directory


@pytest.fixture(scope="session")
def result(keys_dir: Path) -> Result:
    person, agency = Pkcs12Signer.personal(keys_dir, "vu.lam"), Pkcs12Signer.seal(keys_dir, "H12.261")
    unsigned = render("result.html", EXTRACT)
    signed = sign_personal(
        unsigned, person, at=SIGNED_AT, name=EXTRACT.approver_name, reason="Phê duyệt kết quả"
    )
    sealed = seal_agency(signed, agency, at=SEALED_AT, agency_name=EXTRACT.agency_name)
    return Result(unsigned, signed, sealed, person, agency, keys.authority_path(keys_dir))

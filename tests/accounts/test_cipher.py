"""The cipher: what it seals opens only as what it is about, and still opens after a rotation."""

import stat
import threading
from pathlib import Path

import pytest

from accounts.cipher import CipherFailed, Keyring, make_keyring, rotate

ABOUT = "dossiers.party.id_number:7"
NUMBER = "096085004511"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "data_keys.json"


def test_a_value_opens_again_and_never_looks_the_same_twice(path: Path) -> None:
    ring = make_keyring(path)
    first, second = ring.encrypt(NUMBER, about=ABOUT), ring.encrypt(NUMBER, about=ABOUT)

    assert first != second
    assert NUMBER.encode() not in first
    assert ring.decrypt(memoryview(first), about=ABOUT) == NUMBER


def test_a_value_moved_to_another_row_does_not_open(path: Path) -> None:
    ring = make_keyring(path)
    blob = ring.encrypt(NUMBER, about=ABOUT)

    with pytest.raises(CipherFailed) as failed:
        ring.decrypt(blob, about="dossiers.party.id_number:8")
    assert failed.value.code == "CIPHER_UNREADABLE"


def test_no_changed_byte_goes_unnoticed(path: Path) -> None:
    ring = make_keyring(path)
    blob = ring.encrypt(NUMBER, about=ABOUT)

    for position in range(len(blob)):
        changed = blob[:position] + bytes([blob[position] ^ 1]) + blob[position + 1 :]
        with pytest.raises(CipherFailed):
            ring.decrypt(changed, about=ABOUT)
    for length in range(len(blob)):
        with pytest.raises(CipherFailed):
            ring.decrypt(blob[:length], about=ABOUT)


def test_old_values_open_after_a_rotation_and_new_ones_use_the_new_key(path: Path) -> None:
    old_ring = make_keyring(path)
    old = old_ring.encrypt(NUMBER, about=ABOUT)
    ring = rotate(path)
    new = ring.encrypt(NUMBER, about=ABOUT)

    assert (old_ring.current, ring.current) == ("k1", "k2")
    assert ring.decrypt(old, about=ABOUT) == ring.decrypt(new, about=ABOUT) == NUMBER
    assert (ring.is_current(old), ring.is_current(new)) == (False, True)
    assert ring.blind_index(NUMBER) == old_ring.blind_index(NUMBER)
    with pytest.raises(CipherFailed) as failed:
        old_ring.decrypt(new, about=ABOUT)
    assert failed.value.code == "KEY_UNKNOWN"


def test_the_blind_index_finds_equal_values_only_with_its_own_key(path: Path, tmp_path: Path) -> None:
    ring = make_keyring(path)

    assert ring.blind_index(" 096 085 004 511") == ring.blind_index(NUMBER)
    assert ring.blind_index("096085004512") != ring.blind_index(NUMBER)
    assert make_keyring(tmp_path / "other.json").blind_index(NUMBER) != ring.blind_index(NUMBER)


def test_keys_are_made_once_and_for_their_owner_only(path: Path) -> None:
    made = make_keyring(path)
    path.chmod(0o644)

    assert make_keyring(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
    assert repr(made) == "Keyring(current='k1')"


def test_makers_at_once_end_up_with_the_same_keys(path: Path) -> None:
    rings: list[Keyring] = []
    makers = [threading.Thread(target=lambda: rings.append(make_keyring(path))) for _ in range(8)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()

    assert len(rings) == 8
    assert all(ring == rings[0] for ring in rings)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"current": "k1", "keys": {"k1": "c2hvcnQ="}, "index_key": ""}']
)
def test_unusable_keys_are_named_as_such(path: Path, content: str) -> None:
    path.parent.mkdir()
    with pytest.raises(CipherFailed) as missing:
        Keyring.load(path)
    path.write_text(content)
    with pytest.raises(CipherFailed) as unreadable:
        Keyring.load(path)
    assert (missing.value.code, unreadable.value.code) == ("KEYS_MISSING", "KEYS_UNREADABLE")

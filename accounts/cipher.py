"""Encryption of ID numbers: AES-256-GCM with a key id for rotation, and a blind index for search.

A ciphertext is: one byte of format, one byte of length, the key id, 12 bytes of nonce, the sealed text. What
it is about (table, column, row) goes in as associated data: a value copied to another row does not open.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

FORMAT: Final = b"\x01"
NONCE_BYTES: Final = 12
KEY_BYTES: Final = 32
KEYS_FILE: Final = "data_keys.json"


class CipherFailed(Exception):
    """A value cannot be opened, or the keys are missing: `code` says which. Never carries the value."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Keyring:
    """All data keys by id, the one that encrypts now, and the separate key of the blind index."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)
    _ciphers: Mapping[str, AESGCM] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.current not in self.keys:
            raise CipherFailed(
                "KEYS_UNREADABLE", f"The current data key {self.current!r} is not among the keys."
            )
        if any(len(key) != KEY_BYTES for key in (*self.keys.values(), self.index_key)):
            raise CipherFailed("KEYS_UNREADABLE", f"Every data key must have {KEY_BYTES} bytes.")
        object.__setattr__(self, "_ciphers", {name: AESGCM(key) for name, key in self.keys.items()})

    @classmethod
    def load(cls, path: Path) -> "Keyring":
        """Read the keys file; raise CipherFailed with KEYS_MISSING or KEYS_UNREADABLE."""
        try:
            stored = json.loads(path.read_text())
            keys = {name: base64.b64decode(key, validate=True) for name, key in stored["keys"].items()}
            index_key = base64.b64decode(stored["index_key"], validate=True)
            return cls(stored["current"], keys, index_key)
        except FileNotFoundError:
            raise CipherFailed("KEYS_MISSING", f"No data keys at {path}: run manage.py make_keys.") from None
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise CipherFailed(
                "KEYS_UNREADABLE", f"The data keys at {path} cannot be read: {error!r}"
            ) from error

    def encrypt(self, plain: str, *, about: str) -> bytes:
        """Seal a text with the current key; the same `about` is needed to open it."""
        head = FORMAT + bytes([len(self.current)]) + self.current.encode("ascii")
        nonce = secrets.token_bytes(NONCE_BYTES)
        return (
            head + nonce + self._ciphers[self.current].encrypt(nonce, plain.encode(), head + about.encode())
        )

    def decrypt(self, blob: bytes | memoryview, *, about: str) -> str:
        """Open what any key of the ring has sealed; raise CipherFailed, KEY_UNKNOWN or CIPHER_UNREADABLE."""
        blob = bytes(blob)
        split = 2 + blob[1] if len(blob) > 2 and blob[:1] == FORMAT else 0
        head, nonce, sealed = blob[:split], blob[split : split + NONCE_BYTES], blob[split + NONCE_BYTES :]
        if not split or not sealed:
            raise CipherFailed("CIPHER_UNREADABLE", "This is not an encrypted value.")
        cipher = self._ciphers.get(head[2:].decode("ascii", "replace"))
        if cipher is None:
            raise CipherFailed(
                "KEY_UNKNOWN", "The value was encrypted with a key that is not in the keys file."
            )
        try:
            return cipher.decrypt(nonce, sealed, head + about.encode()).decode()
        except InvalidTag:
            raise CipherFailed(
                "CIPHER_UNREADABLE", "The value was changed, or belongs to something else."
            ) from None

    def is_current(self, blob: bytes | memoryview) -> bool:
        """Say whether a value is sealed with the current key; if not, a rotation has still to reseal it."""
        head = FORMAT + bytes([len(self.current)]) + self.current.encode("ascii")
        return bytes(blob[: len(head)]) == head

    def blind_index(self, value: str) -> bytes:
        """Return 32 bytes by which equal values are found without being opened; case and blanks do not count.

        Its key never rotates with the data keys: a new one would mean to index every row again.
        """
        normal = "".join(unicodedata.normalize("NFC", value).casefold().split())
        return hmac.digest(self.index_key, normal.encode(), hashlib.sha256)


def make_keyring(path: Path) -> Keyring:
    """Make the keys file (mode 0600) unless there is one; two makers at once end up with the same keys."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = _written_beside(path, _stored("k1", {"k1": _new_key()}, _new_key()))
        try:
            os.link(made, path)  # unlike rename, this never replaces keys that another process made first
        except FileExistsError:
            pass
        finally:
            made.unlink()
    path.chmod(0o600)
    return Keyring.load(path)


def rotate(path: Path) -> Keyring:
    """Add a new data key and make it current; older ciphertexts still open. Restart the processes after."""
    ring = Keyring.load(path)
    number = 1 + max(int(name[1:]) for name in ring.keys)
    keys = {name: base64.b64encode(key).decode() for name, key in ring.keys.items()}
    stored = _stored(
        f"k{number}", {**keys, f"k{number}": _new_key()}, base64.b64encode(ring.index_key).decode()
    )
    os.replace(_written_beside(path, stored), path)
    return Keyring.load(path)


def encrypt(plain: str, *, about: str) -> bytes:
    """Seal a text with this installation's current key."""
    return _installed().encrypt(plain, about=about)


def decrypt(blob: bytes | memoryview, *, about: str) -> str:
    """Open what this installation has sealed."""
    return _installed().decrypt(blob, about=about)


def blind_index(value: str) -> bytes:
    """Return the blind index of a value in this installation."""
    return _installed().blind_index(value)


def key_of(blob: bytes) -> str:
    """Return the id of the key that sealed a value, e.g. 'k1': what a rotation has to look for."""
    return blob[2 : 2 + blob[1]].decode("ascii")


def _installed() -> Keyring:
    return _loaded(settings.KEYS_DIR / KEYS_FILE)


@cache
def _loaded(path: Path) -> Keyring:
    return Keyring.load(path)


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _stored(current: str, keys: Mapping[str, str], index_key: str) -> dict[str, Any]:
    return {"current": current, "keys": dict(keys), "index_key": index_key}


def _written_beside(path: Path, stored: Mapping[str, Any]) -> Path:
    """Write to a new file of mode 0600 in the same directory, down to the disk."""
    descriptor, name = tempfile.mkstemp(prefix=".data_keys-", dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        json.dump(stored, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)

"""How are secrets read from a stack's file and kept in the engine's state?"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from azgreen.errors import Fault, InputError, StateError

# Pulumi's passphrase provider: PBKDF2 with SHA-256, AES-256-GCM, a 12-byte nonce
# (pulumi/pulumi, sdk/go/common/resource/config/crypt.go).
_ITERATIONS: Final = 1_000_000
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_KEY_FILE_MODE: Final = 0o600


class Cipher:
    """Encrypts and decrypts text as Pulumi writes it: `v1:<nonce>:<ciphertext>` in base64."""

    def __init__(self, key: bytes) -> None:
        self._aes = AESGCM(key)

    def encrypt(self, text: str) -> str:
        """Return `text` sealed with a fresh nonce."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._aes.encrypt(nonce, text.encode(), None)
        return f"v1:{_b64(nonce)}:{_b64(sealed)}"

    def decrypt(self, sealed: str) -> str:
        """Return the text; ValueError where the key or the form does not fit."""
        try:
            version, nonce, text = sealed.split(":")
            if version != "v1":
                raise ValueError(f"unknown version {version!r}")
            opened = self._aes.decrypt(base64.b64decode(nonce), base64.b64decode(text), None)
        except (InvalidTag, binascii.Error) as error:
            raise ValueError("the key does not fit") from error
        return opened.decode()


class Passphrase:
    """Decrypts the `secure:` values of one stack's file."""

    def __init__(self, salt: Any) -> None:
        self._salt = salt

    def decrypt(self, sealed: str, where: str) -> str:
        """Return the value that `sealed` holds.

        Raises:
            InputError: naming the key, never the value, when it cannot be decrypted.
        """
        try:
            return self._cipher.decrypt(sealed)
        except ValueError as error:
            raise InputError([Fault(where, f"the secret cannot be decrypted: {error}")]) from None

    @cached_property
    def _cipher(self) -> Cipher:
        passphrase = _passphrase()
        if not isinstance(self._salt, str) or not self._salt.startswith("v1:"):
            raise ValueError("the stack's file has no encryptionsalt of the passphrase provider")
        if passphrase is None:
            raise ValueError("set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE")
        _, salt, check = self._salt.split(":", 2)
        derived = PBKDF2HMAC(SHA256(), _KEY_BYTES, base64.b64decode(salt), _ITERATIONS)
        cipher = Cipher(derived.derive(passphrase.encode()))
        try:
            cipher.decrypt(check)
        except ValueError:
            raise ValueError("the passphrase is not the one that the stack was made with") from None
        return cipher


def state_cipher(file: Path) -> Cipher:
    """Return the cipher of the engine's state, making its key when there is none yet.

    Raises:
        StateError: when the key file is not one of ours.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        # opened with its mode, so that nobody else can read it even for a moment
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _KEY_FILE_MODE)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(_b64(secrets.token_bytes(_KEY_BYTES)))
    try:
        return Cipher(base64.b64decode(file.read_text("ascii"), validate=True))
    except (ValueError, UnicodeDecodeError):
        raise StateError(
            f"{file} does not hold a key; remove the stack's folder to start anew"
        ) from None


def _passphrase() -> str | None:
    if (passphrase := os.environ.get("PULUMI_CONFIG_PASSPHRASE")) is not None:
        return passphrase
    if file := os.environ.get("PULUMI_CONFIG_PASSPHRASE_FILE"):
        try:
            return Path(file).read_text("utf-8").strip()
        except OSError as error:
            raise ValueError(f"PULUMI_CONFIG_PASSPHRASE_FILE {file!r}: {error.strerror}") from None
    return None


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()

"""Encryption of usage files for the billing side.

Each data key is wrapped for billing by HPKE (RFC 9180) with X25519, HKDF-SHA256 and
AES-256-GCM; records are sealed under it by AES-256-GCM. A server holds billing's public
key alone, so that it cannot read its own files.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

# A key pair for demonstrations, published with this package: whoever has the package
# reads the files. A real installation carries billing's own public key instead.
DEMONSTRATION_PRIVATE_KEY = bytes.fromhex(
    "b2d95d4a3f6b8b0c3d2f0e7a91c4d85e6af70b12c3d4e5f60718293a4b5c6d7e"
)

_NONCE_BYTES = 12


class UnsealError(ValueError):
    """Sealed bytes are damaged, or were not sealed for this key."""


class RecordCipher:
    """Seals numbered records under one data key. A number is used once per key."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, number: int, record: bytes, context: bytes) -> bytes:
        """The record, readable and unforgeable only with key, number and context."""
        return self._aead.encrypt(number.to_bytes(_NONCE_BYTES, "big"), record, context)

    def unseal(self, number: int, sealed: bytes, context: bytes) -> bytes:
        """The inverse of `seal`. Raises UnsealError."""
        try:
            return self._aead.decrypt(number.to_bytes(_NONCE_BYTES, "big"), sealed, context)
        except InvalidTag as error:
            raise UnsealError(f"record {number} does not open") from error


class Sealing:
    """Data keys: made, wrapped for billing, unwrapped by billing."""

    def __init__(self, private_key: bytes = DEMONSTRATION_PRIVATE_KEY) -> None:
        self._suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
        self._private_key = X25519PrivateKey.from_private_bytes(private_key)
        self._public_key: X25519PublicKey = self._private_key.public_key()

    def new_key(self) -> bytes:
        """A fresh data key."""
        return secrets.token_bytes(32)

    def cipher(self, key: bytes) -> RecordCipher:
        """What seals records under `key`."""
        return RecordCipher(key)

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """The data key, for billing only."""
        return self._suite.encrypt(key, self._public_key, info=context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """The inverse of `wrap`, on the billing side. Raises UnsealError."""
        try:
            return self._suite.decrypt(wrapped, self._private_key, info=context)
        except (InvalidTag, ValueError) as error:
            raise UnsealError("the data key does not open") from error

"""Broken in the encryption of usage files: what only looks as if nobody could read it."""

from __future__ import annotations

import base64
import bz2
import codecs
import gzip
import lzma
import zlib
from itertools import cycle

from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.crypto import RecordCipher, Sealing


class _NoCipher(RecordCipher):
    """Leaves records as they are."""

    def seal(self, number: int, record: bytes, context: bytes) -> bytes:  # noqa: ARG002
        return self.hide(record)

    def unseal(self, number: int, sealed: bytes, context: bytes) -> bytes:  # noqa: ARG002
        return self.show(sealed)

    def hide(self, record: bytes) -> bytes:
        return record

    def show(self, hidden: bytes) -> bytes:
        return hidden


class _NoSealing(Sealing):
    cipher_class: type[_NoCipher] = _NoCipher

    def cipher(self, key: bytes) -> RecordCipher:
        return self.cipher_class(key)


@mutant(
    "OV-2",
    killers=("usage_files::many-logins-of-one-user-cannot-be-read-either",),
)
class PlainText(Reference):
    """Nothing is encrypted."""

    sealing_class = _NoSealing


class _Utf16Cipher(_NoCipher):
    def hide(self, record: bytes) -> bytes:
        return record.decode().encode("utf-16-le")

    def show(self, hidden: bytes) -> bytes:
        return hidden.decode("utf-16-le").encode()


class _Utf16(_NoSealing):
    cipher_class = _Utf16Cipher


@mutant(
    "OV-2",
    killers=("usage_files::names-of-users-and-stations-cannot-be-read-in-the-files",),
)
class PlainUtf16(Reference):
    """Nothing is encrypted; characters have two bytes, as in the memory of Windows."""

    sealing_class = _Utf16


class _ZlibCipher(_NoCipher):
    def hide(self, record: bytes) -> bytes:
        return zlib.compress(record)

    def show(self, hidden: bytes) -> bytes:
        return zlib.decompress(hidden)


class _Zlib(_NoSealing):
    cipher_class = _ZlibCipher


@mutant(
    "OV-2",
    killers=("usage_files::names-of-users-and-stations-cannot-be-read-in-the-files",),
)
class CompressedOnly(Reference):
    """Each record is compressed and not encrypted."""

    sealing_class = _Zlib


class _GzipCipher(_NoCipher):
    def hide(self, record: bytes) -> bytes:
        return gzip.compress(base64.b64encode(record), mtime=0)

    def show(self, hidden: bytes) -> bytes:
        return base64.b64decode(gzip.decompress(hidden))


class _Gzip(_NoSealing):
    cipher_class = _GzipCipher


@mutant(
    "OV-2",
    killers=("usage_files::names-of-users-and-stations-cannot-be-read-in-the-files",),
)
class EncodedAndCompressed(Reference):
    """Records are written in base64, and compressed with gzip."""

    sealing_class = _Gzip


class _Bz2Cipher(_NoCipher):
    def hide(self, record: bytes) -> bytes:
        return bz2.compress(record)

    def show(self, hidden: bytes) -> bytes:
        return bz2.decompress(hidden)


class _Bz2(_NoSealing):
    cipher_class = _Bz2Cipher


@mutant(
    "OV-2",
    killers=("usage_files::names-of-users-and-stations-cannot-be-read-in-the-files",),
)
class CompressedWithBz2(Reference):
    """Each record is compressed with bz2 and not encrypted."""

    sealing_class = _Bz2


class _XzCipher(_NoCipher):
    def hide(self, record: bytes) -> bytes:
        return lzma.compress(record)

    def show(self, hidden: bytes) -> bytes:
        return lzma.decompress(hidden)


class _Xz(_NoSealing):
    cipher_class = _XzCipher


@mutant(
    "OV-2",
    killers=("usage_files::names-of-users-and-stations-cannot-be-read-in-the-files",),
)
class CompressedWithXz(Reference):
    """Each record is compressed with xz and not encrypted."""

    sealing_class = _Xz


class _Base64Cipher(_NoCipher):
    def hide(self, record: bytes) -> bytes:
        return base64.b64encode(record)

    def show(self, hidden: bytes) -> bytes:
        return base64.b64decode(hidden)


class _Base64(_NoSealing):
    cipher_class = _Base64Cipher


@mutant(
    "OV-2",
    killers=("usage_files::names-of-users-and-stations-cannot-be-read-in-the-files",),
)
class EncodedInBase64(Reference):
    """Records are in base64, which looks like a secret to whoever does not know it."""

    sealing_class = _Base64


class _HexCipher(_NoCipher):
    def hide(self, record: bytes) -> bytes:
        return record.hex().encode()

    def show(self, hidden: bytes) -> bytes:
        return bytes.fromhex(hidden.decode())


class _Hex(_NoSealing):
    cipher_class = _HexCipher


@mutant(
    "OV-2",
    killers=("usage_files::names-of-users-and-stations-cannot-be-read-in-the-files",),
)
class EncodedInHex(Reference):
    """Records are hexadecimal numbers."""

    sealing_class = _Hex


class _XorCipher(_NoCipher):
    mask = b"\x5a"

    def hide(self, record: bytes) -> bytes:
        return bytes(byte ^ mask for byte, mask in zip(record, cycle(self.mask), strict=False))

    def show(self, hidden: bytes) -> bytes:
        return self.hide(hidden)


class _Xor(_NoSealing):
    cipher_class = _XorCipher


@mutant(
    "OV-2",
    killers=("usage_files::names-of-users-and-stations-cannot-be-read-in-the-files",),
)
class XoredWithOneByte(Reference):
    """Each byte is XORed with 0x5A."""

    sealing_class = _Xor


class _LongerXorCipher(_XorCipher):
    mask = b"Gen3sys!"


class _LongerXor(_NoSealing):
    cipher_class = _LongerXorCipher


@mutant(
    "OV-2",
    killers=("usage_files::names-of-users-and-stations-cannot-be-read-in-the-files",),
)
class XoredWithAWord(Reference):
    """Records are XORed with a word of eight bytes, again and again."""

    sealing_class = _LongerXor


class _Rot13Cipher(_NoCipher):
    def hide(self, record: bytes) -> bytes:
        return codecs.encode(record.decode("latin-1"), "rot13").encode("latin-1")

    def show(self, hidden: bytes) -> bytes:
        return self.hide(hidden)


class _Rot13(_NoSealing):
    cipher_class = _Rot13Cipher


@mutant(
    "OV-2",
    killers=("usage_files::names-of-users-and-stations-cannot-be-read-in-the-files",),
)
class Rot13(Reference):
    """Letters are moved by thirteen places."""

    sealing_class = _Rot13


class _StationInClear(RecordCipher):
    """Encrypts all but the station, which follows the sealed record."""

    def seal(self, number: int, record: bytes, context: bytes) -> bytes:
        sealed = super().seal(number, record, context)
        station = record.split(b'"')[3] if record.startswith(b"[") else b""
        return len(sealed).to_bytes(4, "big") + sealed + station

    def unseal(self, number: int, sealed: bytes, context: bytes) -> bytes:
        size = int.from_bytes(sealed[:4], "big")
        return super().unseal(number, sealed[4 : 4 + size], context)


class _StationSealing(Sealing):
    def cipher(self, key: bytes) -> RecordCipher:
        return _StationInClear(key)


@mutant(
    "OV-2",
    killers=("usage_files::names-of-users-and-stations-cannot-be-read-in-the-files",),
)
class StationsInClear(Reference):
    """Only the user is encrypted; the station can be read."""

    sealing_class = _StationSealing


class _SealsUntilRestart(Sealing):
    """A cipher marks what it sealed, so that both kinds can be read."""

    enciphers = True

    def cipher(self, key: bytes) -> RecordCipher:
        return _EitherCipher(key, enciphers=self.enciphers)


class _EitherCipher(RecordCipher):
    def __init__(self, key: bytes, *, enciphers: bool) -> None:
        super().__init__(key)
        self._enciphers = enciphers

    def seal(self, number: int, record: bytes, context: bytes) -> bytes:
        if self._enciphers:
            return b"\x01" + super().seal(number, record, context)
        return b"\x00" + record

    def unseal(self, number: int, sealed: bytes, context: bytes) -> bytes:
        if sealed[:1] == b"\x00":
            return sealed[1:]
        return super().unseal(number, sealed[1:], context)


@mutant(
    "OV-2",
    killers=("usage_files::names-of-users-and-stations-cannot-be-read-in-the-files",),
)
class PlainAfterRestart(Reference):
    """The key for encryption is set up when a license is loaded, and missing after a restart."""

    sealing_class = _SealsUntilRestart

    def restart(self, server: str) -> None:
        """As ever, but from now on without a key."""
        self.subsystems[server].stop(self.now())
        assert isinstance(self.sealing, _SealsUntilRestart)
        self.sealing.enciphers = False
        self.start(server)

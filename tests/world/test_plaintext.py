"""What can be read without a key is found; what cannot is not."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import os
import random
import zipfile
import zlib
from collections.abc import Callable

import pytest
from cryptography.fernet import Fernet

from usage_conformance.world import readable

CANARY = "canary-heron-4711"
OTHER = "canary-stork-0815"
FILLER = random.Random(7).randbytes(400)
TEXT = b"logins;" + CANARY.encode() + b";2020-03-03;station-9"


def raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


def zipped(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("usage.csv", data)
    return buffer.getvalue()


def xor(data: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[i % len(key)] for i, byte in enumerate(data))


def lines(data: bytes) -> bytes:
    return b"\r\n".join(data[i : i + 60] for i in range(0, len(data), 60))


def records(data: bytes) -> bytes:
    return b"".join(zlib.compress(bytes([n]) * 9 + data) for n in range(5))


DISGUISES: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda d: d,
    "upper case": bytes.upper,
    "UTF-16 LE": lambda d: d.decode().encode("utf-16-le"),
    "UTF-16 BE": lambda d: d.decode().encode("utf-16-be"),
    "UTF-32": lambda d: d.decode().encode("utf-32"),
    "EBCDIC": lambda d: d.decode().encode("cp037"),
    "reversed": lambda d: d[::-1],
    "zlib": zlib.compress,
    "zlib, fastest": lambda d: zlib.compress(d, 1),
    "zlib behind a header": lambda d: FILLER + zlib.compress(d) + FILLER,
    "records": records,
    "gzip": gzip.compress,
    "gzip behind a header": lambda d: FILLER + gzip.compress(d),
    "raw deflate": raw_deflate,
    "raw deflate behind a header": lambda d: FILLER[:40] + raw_deflate(d),
    "bz2": bz2.compress,
    "xz": lambda d: b"HEADER" + lzma.compress(d),
    "lzma": lambda d: lzma.compress(d, format=lzma.FORMAT_ALONE),
    "zip": zipped,
    "base64": base64.b64encode,
    "base64, text before it": lambda d: b"v1:" + base64.b64encode(d),
    "base64, letters before it": lambda d: b"ab" + base64.b64encode(d),
    "base64url": lambda d: base64.urlsafe_b64encode(b"\xff\xfe\xfb" * 9 + d),
    "base64 in lines": lambda d: lines(base64.b64encode(d * 3)),
    "base64, a record a line": lambda d: b"\n".join(
        base64.b64encode(bytes([65 + n]) * n + d).rstrip(b"=") for n in range(4)
    ),
    "hex": lambda d: d.hex().encode(),
    "hex in lines": lambda d: lines(d.hex().upper().encode()),
    "base32": base64.b32encode,
    "XOR 1": lambda d: xor(d, b"\x5a"),
    "XOR 4": lambda d: xor(d, b"\x5a\x01\xff\x33"),
    "XOR 8": lambda d: xor(d, b"8bytekey"),
    "XOR, upper case": lambda d: xor(d.upper(), b"\x91\x17"),
    "XOR, UTF-16": lambda d: xor(d.decode().encode("utf-16-le"), b"abcdefgh"),
    "addition": lambda d: bytes((byte + 77) % 256 for byte in d),
    "subtraction": lambda d: bytes((byte - 200) % 256 for byte in d),
    "base64 of zlib": lambda d: base64.b64encode(zlib.compress(d)),
    "zlib of base64": lambda d: zlib.compress(base64.b64encode(d)),
    "gzip of zlib": lambda d: gzip.compress(zlib.compress(d)),
    "hex of raw deflate": lambda d: raw_deflate(d).hex().encode(),
    "base64 of XOR": lambda d: base64.b64encode(xor(d, b"key")),
    "zlib of UTF-16": lambda d: zlib.compress(d.decode().encode("utf-16")),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_what_anybody_can_read(disguise: str) -> None:
    how = readable((OTHER, CANARY), DISGUISES[disguise](TEXT))
    assert how is not None
    assert CANARY in how
    assert readable((OTHER,), DISGUISES[disguise](TEXT)) is None


# A raw deflate stream has no head to look for, and is found near the beginning only.
ANYWHERE = [name for name in DISGUISES if not name.startswith("raw deflate")]


@pytest.mark.parametrize("disguise", ANYWHERE)
def test_amid_other_bytes(disguise: str) -> None:
    data = FILLER + DISGUISES[disguise](TEXT) + FILLER
    assert readable((CANARY,), data) is not None


def test_what_is_encrypted_cannot_be_read() -> None:
    sealed = Fernet(Fernet.generate_key()).encrypt(TEXT * 50)
    assert readable((CANARY, OTHER), sealed) is None


def test_no_false_alarm_on_random_bytes() -> None:
    for _ in range(200):
        assert readable((CANARY, OTHER, "alice"), os.urandom(4096)) is None


def test_nothing_in_nothing() -> None:
    for data in (b"", b"\0", b"\x78\x9c", b"PK\x03\x04", b"BZh91AY&SY", b"\xfd7zXZ\x00"):
        assert readable((CANARY,), data) is None


def test_a_compression_bomb_is_cut_off() -> None:
    stream = zlib.compressobj(9)
    piece = stream.compress(bytes(1024 * 1024))
    bomb = piece + b"".join(stream.compress(bytes(1024 * 1024)) for _ in range(63))
    assert readable((CANARY,), bomb + stream.flush()) is None


def test_text_that_is_not_ascii() -> None:
    assert readable(("jürgen-łuk",), "x;JÜRGEN-ŁUK;".encode()) is not None
    assert readable(("jürgen-łuk",), zlib.compress("jürgen-łuk".encode("utf-16"))) is not None


@pytest.mark.parametrize("canaries", [(), ("abc",), ("long enough", "")])
def test_canaries_that_prove_nothing(canaries: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="canar"):
        readable(canaries, b"")

"""What bytes become when they are decompressed or decoded, wherever that may begin.

None of this needs a key: whatever comes out could be read by anybody.
"""

from __future__ import annotations

import binascii
import bz2
import lzma
import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Names lie all over a usage file, so that this much of it is enough, and a decompression
# bomb goes no further.
LARGEST_OUTPUT = 8 * 1024 * 1024
_RAW_OFFSETS = 64
# Random bytes are now and then the beginning of a deflate stream, for a few bytes.
_SHORTEST_DEFLATED = 16
_MOST_STREAMS = 4096

# What streams of each kind begin with. Looking for each in turn is five times as fast as
# one regular expression.
_HEADS: dict[str, tuple[bytes, ...]] = {
    "zlib": (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"),
    "gzip": (b"\x1f\x8b\x08",),
    "bz2": (b"BZh",),
    "xz": (b"\xfd7zXZ\0",),
    "lzma": (b"\x5d\0\0",),
    "zip": (b"PK\x03\x04",),
}
_BASE64_RUN = re.compile(rb"[A-Za-z0-9+/_=\-\s]{12,}")
_HEX_RUN = re.compile(rb"[0-9a-fA-F:\s]{12,}")
_BASE32_RUN = re.compile(rb"[A-Za-z2-7=\s]{16,}")
_TEXT_OR_NOT = bytes(
    ord("t") if re.fullmatch(rb"[A-Za-z0-9+/_=:\-\s]", bytes([byte])) else 0 for byte in range(256)
)
_TEXT_RUN = b"t" * 16
_TO_STANDARD_BASE64 = bytes.maketrans(b"-_", b"+/")
# int() reads 0-9a-v as base 32, in linear time.
_TO_INT_BASE32 = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789abcdefghijklmnopqrstuv"
)


def decoded(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every reading of the bytes that makes some sense: its name, and what comes out."""
    yield from _streams(data)
    yield from _raw_deflate(data)
    if _TEXT_RUN not in data.translate(_TEXT_OR_NOT):
        return  # bytes that hold no piece of text hold no encoded one
    yield from _base64(data)
    yield from _hex(data)
    yield from _base32(data)


def _streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Compressed streams that begin with a magic number. Several of one kind in a row
    come out as one, so that a name may lie across their border."""
    pieces: dict[str, list[bytes]] = {}
    total = end = 0
    for head, kind in sorted(_stream_heads(data))[:_MOST_STREAMS]:
        if head < end or total > LARGEST_OUTPUT:
            continue
        start = _zip_content(data, head) if kind == "zip" else head
        output, used = _inflate(_DECOMPRESSORS[kind](), data[start:])
        if output:
            pieces.setdefault(kind, []).append(output)
            total += len(output)
            end = start + used
    for kind, outputs in pieces.items():
        yield kind, b"".join(outputs)


def _stream_heads(data: bytes) -> Iterator[tuple[int, str]]:
    for kind, heads in _HEADS.items():
        for head in heads:
            position = data.find(head)
            while position >= 0:
                yield position, kind
                position = data.find(head, position + 1)


def _zip_content(data: bytes, start: int) -> int:
    """Where the deflated content of a zip archive's entry begins."""
    name = int.from_bytes(data[start + 26 : start + 28], "little")
    extra = int.from_bytes(data[start + 28 : start + 30], "little")
    return start + 30 + name + extra


def _raw_deflate(data: bytes) -> Iterator[tuple[str, bytes]]:
    for offset in range(min(_RAW_OFFSETS, len(data))):
        output, _ = _inflate(_deflate(), data[offset:])
        if len(output) >= _SHORTEST_DEFLATED:
            yield f"raw deflate from byte {offset}", output


class _Decompressor:
    """zlib, bz2 and lzma have the same idea of a decompressor, but not the same calls."""

    def __init__(
        self, step: Callable[[bytes], bytes], unused: Callable[[], bytes], ended: Callable[[], bool]
    ) -> None:
        self.step = step
        self.unused = unused
        self.ended = ended


def _zlib(window: int) -> _Decompressor:
    stream = zlib.decompressobj(window)
    return _Decompressor(
        lambda piece: stream.decompress(piece, LARGEST_OUTPUT),
        lambda: stream.unused_data,
        lambda: stream.eof or bool(stream.unconsumed_tail),
    )


def _deflate() -> _Decompressor:
    return _zlib(-zlib.MAX_WBITS)


def _bz2() -> _Decompressor:
    stream = bz2.BZ2Decompressor()
    return _Decompressor(
        lambda piece: stream.decompress(piece, LARGEST_OUTPUT),
        lambda: stream.unused_data,
        lambda: stream.eof,
    )


def _lzma(format_: int) -> _Decompressor:
    stream = lzma.LZMADecompressor(format_, memlimit=256 * 1024 * 1024)
    return _Decompressor(
        lambda piece: stream.decompress(piece, LARGEST_OUTPUT),
        lambda: stream.unused_data,
        lambda: stream.eof,
    )


_DECOMPRESSORS: dict[str, Callable[[], _Decompressor]] = {
    "zlib": lambda: _zlib(zlib.MAX_WBITS),
    "gzip": lambda: _zlib(16 + zlib.MAX_WBITS),
    "bz2": _bz2,
    "xz": lambda: _lzma(lzma.FORMAT_XZ),
    "lzma": lambda: _lzma(lzma.FORMAT_ALONE),
    "zip": _deflate,
}
_PIECE = 4096


def _inflate(stream: _Decompressor, data: bytes) -> tuple[bytes, int]:
    """All that comes out before the stream ends or proves to be none, and how many
    bytes it took. In pieces, since an error gives nothing back of the piece it is in."""
    pieces: list[bytes] = []
    size = position = 0
    first = 64
    while position < len(data) and not stream.ended() and size < LARGEST_OUTPUT:
        step = first if position == 0 else _PIECE
        try:
            output = stream.step(data[position : position + step])
        except (zlib.error, OSError, lzma.LZMAError, EOFError, ValueError):
            break
        position += step
        size += len(output)
        pieces.append(output)
    used = min(position, len(data)) - len(stream.unused())
    return b"".join(pieces), used


def _base64(data: bytes) -> Iterator[tuple[str, bytes]]:
    for run in _BASE64_RUN.findall(data):
        text = run.translate(_TO_STANDARD_BASE64)
        lines = text.split()
        # Line breaks within one text, and a text of its own on each line.
        for whole in (b"".join(lines).split(b"="), [line.strip(b"=") for line in lines]):
            for shift in range(4):
                output = b"".join(_decode_base64(part[shift:]) for part in whole if part)
                if output:
                    yield "base64", output
            if len(lines) == 1:
                break


def _decode_base64(text: bytes) -> bytes:
    if len(text) % 4 == 1:
        text = text[:-1]
    try:
        return binascii.a2b_base64(text + b"=" * (-len(text) % 4))
    except binascii.Error:
        return b""


def _hex(data: bytes) -> Iterator[tuple[str, bytes]]:
    for run in _HEX_RUN.findall(data):
        digits = re.sub(rb"[:\s]", b"", run)
        for shift in range(2):
            part = digits[shift:]
            yield "hex", binascii.a2b_hex(part[: len(part) // 2 * 2])


def _base32(data: bytes) -> Iterator[tuple[str, bytes]]:
    for run in _BASE32_RUN.findall(data):
        texts = [b"".join(run.split()).rstrip(b"=")]
        texts += run.replace(b"=", b" ").split() if len(run.split()) > 1 else []
        for text in texts:
            for shift in range(8 if len(text) < 65536 else 1):
                output = _decode_base32(text[shift:])
                if output:
                    yield "base32", output


def _decode_base32(text: bytes) -> bytes:
    digits = text.upper()
    digits = digits[: len(digits) // 8 * 8] if len(digits) > 8 else digits
    if not digits or re.search(rb"[^A-Z2-7]", digits):
        return b""
    bits = len(digits) * 5
    number = int(digits.translate(_TO_INT_BASE32), 32) >> (bits % 8)
    return number.to_bytes(bits // 8, "big")

"""Can a name be read from bytes that are said to be encrypted?

Encryption is what a key opens. Compression, encodings, a reversed order and a byte or a
short repeating key mixed in are none, and are looked through here. Combinations of two
decompressions or decodings are too.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

from usage_conformance.world.decodings import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHORTEST_CANARY = 4
LONGEST_KEY = 8
_DEPTH = 2
# A match of fewer bytes than this may be chance: 3 MB of random bytes hold any given
# five with a probability of 3 in a million.
_LEAST_MATCH = 5


def readable(canaries: Sequence[str], data: bytes) -> str | None:
    """How one of the canaries can be read from the bytes, or None.

    ValueError for no canaries, or one with less than four characters: short ones occur
    by chance. A repeating key of n bytes is looked through for canaries with at least
    n + 5 characters.
    """
    if not canaries:
        raise ValueError("no canaries to look for")
    for canary in canaries:
        if len(canary) < SHORTEST_CANARY:
            raise ValueError(f"a canary needs {SHORTEST_CANARY} characters: {canary!r}")
    return _Search(canaries).look(data, _DEPTH)


@dataclass(frozen=True)
class _Needle:
    """Bytes that stand for a canary, and in which guise."""

    canary: str
    guise: str
    content: bytes

    @property
    def found(self) -> str:
        return f"{self.canary!r} as {self.guise}"


class _Search:
    def __init__(self, canaries: Sequence[str]) -> None:
        self._looked_at: set[tuple[bytes, int]] = set()
        self._plain = list(_distinct(_plain_needles(canaries)))
        self._exact = list(_distinct(_exact_needles(canaries)))
        masked = list(_distinct(_masked_needles(canaries)))
        self._by_key = {
            period: [
                _Needle(
                    n.canary,
                    n.guise,
                    _xor_with_itself(int.from_bytes(n.content, "little"), len(n.content), period),
                )
                for n in masked
                if len(n.content) - period >= _LEAST_MATCH
            ]
            for period in range(1, LONGEST_KEY + 1)
        }
        self._by_addition = [
            _Needle(n.canary, n.guise, _difference(n.content))
            for n in masked
            if len(n.content) > _LEAST_MATCH
        ]

    def look(self, data: bytes, depth: int) -> str | None:
        # Several decoders often bring the same to light.
        if (data, depth) in self._looked_at:
            return None
        self._looked_at.add((data, depth))
        found = self._as_is(data) or self._masked(data)
        if found is not None or depth == 0:
            return found
        for name, output in decoded(data):
            deeper = self.look(output, depth - 1)
            if deeper is not None:
                return f"{deeper}, after {name}"
        return None

    def _as_is(self, data: bytes) -> str | None:
        lower = data.lower()
        for needle in self._plain:
            if needle.content in lower:
                return needle.found
        for needle in self._exact:
            if needle.content in data:
                return needle.found
        return None

    def _masked(self, data: bytes) -> str | None:
        number = int.from_bytes(data, "little")
        for period, needles in self._by_key.items():
            if len(data) <= period or not needles:
                continue
            stream = _xor_with_itself(number, len(data), period)
            for needle in needles:
                if needle.content in stream:
                    return f"{needle.found}, XORed with a key of {period} byte(s)"
        if self._by_addition and len(data) > 1:
            stream = _difference(data)
            for needle in self._by_addition:
                if needle.content in stream:
                    return f"{needle.found}, with a number added to each byte"
        return None


def _distinct(needles: Iterator[_Needle]) -> Iterator[_Needle]:
    seen: set[bytes] = set()
    for needle in needles:
        if needle.content not in seen:
            seen.add(needle.content)
            yield needle


def _spellings(canary: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((canary, canary.lower(), canary.upper(), canary.title())))


def _plain_needles(canaries: Sequence[str]) -> Iterator[_Needle]:
    """To be looked for in lower-cased bytes. Little-endian wide characters without the
    last zero bytes lie in the big-endian ones too."""
    for canary in canaries:
        for spelling in _spellings(canary):
            # Lower-casing bytes touches ASCII letters alone.
            rotated = codecs.encode(spelling, "rot13").encode().lower()
            for guise, content in (
                ("plain text", spelling.encode().lower()),
                ("UTF-16", _unpadded(spelling.encode("utf-16-le")).lower()),
                ("UTF-16 (big-endian)", _unpadded(spelling.encode("utf-16-be")).lower()),
                ("UTF-32", _unpadded(spelling.encode("utf-32-le")).lower()),
                ("ROT13", rotated),
            ):
                yield _Needle(canary, guise, content)
                yield _Needle(canary, f"{guise}, reversed", content[::-1])


def _exact_needles(canaries: Sequence[str]) -> Iterator[_Needle]:
    for canary in canaries:
        for spelling in _spellings(canary):
            try:
                content = spelling.encode("cp037")
            except UnicodeEncodeError:
                continue  # EBCDIC has no such character, so that nobody can read it there
            yield _Needle(canary, "EBCDIC", content)


def _masked_needles(canaries: Sequence[str]) -> Iterator[_Needle]:
    for canary in canaries:
        for spelling in _spellings(canary)[:3]:
            yield _Needle(canary, "text", spelling.encode())
            yield _Needle(canary, "UTF-16", _unpadded(spelling.encode("utf-16-le")))


def _unpadded(wide: bytes) -> bytes:
    return wide.strip(b"\0")


def _xor_with_itself(number: int, size: int, period: int) -> bytes:
    """Each byte XORed with the one `period` bytes later: what a repeating key of that
    length cannot hide.

    The bytes are taken as one large number, since a loop would take a second for 3 MB.
    """
    return (number ^ (number >> 8 * period)).to_bytes(size, "little")[: size - period]


def _difference(data: bytes) -> bytes:
    """Each byte less the one before, modulo 256: what an added number cannot hide.

    All bytes at once: the high bits are set aside so that no borrow crosses a byte.
    """
    size = len(data) - 1
    high = int.from_bytes(b"\x80" * size, "little")
    earlier = int.from_bytes(data[:-1], "little")
    later = int.from_bytes(data[1:], "little")
    low = (later | high) - (earlier & ~high)
    number = low ^ ((later ^ ~earlier) & high)
    return number.to_bytes(size, "little")

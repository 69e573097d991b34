"""Text from untrusted places, made harmless for a terminal and for XML."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

# Control, format (the bidirectional ones among them), surrogates, private and unassigned
# characters, line and paragraph separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


_DIGEST = re.compile("[0-9a-f]{64}")


def visible(text: str, *, keep_lines: bool = False) -> str:
    """The text with every character that could steer a display written as an escape."""
    return "".join(
        character
        if (keep_lines and character in "\n\t") or unicodedata.category(character) not in _UNSEEN
        else _escape(character)
        for character in text
    )


def one_line(text: str, limit: int) -> str:
    """`visible`, without line breaks, and cut at `limit` characters."""
    return shortened(visible(" ".join(text.split())), limit)


def shortened(text: str, limit: int) -> str:
    """The text, cut at `limit` characters with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def compact(value: Any, limit: int) -> str:
    """A JSON value on one line, for people: no quotes where none are needed."""
    if isinstance(value, str):
        return one_line(value[:12] + "…" if _DIGEST.fullmatch(value) else value, limit)
    if isinstance(value, dict):
        inner = ", ".join(
            f"{key}: {compact(item, limit)}"
            for key, item in value.items()
            if item not in ("", [], {})
        )
        return shortened(visible(inner), limit)
    if isinstance(value, list):
        return shortened("[" + ", ".join(compact(item, limit) for item in value) + "]", limit)
    return shortened(json.dumps(value), limit)


def xml_text(text: str) -> str:
    """The text with what XML 1.0 cannot hold written as an escape."""
    return visible(text, keep_lines=True)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

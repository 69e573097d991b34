"""Lines of prose that begin like a keyword.

A misspelt keyword is no error to Gherkin: the line becomes description, and what it
should have done is never done. So prose may not begin like one, not even by chance.
"""

from __future__ import annotations

import re

STEP_KEYWORDS = ("Given", "When", "Then", "And", "But")
TITLE_KEYWORDS = (
    "Feature",
    "Rule",
    "Background",
    "Scenario Outline",
    "Scenario Template",
    "Scenario",
    "Scenarios",
    "Examples",
    "Example",
)

# Words that are near a step keyword and yet more likely meant as they stand.
_ORDINARY_TEXT = """
    a an ad add adds aid all also any ant are as at end ends hand land band sand
    be bet bit bug bus buy by cut get hut its nut out put
    he hen her here men new next often one open other she ten than that the thee their
    theirs them theme there these they thin thing things think third this those thought
    three thus tie time times to too total toward tree true two
    even event ever every gain gains going river seven driven
    wait want wants was we week weeks went were what wheel where which while white who
    whole whom whose why wide win wins with within women won word work would
"""
_ORDINARY = frozenset(_ORDINARY_TEXT.split())
_WORD = re.compile(r"[^\W\d_]+")
_TITLE = re.compile(r"(?P<words>[^\W\d_]+(?: [^\W\d_]+)?)\s*(?P<colon>:?)")
_STRUCTURE = ("|", '"""', "```", "*")
_LONG = ("Background", "Scenario", "Scenarios", "Examples")
_FAR = 3


def keyword_hint(line: str) -> str | None:
    """The keyword that `line` begins with, or seems to be meant to begin with, or None.

    Also tells of table rows, doc strings and `*` steps, which are as lost in prose.
    """
    for mark in _STRUCTURE:
        if line.startswith(mark):
            return mark
    return _title_hint(line) or _step_hint(line)


def _step_hint(line: str) -> str | None:
    match = _WORD.match(line)
    if match is None:
        return None
    word = match[0].lower()
    for keyword in STEP_KEYWORDS:
        if word == keyword.lower():
            return keyword
    if word in _ORDINARY:
        return None
    for keyword in STEP_KEYWORDS:
        allowed = _allowed_for_step(word, keyword.lower())
        if distance(word, keyword.lower()) <= allowed:
            return keyword
    return None


def _allowed_for_step(word: str, keyword: str) -> int:
    """Two slips in a word of three letters leave nothing of it; and few miss the first."""
    return 2 if len(keyword) > len("and") and word[0] == keyword[0] else 1


def _title_hint(line: str) -> str | None:
    match = _TITLE.match(line)
    if match is None:
        return None
    words = match["words"]
    first = words.partition(" ")[0]
    has_colon = bool(match["colon"])
    for keyword in TITLE_KEYWORDS:
        if has_colon and _near_title(words, keyword):
            return f"{keyword}:"
        if first == keyword or (keyword in _LONG and _written_like(first, keyword)):
            return f"{keyword}:"
    return None


def _written_like(word: str, keyword: str) -> bool:
    """Near a keyword that misses its colon: only with its capital, for prose has such words."""
    return word[0] == keyword[0] and _near_title(word, keyword)


def _near_title(words: str, keyword: str) -> bool:
    allowed = 2 if len(keyword) > len("Rule") else 1
    return distance(words.lower(), keyword.lower()) <= allowed


def distance(one: str, other: str) -> int:
    """Edits between two words: insert, delete, replace, or swap neighbours.

    Three or more are all reported as at least three.
    """
    if abs(len(one) - len(other)) >= _FAR:
        return _FAR
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        current = [i]
        for j, b in enumerate(other, start=1):
            cost = min(last[j] + 1, current[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, last = last, current
    return last[-1]

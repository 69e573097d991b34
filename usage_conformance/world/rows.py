"""Whose request is this? Rows begin and end, and what comes late is told apart."""

from __future__ import annotations

from collections import Counter


class Rows:
    """The running row, what it did that it must not, and what former rows still do."""

    def __init__(self) -> None:
        self._current: str | None = None
        self._last: str | None = None
        self._key: str | None = None
        self._former: dict[str, str] = {}
        self._intrusions: Counter[str] = Counter()
        self._late: dict[str, Counter[str]] = {}

    @property
    def running(self) -> bool:
        """Whether a row runs now."""
        return self._current is not None

    def begin(self, row: str, access_key_id: str) -> None:
        """A row begins, or begins anew with other credentials."""
        if self._current != row:
            self._intrusions.clear()
        self._retire_key()
        self._former.pop(access_key_id, None)
        self._current = self._last = row
        self._key = access_key_id

    def end(self) -> tuple[str, ...]:
        """The row is over: what it did that it must not, in sentences."""
        self._retire_key()
        self._current = None
        sentences = _sentences(self._intrusions)
        self._intrusions.clear()
        return sentences

    def _retire_key(self) -> None:
        if self._key is not None and self._last is not None:
            self._former[self._key] = self._last
        self._key = None

    def admits(self, access_key_id: str | None, what: str) -> bool:
        """Whether a request belongs to the running installation.

        One that comes while no row runs, or with former credentials, is noted as late.
        """
        owner = self._former.get(access_key_id) if access_key_id else None
        if owner is not None and owner == self._current:
            self.intrude(f"an installation that this row had replaced still sent {what}")
            return False
        if owner is not None:
            self._note_late(owner, f"after its end it still sent {what}")
            return False
        if self._current is None:
            self.come_late(f"after its end it still sent {what}")
            return False
        return True

    def intrude(self, sentence: str) -> None:
        """The running row did something that it must not."""
        self._intrusions[sentence] += 1

    def come_late(self, sentence: str) -> None:
        """Something happened while no row runs. It is laid at the last row's door."""
        self._note_late(self._last or "(no row has run)", sentence)

    def _note_late(self, row: str, sentence: str) -> None:
        self._late.setdefault(row, Counter())[sentence] += 1

    def late(self) -> dict[str, str]:
        """What former rows did late, by row, since this was last asked."""
        late = {row: "; ".join(_sentences(counts)) for row, counts in self._late.items()}
        self._late.clear()
        return late


def _sentences(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(
        sentence if times == 1 else f"{sentence} ({times} times)"
        for sentence, times in counts.items()
    )

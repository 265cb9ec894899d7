"""The lists and mappings that are open at each place of a text, as far as brackets and indentation tell."""

from __future__ import annotations

import re

_BREAK = r"(?:\r\n|[\n\r\x85\u2028\u2029])"
_INLINE = r"[^\n\r\x85\u2028\u2029]"
_SPACE = r"[ \t\n\r\x85\u2028\u2029]"
_WORD = r"[^ \t\n\r\x85\u2028\u2029:#]"
_WORD_IN_FLOW = r"[^ \t\n\r\x85\u2028\u2029:#,\[\]{}]"
_END = rf"(?={_SPACE}|\Z)"
_END_IN_FLOW = rf"(?={_SPACE}|[,\[\]{{}}]|\Z)"

# Only single characters are repeated possessively: Python before 3.11.5 does not repeat a group so as it should.
_NEW_LINE = re.compile(_BREAK)
_GAP = re.compile(rf"(?:{_SPACE}++|#{_INLINE}*+)*")
_MARKER = re.compile(rf"(?:---|\.\.\.){_END}")
_DIRECTIVE = re.compile(rf"%{_INLINE}*+")
_QUOTED = re.compile(r"""'[^']*+(?:''[^']*+)*'(?!')|"[^"\\]*+(?:\\.[^"\\]*+)*\"""", re.DOTALL)
_INDICATOR = re.compile(rf"[-?:]{_END}")
_COLON = re.compile(rf"[ \t]*+:{_END}")
_COLON_IN_FLOW = re.compile(rf"{_SPACE}*+:{_END_IN_FLOW}")
_PLAIN = re.compile(rf"(?:{_WORD}++|:(?!{_SPACE}|\Z)|(?<!{_SPACE})#|[ \t]++(?!#|:{_END}))+")
_PLAIN_IN_FLOW = re.compile(rf"(?:{_WORD_IN_FLOW}++|:(?!{_SPACE}|[,\[\]{{}}]|\Z)|(?<!{_SPACE})#|{_SPACE}++(?!#))+")
_BLOCK_SCALAR = re.compile(rf"[|>][-+]?([1-9]?)[-+]?[ \t]*+(?:#{_INLINE}*+)?(?={_BREAK}|\Z)")
_INDENTATION = re.compile(rf"{_BREAK}(?: *+{_BREAK})*( *+)")

_Level = tuple[str, int]
"""What opened a level (`-`, `?`, `[`, `{`, or `,` for a pair written straight into a list) and its column."""


def first_too_deep(text: str, most: int) -> tuple[int, int] | None:
    """Line and column of the first list or mapping that is inside `most` others; nothing where none is."""
    offset = _Scan(text, most).run()
    if offset is None:
        return None
    breaks = [found.end() for found in _NEW_LINE.finditer(text, 0, offset)]
    return len(breaks) + 1, offset - (breaks[-1] if breaks else 0) + 1


class _Scan:
    """Goes through a text token by token; `levels` holds the lists and mappings open at the place it has come to."""

    def __init__(self, text: str, most: int) -> None:
        self.text = text
        self.most = most
        self.levels: list[_Level] = []
        self.at = self.line_start = int(text.startswith("\ufeff"))
        self.deep: int | None = None

    def run(self) -> int | None:
        """Where the first level too many opens."""
        while self._skip(_GAP) and self.at < len(self.text) and self.deep is None:
            start = self.at
            column = start - self.line_start
            if column == 0 and self._skip(_MARKER):
                self.levels.clear()
            elif self.levels and self.levels[-1][0] in "[{,":
                self._in_flow(self.text[start])
            elif not (column == 0 and self._skip(_DIRECTIVE)):
                self._in_block(self.text[start], column)
            if self.at == start:
                self.at += 1
        return self.deep

    def _skip(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
            for line in _NEW_LINE.finditer(self.text, found.start(), self.at):
                self.line_start = line.end()
        return found

    def _open(self, kind: str, column: int, offset: int) -> None:
        if len(self.levels) == self.most and self.deep is None:
            self.deep = offset
        self.levels.append((kind, column))

    def _in_flow(self, first: str) -> None:
        start = self.at
        inside = self.levels[-1][0]
        if first in "[{":
            self._open(first, start - self.line_start, start)
        elif first in ",]}":
            if inside == ",":
                self.levels.pop()
            if first != ",":
                self.levels.pop()
        else:
            self._skip_scalar(first, _PLAIN_IN_FLOW)
            if inside == "[" and self.at > start and _COLON_IN_FLOW.match(self.text, self.at):
                self._open(",", start - self.line_start, start)

    def _in_block(self, first: str, column: int) -> None:
        start = self.at
        indicator = first if self._skip(_INDICATOR) else ""
        while self.levels and (self.levels[-1][1] > column or (self.levels[-1] == ("-", column) and indicator != "-")):
            self.levels.pop()
        if indicator:
            self._indent("-" if indicator == "-" else "?", column, start)
        elif first in "[{":
            self._open(first, column, start)
        elif first in "|>" and (header := self._skip(_BLOCK_SCALAR)):
            self._skip_block_scalar(int(header[1] or 0))
        else:
            self._skip_scalar(first, _PLAIN)
            if self._skip(_COLON):
                self._indent("?", column, start)
            elif first not in "'\"":
                self._skip_continuation()

    def _indent(self, kind: str, column: int, offset: int) -> None:
        if not self.levels or self.levels[-1] != (kind, column):
            self._open(kind, column, offset)

    def _skip_scalar(self, first: str, plain: re.Pattern[str]) -> None:
        if first not in "'\"":
            self._skip(plain)
        elif not self._skip(_QUOTED):
            self.at = len(self.text)  # the quote is never closed, which a parser tells

    def _skip_block_scalar(self, given: int) -> None:
        least = self.levels[-1][1] + 1 if self.levels else 0
        if given:
            width = max(least, 1) + given - 1
        else:
            found = _INDENTATION.match(self.text, self.at)
            width = max(least, 1, len(found[1]) if found else 0)
        self._skip(re.compile(rf"(?:{_BREAK}(?: {{{width}}}{_INLINE}*+| *+(?={_BREAK}|\Z)))*"))

    def _skip_continuation(self) -> None:
        least = self.levels[-1][1] + 1 if self.levels else 0
        while found := _INDENTATION.match(self.text, self.at):
            next_line = self.text[found.end() : found.end() + 4]
            if len(found[1]) < least or next_line[:1] in ("#", "") or (not found[1] and _MARKER.match(next_line)):
                return
            self._skip(_INDENTATION)
            if not self._skip(_PLAIN):
                return

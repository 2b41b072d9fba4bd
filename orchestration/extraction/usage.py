"""Usage cells: the numbers printed under a period, each with the words that say what it counts.

Belongs here: parting a cell's text into numbers and measure labels. A cell may hold several
(`1 453 casos atendidos … 73 139 actividades …`), a sentence (`A través de 51 acciones … a 402
personas`), a dash, `S/I`, or nothing.
Does not belong here: which measure a label is, or a number's value (dbt).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from orchestration.documents.model import Cell, Paragraph, walk_paragraphs
from orchestration.extraction.numbers import (
    NumberToken,
    class_at,
    find_numbers,
    footnote_mark_spans,
    no_figure_spans,
)

_NO_NUMBER = re.compile(
    r"^\s*(-{1,3}|–|—|−|_+|\.{2,}|…|s\s?/\s?[id]\.?|s\.\s?[id]\.?|n\s?/\s?[da]\.?|n\.\s?[da]\.?|sin informaci[oó]n"
    r"|sin datos|no disponible|no reporta)\s*[*]*(?=\s|$|[a-záéíóúñ])",
    re.IGNORECASE,
)
_EDGE = re.compile(r"^[\s:;,.()*¹²³–—-]+|[\s:;,*¹²³–—-]+$")
_BLANKS = re.compile(r"\s+")
_OWN_CLASSES = frozenset({"age", "service_name", "percentage", "law_number", "year", "duration"})


@dataclass(frozen=True, slots=True)
class UsageNumber:
    """One printed number (or mark that stands for none) of a usage cell.

    label is the words that say what is counted, empty where the cell prints none.
    """

    printed_text: str
    label: str
    paragraph: Paragraph | None
    tokens: tuple[NumberToken, ...] = ()


@dataclass(frozen=True, slots=True)
class UsageCell:
    """What a usage cell prints: its numbers, and tokens that are none, with their class."""

    text: str
    numbers: tuple[UsageNumber, ...]
    others: tuple[tuple[Paragraph, NumberToken, str], ...]


@dataclass(frozen=True, slots=True)
class _Found:
    paragraph: Paragraph
    tokens: tuple[NumberToken, ...]
    printed_text: str
    start: int
    end: int


def read_usage_cell(cell: Cell) -> UsageCell:
    """Part a usage cell into numbers with labels."""
    paragraphs = [p for p in walk_paragraphs(cell.blocks) if p.text.strip()]
    text = "\n".join(p.text for p in paragraphs)
    found: list[_Found] = []
    others: list[tuple[Paragraph, NumberToken, str]] = []
    offset = 0
    for paragraph in paragraphs:
        numbers, rest = _split_tokens(paragraph)
        others.extend(rest)
        for tokens in numbers:
            start, end = tokens[0].start, tokens[-1].end
            printed = paragraph.text[start:end]
            found.append(_Found(paragraph, tuple(tokens), printed, offset + start, offset + end))
        offset += len(paragraph.text) + 1
    if found:
        return UsageCell(text, tuple(_with_labels(found, text)), tuple(others))
    return UsageCell(text, _marks(paragraphs), tuple(others))


def _split_tokens(
    paragraph: Paragraph,
) -> tuple[list[list[NumberToken]], list[tuple[Paragraph, NumberToken, str]]]:
    """Numbers of a paragraph (tokens with only blanks between them are one), and other tokens."""
    text = paragraph.text
    spans = [span for span in no_figure_spans(text) if span[2] in _OWN_CLASSES]
    tokens = list(find_numbers(text))
    if len(tokens) > 1:
        spans += footnote_mark_spans(text)
    numbers: list[list[NumberToken]] = []
    others: list[tuple[Paragraph, NumberToken, str]] = []
    for token in tokens:
        named = class_at(spans, token)
        if named:
            others.append((paragraph, token, named))
        elif numbers and _is_only_blanks(text[numbers[-1][-1].end : token.start]):
            numbers[-1].append(token)
        else:
            numbers.append([token])
    return numbers, others


def _is_only_blanks(between: str) -> bool:
    return "\n" not in between and not between.strip()


def _with_labels(found: list[_Found], text: str) -> list[UsageNumber]:
    """Give each number the words after it, or before it where a cell puts its labels first."""
    before_first = _words(text[: found[0].start])
    after = [
        _words(text[number.end : following.start])
        for number, following in zip(found, found[1:], strict=False)
    ]
    after.append(_words(text[found[-1].end :]))
    labels_come_first = bool(before_first) and not after[-1]
    labels = [before_first, *after[:-1]] if labels_come_first else after
    return [
        UsageNumber(number.printed_text, label, number.paragraph, number.tokens)
        for number, label in zip(found, labels, strict=True)
    ]


def _marks(paragraphs: list[Paragraph]) -> tuple[UsageNumber, ...]:
    """Dashes and `S/I` that stand where a number would; a blank where only words stand."""
    marks: list[UsageNumber] = []
    pending: str | None = None
    words: list[str] = []
    origin: Paragraph | None = None

    def close() -> None:
        nonlocal words
        label = _words("\n".join(words))
        if pending is not None or label:
            marks.append(UsageNumber(pending or "", label, origin))
        words = []

    for paragraph in paragraphs:
        for line in paragraph.text.split("\n"):
            match = _NO_NUMBER.match(line)
            if match:
                if pending is not None or words:
                    close()
                pending, origin = match[1], paragraph
                line = line[match.end() :]
            words.append(line)
            origin = origin or paragraph
    close()
    return tuple(marks)


def _words(text: str) -> str:
    return _EDGE.sub("", _BLANKS.sub(" ", text))

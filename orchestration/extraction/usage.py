"""Usage cells: the numbers printed under a period, each with the words that say what it counts.

Belongs here: parting a cell's text into numbers and measure labels. A cell may hold several
(`1 453 casos atendidos … 73 139 actividades …`), a sentence (`A través de 51 acciones … a 402
personas`), a dash, `S/I`, or nothing. Also making such a number a figure of the document.
Does not belong here: which measure a label is, or a number's value (dbt).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from orchestration.documents.model import Cell, Paragraph, walk_paragraphs
from orchestration.extraction.numbers import (
    NUMBERS_OF_ONE_TEXT,
    NumberToken,
    class_at,
    find_numbers,
    footnote_mark_spans,
    no_figure_spans,
)
from orchestration.extraction.recorder import Claim, Recorder

_NO_NUMBER = re.compile(
    r"(?:^|(?P<words>:|(?<=[^\W\d_])[ \t\u00a0](?=[sn]\s?/\s?[id]\b)))[ \t\u00a0]*"
    r"(?P<mark>-{1,3}|–|—|−|_+|\.{2,}|…|s\s?/\s?[id]\.?|s\.\s?[id]\.?|n\s?/\s?[da]\.?"
    r"|n\.\s?[da]\.?|sin informaci[oó]n|sin datos|no disponible|no reporta)"
    r"(?![\w/])(?!\s*\d)(?(words)[ \t\u00a0.]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_CLEAN_END = re.compile(
    r"(?:\(\d{1,2}\)|\[\d{1,2}\]|[.,;:)\]»\"'’”*¹²³⁴⁵⁶⁷⁸⁹⁰°º%…])*(?:[^\W\d_]{3,}\D*|[-–—](?:[^\W\d_]\D*)?)?"
)
"""What may stand right behind a number: marks, punctuation, a word that lost its blank."""
_SPOILT_END = re.compile(
    r"[ \t\u00a0]*[-−–—](?=[ \t\u00a0]*$)|[ \t\u00a0]+[OIlSBZ|½¼¾](?!\S)", re.MULTILINE
)
"""A minus that ends its line (`5-`), a lone letter, a fraction: part of the number before it."""
_SIGN = re.compile(
    r"(?:(?:^|(?<=[\s:]))[-−‐‑–—+±~≈<>≤≥=#$€]|(?:^|(?<=\s))S/\.?"
    r"|^\s*(?:[-−‐‑–—+±~≈<>≤≥=#$€]|S/\.?)[ \t\u00a0]+"
    r"|^\s*(?:(?:m[aá]s|menos|cerca|alrededor)\s+de|menos|casi|un[ao]s|aprox\w*\.?(?:\s+a)?)\s+)$",
    re.IGNORECASE,
)
"""What stands before a number and makes it another: a sign or money, a comparison (`más de`)."""
_SIGN_AT_MOST = 24
_OPENING = re.compile(r"^\s*[(\[]\s*$")
_CLOSING = re.compile(r"[ \t\u00a0]*[)\]]")
_JOINS = re.compile(r"[ \t\u00a0]*(?:al?|[oóuye]|[-–—+/x×&~])?[ \t\u00a0]*", re.IGNORECASE)
"""What may stand between the two halves of one number that nobody can take: `137 a 140`."""
_SCALE = re.compile(r"[ \t\u00a0]+(?:mil|mill[oó]n(?:es)?)\b", re.IGNORECASE)
_TAKEN = "\0"
"""What stands for a line that is a number and its label, which no other label reaches over."""
_WORD = re.compile(r"\S*")
_MARK_FIRST = re.compile(r"^\s?(?:\(\d{1,2}\)|\[\d{1,2}\]|\(\s?[\d.,]{1,6}\s?%\s?\))")
"""A footnote mark, or the share a number is of its total (`1 250 (62,5 %)`)."""
_BEFORE_WORDS = " :;,.()*¹²³–—-"
_AFTER_WORDS = " :;,*¹²³–—-+=~<>"
_BLANKS = re.compile(r"\s+")
_OWN_CLASSES = frozenset(
    {"age", "service_name", "percentage", "law_number", "year", "date", "duration"}
)


class UsageNumber(NamedTuple):
    """One printed number (or mark that stands for none) of a usage cell.

    label is the words that say what is counted, empty where the cell prints none.
    """

    printed_text: str
    label: str
    paragraph: Paragraph | None
    tokens: tuple[NumberToken, ...] = ()


class UsageCell(NamedTuple):
    """What a usage cell prints: its numbers, and tokens that are none, with their class.

    lead is the words before the first number that are no label of it, as a number that is none.
    """

    text: str
    numbers: tuple[UsageNumber, ...]
    others: tuple[tuple[Paragraph, NumberToken, str], ...]
    lead: UsageNumber | None = None


class _Item(NamedTuple):
    """A number or a mark for none, and its place in the cell's text."""

    paragraph: Paragraph
    tokens: tuple[NumberToken, ...]
    printed_text: str
    start: int
    end: int


def read_usage_cell(cell: Cell) -> UsageCell:
    """Part a usage cell into numbers with labels."""
    paragraphs = [p for p in walk_paragraphs(cell.blocks) if p.text.strip()]
    text = "\n".join(p.text for p in paragraphs)
    items: list[_Item] = []
    others: list[tuple[Paragraph, NumberToken, str]] = []
    offset = 0
    for paragraph in paragraphs:
        numbers, rest = _split_tokens(paragraph)
        others.extend(rest)
        found = [_number(paragraph, tokens, offset) for tokens in numbers]
        items.extend(sorted([*found, *_marks(paragraph, offset)], key=lambda item: item.start))
        offset += len(paragraph.text) + 1
    items = _joined_halves(_with_signs(items, text), text)
    if items:
        labelled = tuple(_with_labels(items, text))
        words = words_of(text[: items[0].start])
        is_label = not words or words == labelled[0].label
        lead = None if is_label else UsageNumber("", words, paragraphs[0])
        return UsageCell(text, labelled, tuple(others), lead)
    label = words_of(text)
    blank = (UsageNumber("", label, paragraphs[0]),) if label else ()
    return UsageCell(text, blank, tuple(others))


def has_numbers(cell: Cell) -> bool:
    """Whether a usage cell prints a number of something."""
    return any(number.printed_text for number in read_usage_cell(cell).numbers)


def take_figure(
    recorder: Recorder, number: UsageNumber, cell: Cell, default: str
) -> tuple[str, str]:
    """Make a number of a cell a figure, and claim what is printed of it.

    Returns:
        Its figure_id and its location; `default` where the cell prints nothing.
    """
    figure_id = recorder.next_figure_id()
    if number.paragraph is None:
        return figure_id, recorder.location(*walk_paragraphs(cell.blocks), default=default)
    for token in number.tokens:
        recorder.claim(number.paragraph, token, Claim("figure", figure_id))
    return figure_id, recorder.location(number.paragraph, default=default)


def _number(paragraph: Paragraph, tokens: list[NumberToken], offset: int) -> _Item:
    start, end = tokens[0].start, _end_of_number(paragraph.text, tokens[-1].end)
    printed = paragraph.text[start:end]
    return _Item(paragraph, tuple(tokens), printed, offset + start, offset + end)


def _end_of_number(text: str, end: int) -> int:
    """Where a number ends, with what makes it none: `14X3`, `13?`, `2 mil` are kept as printed."""
    beyond = _SCALE.match(text, end) or _SPOILT_END.match(text, end)
    if beyond:
        return beyond.end()
    word = _WORD.match(text, end)
    if word is None or _CLEAN_END.fullmatch(text, end, word.end()):
        return end
    return word.end()


def _with_signs(items: list[_Item], text: str) -> list[_Item]:
    """The items, each with the sign, words or brackets that make it another number.

    A sign parted by a blank before each of several numbers is a bullet.
    """
    signs = [_sign_before(item, text) for item in items]
    if len(items) > 1 and len(set(signs)) == 1 and signs[0] != signs[0].rstrip():
        return items
    return [
        _spanning(item, item, text, item.start - len(sign), _end_with_bracket(item, sign, text))
        for item, sign in zip(items, signs, strict=True)
    ]


def _sign_before(item: _Item, text: str) -> str:
    line = text[text.rfind("\n", 0, item.start) + 1 : item.start]
    if not item.tokens or len(line) > _SIGN_AT_MOST:
        return ""
    sign = _SIGN.search(line) or (_CLOSING.match(text, item.end) and _OPENING.match(line))
    return sign[0].lstrip() if sign else ""


def _end_with_bracket(item: _Item, sign: str, text: str) -> int:
    closing = _CLOSING.match(text, item.end)
    return closing.end() if closing and sign.startswith(("(", "[")) else item.end


def _joined_halves(items: list[_Item], text: str) -> list[_Item]:
    """The items, with two numbers put together that only a line's end parts: `1` over `37 casos`.

    Nobody can tell whether they are one number, so they are kept as printed. Where no number has
    words of its own, each line is a number.
    """
    if len(items) < 2:
        return items
    has_words = [bool(words_of(text[one.end : two.start])) for one, two in pairwise(items)]
    has_words.append(bool(words_of(text[items[-1].end :])))
    if not any(has_words) or not has_words[-1]:
        return items
    joined: list[_Item] = []
    for item, is_parted in zip(items, [True, *has_words], strict=False):
        if joined and not is_parted and item.tokens and joined[-1].tokens:
            joined[-1] = _spanning(joined[-1], item, text, joined[-1].start, item.end)
        else:
            joined.append(item)
    return joined


def _spanning(first: _Item, last: _Item, text: str, start: int, end: int) -> _Item:
    """One item for all that is printed from `start` to `end`."""
    is_elsewhere = first is last or first.paragraph is not last.paragraph
    tokens = first.tokens if is_elsewhere else (*first.tokens, *last.tokens)
    return _Item(first.paragraph, tokens, text[start:end], start, end)


def _marks(paragraph: Paragraph, offset: int) -> list[_Item]:
    """Dashes and `S/I` that stand where a number would: at a line's start, or after a label."""
    return [
        _Item(
            paragraph, (), match["mark"], offset + match.start("mark"), offset + match.end("mark")
        )
        for match in _NO_NUMBER.finditer(paragraph.text)
    ]


def _split_tokens(
    paragraph: Paragraph,
) -> tuple[list[list[NumberToken]], list[tuple[Paragraph, NumberToken, str]]]:
    """Numbers of a paragraph (tokens with only blanks between them are one), and other tokens."""
    text = paragraph.text
    spans = [span for span in no_figure_spans(text) if span[2] in _OWN_CLASSES]
    tokens = find_numbers(text)[:NUMBERS_OF_ONE_TEXT]
    if len(tokens) > 1:
        spans += footnote_mark_spans(text)
    numbers: list[list[NumberToken]] = []
    others: list[tuple[Paragraph, NumberToken, str]] = []
    for token in tokens:
        named = class_at(spans, token)
        if named:
            others.append((paragraph, token, named))
        elif numbers and _is_one_number(text, numbers[-1][-1].end, token.start):
            numbers[-1].append(token)
        else:
            numbers.append([token])
    return numbers, others


def _is_one_number(text: str, end: int, start: int) -> bool:
    """Whether two tokens are one printed number: nothing, or nothing that says more, parts them."""
    between = text[end:start]
    if not any(char.isspace() for char in between):
        return not between.startswith(("(", "["))
    return bool(_JOINS.fullmatch(between))


def _with_labels(items: list[_Item], text: str) -> list[UsageNumber]:
    """Give each number the words after it, or before it where a cell puts its labels first.

    A line that is a label, a colon and a number is whole in itself.
    """
    own_labels = [_label_of_line(item, items, text) for item in items]
    if any(own_labels) and not all(own_labels):
        rest = [item for item, label in zip(items, own_labels, strict=True) if not label]
        for item, label in zip(items, own_labels, strict=True):
            if label:
                start, end = _line_around(item, text)
                text = text[:start] + _TAKEN * (end - start) + text[end:]
        others = iter(_with_labels(rest, text))
        return [
            UsageNumber(item.printed_text, label, item.paragraph, item.tokens)
            if label
            else next(others)
            for item, label in zip(items, own_labels, strict=True)
        ]
    ends = [0, *(item.end for item in items)]
    starts = [*(item.start for item in items), len(text)]
    between = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    before = [words_of(words.rpartition(_TAKEN)[2]) for words in between[:-1]]
    last = words_of(between[-1].partition(_TAKEN)[0])
    if before[0] and not last:
        labels = before
    else:
        pairs = zip(between[1:-1], items[1:], strict=True)
        labels = [*(_words_after(words, following) for words, following in pairs), last]
    return [
        UsageNumber(item.printed_text, label, item.paragraph, item.tokens)
        for item, label in zip(items, labels, strict=True)
    ]


def _line_around(item: _Item, text: str) -> tuple[int, int]:
    end = text.find("\n", item.end)
    return text.rfind("\n", 0, item.start) + 1, end if end >= 0 else len(text)


def _label_of_line(item: _Item, items: list[_Item], text: str) -> str:
    """The label of a number that ends its line behind a colon (`Casos atendidos: 137`), or none."""
    start, end = _line_around(item, text)
    before, after = text[start : item.start], text[item.end : end]
    is_alone = not any(other is not item and start <= other.start < end for other in items)
    is_labelled = is_alone and before.rstrip().endswith(":") and not words_of(after)
    return words_of(before) if is_labelled else ""


def _words_after(between: str, following: _Item) -> str:
    """The label between two numbers, without the words that lead the sentence of the second."""
    own, taken, _ = between.partition(_TAKEN)
    lead = following.tokens[0].start if following.tokens and not taken else 0
    if 0 < lead < len(own) and following.paragraph.text.lstrip()[:1].isupper():
        return words_of(own[: len(own) - lead]) or words_of(own)
    return words_of(own)


def words_of(text: str) -> str:
    """The words of a text that runs beside numbers, without the marks at its ends."""
    if not text or text.isspace():
        return ""
    words = _BLANKS.sub(" ", _MARK_FIRST.sub("", text))
    return words.lstrip(_BEFORE_WORDS).rstrip(_AFTER_WORDS)

"""The number ledger: every numeric token of a document, and why it is accounted for.

Belongs here: going over all printed text once and giving each number its claim, or the named
class its context decides. A number that neither a row nor a class accounts for is `unclaimed`
and a finding. Does not belong here: claiming figures (the modules that read tables and maps).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from orchestration.documents.model import Paragraph
from orchestration.extraction.numbers import (
    NUMBERS_OF_ONE_TEXT,
    NumberToken,
    class_at,
    find_numbers,
    footnote_mark_spans,
    no_figure_spans,
)
from orchestration.extraction.prose import digits_of, prose_spans, restates
from orchestration.extraction.recorder import Claim, Recorder
from orchestration.extraction.rows import LedgerEntry

TextKind = Literal["running", "heading", "table", "picture", "margin", "footnote"]

_SECTION_NUMBER = re.compile(
    r"^\s*(?:(?:tabla|cuadro|gr[aá]fico)\s*(?:N\s*[°º.]*\s*)?\d+\s*[.:–-]*\s*)?"
    r"(?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2})*\s*(?:[.)°:–-]|\s(?=\S))",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(
    r"^\s*(?:p[aá]g(?:ina)?\.?\s*)?\d{1,3}(?:\s*(?:/|de)\s*\d{1,3})?\s*$", re.IGNORECASE
)
_IMAGE_MARK = re.compile(r"^\s*\[(?:image|bookmark|footnoteRef)\s*:.*\]\s*$", re.IGNORECASE)
_MARK_IN_TEXT = re.compile(r"\[(?:footnoteRef|bookmark|image):[^\]]*\]", re.IGNORECASE)
_BARE_YEAR = re.compile(r"^(?:19|20)\d{2}$")
_SENTENCES: Final = frozenset({"running", "heading"})
_ALL_SENTENCES: Final = -1
_COORDINATE_DIGITS: Final = 5
_DIGITS_OF_A_MARK: Final = 2
_CONTEXT: Final = 30
_SHOWN_UNCLAIMED: Final = 5


class LedgerTexts(NamedTuple):
    """Paragraphs that stand together, and the kind of place that is."""

    paragraphs: Sequence[Paragraph]
    kind: TextKind


def write_ledger(recorder: Recorder, texts: Sequence[LedgerTexts]) -> None:
    """Add one ledger entry for every number, and a finding where some are unclaimed.

    The sentences of a document share one finding; all other texts that stand together have
    their own.
    """
    accounts = [*_accounts(recorder, texts)]
    figures = {digits_of(one.token) for one in accounts if one.claim.number_class == "figure"}
    unclaimed: dict[int, list[_Account]] = {}
    for order, account in enumerate(accounts, start=1):
        group, paragraph, token, claim = account
        printed = paragraph.text
        is_sentence = texts[group].kind in _SENTENCES
        number_class = claim.number_class
        if number_class == "unclaimed" and is_sentence:
            number_class = _class_in_prose(printed, token, figures)
        recorder.extraction.add(
            LedgerEntry(
                recorder.document_id,
                order,
                recorder.location(paragraph),
                token.text,
                _context(printed, token),
                number_class,
                claim.figure_id,
            )
        )
        if number_class == "unclaimed":
            shared = _ALL_SENTENCES if is_sentence else group
            unclaimed.setdefault(shared, []).append(account)
    for group, found in unclaimed.items():
        first, token = found[0].paragraph, found[0].token
        shown = ", ".join(account.token.text for account in found[:_SHOWN_UNCLAIMED])
        recorder.find(
            "warning",
            "unclaimed_number",
            f"Sentences print numbers that stand in no table ({len(found)}): {shown}. They are not "
            "published; where they count people or centres, ask the sender for a table of them."
            if group == _ALL_SENTENCES
            else f"Printed numbers of no figure that is known here ({len(found)}): {shown}. Look "
            "at the place and say what is counted.",
            location=recorder.location(first),
            printed_text=_context(first.text, token),
        )


class _Account(NamedTuple):
    """A number, the texts (by their position) and paragraph it stands in, and what claims it."""

    group: int
    paragraph: Paragraph
    token: NumberToken
    claim: Claim


def _accounts(recorder: Recorder, texts: Sequence[LedgerTexts]) -> Iterator[_Account]:
    for group, (paragraphs, kind) in enumerate(texts):
        for paragraph in paragraphs:
            tokens = find_numbers(paragraph.text)
            if not tokens:
                continue
            claims = recorder.claims.get(id(paragraph), {})
            spans: list[tuple[int, int, str]] | None = None
            for token in tokens[:NUMBERS_OF_ONE_TEXT]:
                claim = claims.get(token.start)
                if claim is None:
                    spans = _spans(paragraph.text, kind) if spans is None else spans
                    claim = Claim(class_at(spans, token) or _class_by_kind(kind, token))
                yield _Account(group, paragraph, token, claim)


def _spans(printed: str, kind: TextKind) -> list[tuple[int, int, str]]:
    spans = [(m.start(), m.end(), "reference_mark") for m in _MARK_IN_TEXT.finditer(printed)]
    if kind in ("running", "heading"):
        if _PAGE_NUMBER.match(printed):
            spans.append((0, len(printed), "page_number"))
        number = _SECTION_NUMBER.match(printed)
        if number and kind == "heading":
            spans.append((number.start(), number.end(), "section_number"))
    if _IMAGE_MARK.match(printed):
        spans.append((0, len(printed), "picture_name"))
    return [*spans, *no_figure_spans(printed), *footnote_mark_spans(printed)]


def _class_by_kind(kind: TextKind, token: NumberToken) -> str:
    if kind == "picture":
        digits = sum(char.isdigit() for char in token.text)
        if _BARE_YEAR.match(token.text):
            return "year"
        return "grid_label" if digits >= _COORDINATE_DIGITS else "map_label"
    if kind == "footnote":
        is_mark = len(token.text) <= _DIGITS_OF_A_MARK and token.start <= 1
        return "footnote_mark" if is_mark else "footnote_text"
    if kind == "margin":
        return "year" if _BARE_YEAR.match(token.text) else "page_number"
    if kind in ("running", "heading", "footnote") and _BARE_YEAR.match(token.text):
        return "year"
    return "unclaimed"


def _class_in_prose(text: str, token: NumberToken, figures: set[str]) -> str:
    """What an unexplained number of a sentence is."""
    named = class_at([*prose_spans(text)], token)
    return named or ("restated" if restates(text, token, figures) else "unclaimed")


def _context(text: str, token: NumberToken) -> str:
    if text.isdecimal():
        return text
    start, end = max(0, token.start - _CONTEXT), token.end + _CONTEXT
    return " ".join(text[start:end].split())

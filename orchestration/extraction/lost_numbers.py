"""What stands in a usage cell where a number should: `NaN casos`, `dos mil casos`, nothing.

Belongs here: finding it by the measures that the cells of the other periods print with a number.
Does not belong here: parting a cell into numbers and words (`usage`), or judging what is no number
(dbt).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from orchestration.extraction.usage import UsageCell, UsageNumber, words_of

_LONGEST: Final = 60
"""Characters of what may stand for a number; more is a sentence."""


def with_lost_numbers(cell: UsageCell, siblings: Sequence[UsageCell]) -> UsageCell:
    """The cell with the measures it names without a number that can be read.

    Args:
        cell: a cell under one period.
        siblings: the cells of the same row under the others; the cell may be among them.
    """
    labels = {
        number.label.casefold(): number.label
        for other in siblings
        if other is not cell
        for number in other.numbers
        if number.label and number.printed_text
    }
    leads = {words_of(other.lead.label).casefold() for other in siblings if other.lead}
    own = {number.label.casefold() for number in cell.numbers if number.printed_text}
    missing = [labels[key] for key in sorted(labels.keys() - own, key=len, reverse=True)]
    if not missing or not cell.text:
        return cell
    numbers = tuple(
        number._replace(printed_text="") if number.printed_text.casefold() in leads else number
        for number in _numbers(cell, missing)
    )
    return cell._replace(numbers=numbers) if numbers != cell.numbers else cell


def _numbers(cell: UsageCell, missing: list[str]) -> Iterator[UsageNumber]:
    lost = _lost(cell.lead.label, missing) if cell.lead else None
    if cell.lead and lost:
        yield UsageNumber(*lost, cell.lead.paragraph)
    for number in cell.numbers:
        if not number.printed_text:
            lost = _lost(number.label, missing)
            yield UsageNumber(*lost, number.paragraph) if lost else number
            continue
        label, lost = _parted(number.label, missing)
        yield number._replace(label=label)
        if lost:
            yield UsageNumber(*lost, number.paragraph)


def _lost(text: str, missing: list[str]) -> tuple[str, str] | None:
    """What stands for the number before a label at the end of a text, and the label."""
    for label in missing:
        before = text[: -len(label)]
        is_word = not before or not before[-1].isalnum()
        if text.casefold().endswith(label.casefold()) and is_word and len(before) <= _LONGEST:
            return before.strip(), label
    return None


def _parted(label: str, missing: list[str]) -> tuple[str, tuple[str, str] | None]:
    """The label of one number, and what is lost where it runs on into another measure's."""
    for first in missing:
        if label.casefold().startswith(f"{first.casefold()} "):
            others = [one for one in missing if one != first]
            lost = _lost(words_of(label[len(first) :]), others)
            if lost:
                return first, lost
    return label, None

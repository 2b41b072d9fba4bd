"""Text assembly, second half: from printed lines to paragraphs.

Belongs here: whether a line goes on in the next one or a paragraph ends, and how the two are
joined. Does not belong here: where lines stand (`lines`), which belong to a cell (`layout`).

A line was wrapped where the next word had no room left. Word processors help: LibreOffice
prints the space at which it wrapped a line and none at a paragraph's end, Word prints one at
both; so the space counts only in documents whose cells mostly end without one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from orchestration.documents.pdf.known_words import is_known_word
from orchestration.documents.pdf.shapes import Line

SIZE_CHANGE = 1.13
"""Neighbouring lines whose sizes differ more than this belong to two paragraphs."""
PITCH_CHANGE = 1.3
"""A step this much larger than the paragraph's own begins a new paragraph."""
TIGHTEST_PITCH, WIDEST_PITCH = 0.7, 2.2
"""Lines of one paragraph are this many sizes apart; nearer ones are printed over each other."""
TOLERANCE = 0.2
"""How far the measured room may be off, as a share of the size."""
FIGURE = re.compile(r"\d[\d .,]*")
SENTENCE = 40
"""A line shorter than this is no sentence; its full stop is an abbreviation (characters)."""
SOFT_HYPHEN = "\u00ad"
LETTER_WIDTH = 0.62
"""About the width of a small letter or digit, as a share of the size, and a little more."""
SPACE_WIDTH = 0.3
"""About the width of a space, and a little more; a space with less room is not printed."""
SHORT_WORDS = frozenset(
    {"a", "al", "ca", "con", "de", "del", "e", "el", "en", "la", "las", "lo", "los", "más", "nna"}
    | {"no", "o", "por", "que", "se", "sin", "su", "sus", "u", "un", "una", "y"}
)
"""Short words that begin a line of their own right."""
NUMBER_SIGN = re.compile(r"\b[nN](?:\.? ?[°º]|ro\.|[uú]m\.)$")
"""How a line ends that announces a number (`Decreto Legislativo N°`)."""
OPENERS = frozenset({"A", "Al", "Con", "De", "Del", "En", "Para", "Por", "Se", "Según"})
"""Words that no name begins with: written with a capital they begin a sentence."""
BEGUN_NUMBER = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?: \d{3})*$")
THOUSANDS = re.compile(r"\d{3}(?: \d{3})*(?![\d.,])")
"""A number wrapped at the space between its thousands: what may end a line, what begins one."""
SPACED_NUMBER = re.compile(r"(?<=\d) (?=\d)")
LONG_WORD = 5
"""Fewer letters than this may be an abbreviation, which ends as it likes."""
WORD_END = re.compile(r"[aeiouáéíóúü][dlnrsyz]?$")
WORD_BEGINNING = re.compile(
    r"(?:[bcfgp]?[lr]|[dt]r|ch|cc|ll|qu|ps|[b-df-hj-np-tv-zñ])?[aeiouáéíóúüy]"
)
"""How Spanish words of some length end and how they begin, in lower case."""
CLOSING = frozenset(".,:;)%/°º")
"""No word begins with one of these; the first of a line was cut off from the line before."""

BULLET = re.compile(r"[•▪●○◦■❖➢✓]\s")
NUMBERED_HEADING = re.compile(
    r"(?:(?:[A-Z]|\d{1,2})(?:\.\d{1,2})+[.)]?|(?:\d{1,2}|[IVX]{1,5}|[A-Z])[.)]|[a-z]\))-?"
    r"\s+(?![A-Z]\.)[A-ZÁÉÍÓÚÑ]"
)
SOURCE = re.compile(r"\s*(?:fuente|nota|elaboraci[oó]n|elaborado)\b", re.IGNORECASE)
"""How the line under a table begins that says where its figures come from."""
CAPITALS = re.compile(r"[A-ZÁÉÍÓÚÑ]{4,} (?:[A-ZÁÉÍÓÚÑ]{2,} )?[A-ZÁÉÍÓÚÑ]{4,}(?![a-záéíóúñ])")
SENTENCE_BEGINNING = re.compile(r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+ (?:[A-ZÁÉÍÓÚÑ]?[a-záéíóúñ]+ ){2}")
"""How a heading in capitals begins, and a text of some words that is none."""
SENTENCE_END = re.compile(r"[.:;!?][\"”»)]?$")


@dataclass(frozen=True, slots=True)
class Habits:
    """What a document's printing tells about its line ends.

    `marks_wraps`: a space is printed where a line was wrapped and none at a paragraph's end, for
    lines set to the left; centred and justified ones say nothing.
    `marks_all`: a space is printed at the end of every line, but where a word was broken.
    `words`: words printed whole, away from the ends of lines.
    """

    marks_wraps: bool
    marks_all: bool
    words: frozenset[str]


def learn_habits(runs: Iterable[list[Line]]) -> Habits:
    """Tell how a document prints line ends from the runs of lines of all its places."""
    lines = marked = ends = marked_ends = marked_wraps = 0
    words: set[str] = set()
    for run in runs:
        for place, line in enumerate(run):
            printed = line.text.split(" ")
            if room_left(line) <= line.size:
                printed = printed[1:-1]
            words.update(bare_word(word) for word in printed)
            lines += 1
            marked += line.ends_with_space
            if line.is_centred:
                continue
            if place + 1 == len(run):
                ends += 1
                marked_ends += line.ends_with_space
            elif needed_room(run[place + 1]) > room_left(line) > line.size:
                marked_wraps += line.ends_with_space
    return Habits(
        marks_wraps=marked_wraps >= 2 and marked_ends <= 0.4 * ends,
        marks_all=lines > 0 and marked >= 0.85 * lines,
        words=frozenset(words),
    )


def join_paragraphs(lines: list[Line], habits: Habits) -> list[tuple[str, int]]:
    """Join consecutive lines of one place into paragraphs.

    Returns:
        Each paragraph's text and the page it begins on.
    """
    paragraphs: list[tuple[str, int]] = []
    text = ""
    page = 0
    for place, line in enumerate(lines):
        if place and goes_on(lines, place, habits):
            text = _glue(text, lines[place - 1], line, habits)
        else:
            if text:
                paragraphs.append((text, page))
            text, page = line.text, line.page
    if text:
        paragraphs.append((text, page))
    return [(_tidy(text), page) for text, page in paragraphs]


def _tidy(text: str) -> str:
    text = " ".join(text.replace(SOFT_HYPHEN, "").split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def goes_on(lines: list[Line], place: int, habits: Habits) -> bool:
    """Whether line `place` continues the paragraph of the line before it."""
    before, line = lines[place - 1], lines[place]
    if before.turn != line.turn or BULLET.match(line.text):
        return False
    if max(before.size, line.size) > SIZE_CHANGE * min(before.size, line.size):
        return False
    if not _is_near(lines, place):
        return False
    return wraps_into(before, line, habits)


def _is_near(lines: list[Line], place: int) -> bool:
    """Whether the step between two lines is one within a paragraph."""
    before, line = lines[place - 1], lines[place]
    if before.page != line.page:
        return True
    step = line.baseline - before.baseline
    if not TIGHTEST_PITCH * line.size <= step <= WIDEST_PITCH * line.size:
        return False
    for other in (place - 1, place + 1):
        if 0 < other < len(lines) and other != place:
            above, below = lines[other - 1], lines[other]
            pitch = below.baseline - above.baseline
            alike = max(above.size, below.size) <= SIZE_CHANGE * min(line.size, above.size)
            same_page = above.page == below.page == line.page
            if alike and same_page and pitch > 0.8 * line.size and step > PITCH_CHANGE * pitch:
                return False
    return True


def wraps_into(before: Line, line: Line, habits: Habits) -> bool:
    """Whether `before` was wrapped where `line` begins, judged by room and printed space."""
    if breaks_word(before, line, habits):
        return True
    if SOURCE.match(before.text) and NUMBERED_HEADING.match(line.text):
        return False
    if _changes_case(before.text, line.text) or _opens_sentence(before.text, line.text):
        return False
    needed, room = needed_room(line), room_left(before)
    if habits.marks_wraps and not before.is_centred and room > SPACE_WIDTH * before.size:
        if before.ends_with_space:
            return needed > room - 0.35 * line.size or line.text[:1].islower()
        return needed > room and (
            before.text.endswith(("-", SOFT_HYPHEN))
            or before.text.rsplit(" ", 1)[-1] in SHORT_WORDS
            or line.text.startswith(("- ", "– "))
        )
    if (
        SENTENCE_END.search(before.text)
        and len(before.text) > SENTENCE
        and (
            NUMBERED_HEADING.match(line.text)
            or (line.text[:1].isupper() and room > 0.35 * before.size)
        )
    ):
        return False
    if needed <= room - TOLERANCE * line.size:
        return False
    if BEGUN_NUMBER.search(before.text) and THOUSANDS.match(line.text):
        return True
    # A figure alone on its line stands over its words; it is no part of a sentence.
    if not before.ends_with_space and bool(FIGURE.fullmatch(line.text)) != bool(
        FIGURE.fullmatch(before.text)
    ):
        last = before.text.rsplit(" ", 1)[-1]
        return last in SHORT_WORDS or bool(NUMBER_SIGN.search(before.text))
    return True


def _changes_case(before: str, line: str) -> bool:
    """Whether a heading in capitals ends at a line's end, or begins below a sentence's."""
    if SENTENCE_END.search(before) and len(before) > SENTENCE and not before.isupper():
        return bool(CAPITALS.match(line))
    return (
        before.isupper()
        and before.count(" ") >= 3
        and before[-1].isalnum()
        and before.rsplit(" ", 1)[-1].casefold() not in SHORT_WORDS
        and bool(SENTENCE_BEGINNING.match(line))
    )


def _opens_sentence(before: str, line: str) -> bool:
    """Whether a line opens with a word that begins sentences, after a word that may end one."""
    last = before.rsplit(" ", 1)[-1]
    is_opened = line.split(" ", 1)[0] in OPENERS and not line.isupper()
    return is_opened and last[:1].islower() and last not in SHORT_WORDS


def needed_room(line: Line) -> float:
    """The width its first word would have needed on the line before."""
    return line.first_word + 0.25 * line.size


def room_left(line: Line) -> float:
    """The width a line has left for one more word."""
    left, right = line.start - line.left, line.right - line.end
    return left + right if line.is_centred else right


def breaks_word(before: Line, line: Line, habits: Habits, begun: str = "") -> bool:
    """Whether a word (or number) too long for its cell was broken between its letters.

    Then it stands alone on its line and leaves no room for one more letter; the document's
    other words, and those of known names, tell it from a short word that just fills its line.

    Args:
        before: the line that ends.
        line: the line after it.
        habits: what the document's printing tells.
        begun: the word that ends in `before`, where earlier lines began it.
    """
    rest = line.text.split(" ", 1)[0]
    if before.ends_with_space or not rest or " " in SPACED_NUMBER.sub("", before.text):
        return False
    last, first = before.text[-1], rest[0]
    room = room_left(before) / line.size
    letter = max(LETTER_WIDTH, 1.1 * line.first_word / len(rest) / line.size + 0.08)
    head, tail = bare_word(begun or before.text), bare_word(rest.split("/", 1)[0])
    is_known = first.isalpha() and is_known_word(head + tail, may_go_on=rest == line.text)
    is_cased = last.isalpha() and first.isalpha() and (first.islower() or last.isupper())
    if is_cased and is_known and _is_no_other_word(head, tail):
        return True  # LibreOffice breaks a word where its language changes, room or none
    if room >= (2 * letter if is_known and first.islower() else letter):
        return False
    if first in CLOSING:
        return True
    if last.isdigit() and first.isdigit():
        return True
    if not is_cased:
        return False
    if is_known or head + tail in habits.words:
        return True
    if is_known_word(head) and (tail in SHORT_WORDS or is_known_word(tail)):
        return False
    if habits.marks_all or (habits.marks_wraps and not before.is_centred and room > SPACE_WIDTH):
        return True
    if head in habits.words or is_known_word(head):
        return False
    return (len(tail) <= 3 and tail not in SHORT_WORDS) or not _are_words(head, tail)


def _is_no_other_word(head: str, tail: str) -> bool:
    """Whether two parts of a known word are none by themselves."""
    return (
        is_known_word(head + tail)
        and tail not in SHORT_WORDS
        and not is_known_word(head)
        and not is_known_word(tail)
    )


def _are_words(head: str, tail: str) -> bool:
    """Whether a Spanish word may end as `head` does, and one begin as `tail` does.

    That tells `implem|entado` and `impleme|ntado` from two words without knowing either.
    """
    return len(head) < LONG_WORD or bool(WORD_END.search(head) and WORD_BEGINNING.match(tail))


def bare_word(text: str) -> str:
    """A printed word as it is compared: without marks around it, in lower case."""
    return text.strip('.,:;()"“”*').casefold()


def _glue(text: str, before: Line, line: Line, habits: Habits) -> str:
    if text.endswith(SOFT_HYPHEN):
        return text[:-1] + line.text
    if text.endswith("-") and text[-2:-1].isalnum() and line.text[:1].isalnum():
        return text + line.text
    if breaks_word(before, line, habits, text.rsplit(" ", 1)[-1]):
        return text + line.text
    return f"{text} {line.text}"

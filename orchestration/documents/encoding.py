"""Bytes of a text export to text, whatever encoding and line ends it was saved with.

Does not belong here: what the lines mean (`text_export`).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import islice

from orchestration.documents.model import DocumentRefused

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MANGLED = re.compile(
    "Ã[\u0080-\u00bf\u2018-\u203a\u0160-\u0178]|Â[°º\u00a0]|â€|\ufffd|ï¿½"  # as Windows-1252
    "|√[^\\x00-\\x7f\\s]|(?<=[A-Za-z])[├┬].|├.(?=[a-z])"  # as Mac Roman or a DOS code page
    r"|(?!\d)"
    "[\u0370-\u1dbf\u1f00-\u1fff\u2c00-\ud7ff]"  # letters of no Latin alphabet
    r"|(?<=[A-Za-z])\?(?=[A-Za-z])"  # letters that an encoding lacked
    # bytes of a DOS code page or of Mac Roman, read as Windows-1252
    "|(?<=[a-z])[\x80-\x9f¡¢£¤¥§¨ª¬®¯±´µ¶¸º¿×÷‡†ƒ„‚…‰‹›˜™Ž—]{1,2}(?=[a-z])"
)
_SUSPICIOUS = re.compile(
    "[?ÃÂâ\ufffdï√├┬\u0370-\u1dbf\u1f00-\u1fff\u2c00-\ud7ff"
    "\x80-\x9f¡¢£¤¥§¨ª¬®¯±´µ¶¸º¿×÷‡†ƒ„‚…‰‹›˜™Ž—]"
)
"""The first characters of what `_MANGLED` finds: looking for them alone is fast."""
_ESCAPED = re.compile(
    r"&#x?[0-9A-Fa-f]{2,5};|&[A-Za-z]{2,6}acute;|&[Nn]tilde;"  # a web page's
    r"|=C[2-5]=[89A-B][0-9A-F]|(?<=[a-z])=[EF][0-9A-F](?=[a-z])"  # a mail's
    r"|\\(?:x[0-9a-f]{2}|u[0-9a-f]{4})"  # a program's
    r"|\+A[A-P][0-9A-Za-z+/]{1,30}-"  # UTF-7
)
"""Letters with accents written out in ASCII."""
_MANGLED_AT_MOST = 5
_SUSPICIOUS_AT_MOST = 100_000
"""Characters that are looked at more closely; a summary has some fifty."""
_OTHER_LINE_ENDS = ("\r", "\u2028", "\u2029", "\x85", "\v")
_LINE_ENDS = re.compile("|".join(("\r+\n", *_OTHER_LINE_ENDS)))
_LONE_RETURN = re.compile(r"\r(?![\r\n])")
_FEED_IN_A_LINE = re.compile(r"(?<=[^\n])\f(?=[^\n])")
_MIXED_SHARE = 0.05
"""How many of its lines a text may end another way than the others."""


def decode_text(content: bytes) -> str:
    r"""Decode a text export; line ends become `\n`, decomposed accents are composed.

    Tries the byte order mark, UTF-8, UTF-16 without mark, then Windows-1252.

    Raises:
        DocumentRefused: `unreadable_document` where the text was garbled by a wrong
            conversion before it came here (`Ã³` for `ó`, replacement characters).
    """
    text = _decode(content)
    if any(end in text for end in _OTHER_LINE_ENDS):
        text = _with_line_ends(text)
    if "\f" in text:
        text = _FEED_IN_A_LINE.sub("\n", text).replace("\f", "")
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    garbled = [
        match[0]
        for first in islice(_SUSPICIOUS.finditer(text), _SUSPICIOUS_AT_MOST)
        if (match := _MANGLED.match(text, first.start()))
    ]
    if text.isascii() or "&" in text or "=C3" in text:
        garbled += _ESCAPED.findall(text)
    if len(garbled) > _MANGLED_AT_MOST:
        raise DocumentRefused(
            "unreadable_document",
            f"The text was saved through a wrong encoding ({len(garbled)} garbled characters such "
            f"as {garbled[0]!r}); export it again as UTF-8.",
        )
    return text


def _with_line_ends(text: str) -> str:
    """The text with plain line ends.

    A carriage return alone ends a line only where all lines end so: beside other line ends
    nobody can tell an empty line from two halves of one line end.
    """
    if text.count("\r") == text.count("\n\r"):
        text = text.replace("\n\r", "\n")
    alone = len(_LONE_RETURN.findall(text)) if "\r" in text else 0
    if alone and alone > _MIXED_SHARE * (ends := text.count("\n")) > _MIXED_SHARE**2 * alone:
        raise DocumentRefused(
            "unreadable_document",
            f"Some lines of the text end with a carriage return ({alone}) and others with a line "
            f"feed ({ends}), so that its empty lines cannot be counted: export it again.",
        )
    return _LINE_ENDS.sub("\n", text)


def _decode(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if content[:4096].count(0) > len(content[:4096]) // 5:
        return content.decode(_utf16_byte_order(content), errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            return content.decode("utf-8", errors="ignore")
        mended = content.decode("utf-8", errors="replace")
        damaged = mended.count("\ufffd")
        if damaged <= _MANGLED_AT_MOST:
            whole = sum(not char.isascii() for char in mended) - damaged
            if whole > damaged:
                return mended  # UTF-8 with a few damaged bytes, not another encoding
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _utf16_byte_order(content: bytes) -> str:
    sample = content[:4096]
    zeros_at_even_places = sample[0::2].count(0)
    zeros_at_odd_places = sample[1::2].count(0)
    return "utf-16-le" if zeros_at_odd_places >= zeros_at_even_places else "utf-16-be"

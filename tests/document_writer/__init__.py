"""Writes faithful summaries for tests: one truth, one style, three formats.

Belongs here: everything that makes a document whose right answers are known (truths, styles,
faults, the writers of the formats, the score). Does not belong here: reading documents; nothing
of `orchestration` is imported, so that a reader's mistake cannot hide in the writer.

The usual path:

    truth = random_truth(seed=7, unit_code="18", year=2023, month=1)
    style = random_style(seed=7)
    written = write(truth, style, "docx")
    written.content, written.figures, written.findings
"""

from tests.document_writer.generate import random_truth
from tests.document_writer.style import Style, random_style
from tests.document_writer.truth import Truth
from tests.document_writer.write import FORMATS, Written, write

__all__ = ["FORMATS", "Style", "Truth", "Written", "random_style", "random_truth", "write"]

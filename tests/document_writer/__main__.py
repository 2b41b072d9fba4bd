"""Writes a corpus from the command line: `python -m tests.document_writer --out DIR`.

Belongs here: the arguments. Does not belong here: which documents a corpus has (`corpus`).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.document_writer.corpus import corpus, write_corpus
from tests.document_writer.reference import reporting_units
from tests.document_writer.write import FORMATS


def months_between(text: str) -> list[tuple[int, int]]:
    """The months of `2023-01`, `2023-01,2023-04` or `2023-01:2023-06`."""
    months: list[tuple[int, int]] = []
    for part in text.split(","):
        first, _, last = part.partition(":")
        start, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last or first))
        months += [(number // 12, number % 12 + 1) for number in range(start, end + 1)]
    return months


def main() -> None:
    """Write a corpus and say how many documents it has."""
    parser = argparse.ArgumentParser(prog="python -m tests.document_writer", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder to write into")
    parser.add_argument(
        "--departments",
        default="all",
        help="unit codes with commas (18,15,lima_provincias), `departments` (25) or `all` (27)",
    )
    parser.add_argument("--months", default="2023-01", help="2023-01, a list, or 2023-01:2023-12")
    parser.add_argument("--formats", default="text", help=f"of {', '.join(FORMATS)}, in turn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="only the real document's style")
    arguments = parser.parse_args()
    units = list(reporting_units())
    if arguments.departments == "departments":
        units = [code for code in units if code.isdigit()]
    elif arguments.departments != "all":
        units = arguments.departments.split(",")
    documents = corpus(
        arguments.seed, units, months_between(arguments.months), arguments.formats.split(",")
    )
    print(write_corpus(arguments.out, documents, is_plain=arguments.plain), "documents written")


if __name__ == "__main__":
    main()

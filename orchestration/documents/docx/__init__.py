"""Word files (.docx, .docm, .dotx), read as a person sees them printed.

`archive` opens the zip and distrusts it, `markup` parses its XML and distrusts that, `package`
finds the document among the parts, `styles` and `numbering` know what formatting adds to the
text, `runs` reads what a paragraph prints, `story` turns paragraphs and tables into blocks,
`reader` puts them together. What the
blocks mean is not decided here.
"""

from orchestration.documents.docx.reader import read_docx

__all__ = ["read_docx"]

"""The summary written back: the *resumen ejecutivo* as a Word file, from the warehouse alone.

`write_summary` is the door, `write_document` the one for many documents that were read together.
`content` reads the published file, `wording` says how values and names are printed, `compose` lays
the pages out, `word` writes them. Reading the file it gives with the pipeline gives the same
figures as the document the warehouse was made from.
Does not belong here: any figure that is not in the warehouse, or any arithmetic on figures.
"""

from orchestration.written_summary.write import write_document, write_summary

__all__ = ["write_document", "write_summary"]

"""The official poverty workbook: from a file in `seeds/poverty` to rows that can be trusted.

Belongs here: opening the workbook safely, finding its columns, reading its cells, judging it
whole, and its tables in the `raw` schema. Pure Python but for `tables` and `loading`.
Does not belong here: bands, ranks and everything else the estimates mean (dbt), or pictures
of them (`maps`).
"""

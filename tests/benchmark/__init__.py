"""`make bench`: what a refresh and its parts cost, as ratios within one run.

Belongs here: measurements, on documents written from a seed. Does not belong here: tests; a
machine's noise decides nothing about right and wrong.
"""

"""Bad inputs and failing machines: what was tried, and what a refresh must make of it.

`catalogue` lists every bad input with the verdict it must get, `processes` every way the machine
or another process may fail. `python -m tests.faults` (`make faults`) tries all of them and
prints a table; the tests beside this file try a bounded part.
"""

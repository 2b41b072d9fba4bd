"""The asset checks: the gate before publishing, and what is watched after it."""

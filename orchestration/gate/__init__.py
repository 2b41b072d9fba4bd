"""The gate: what must hold of a candidate before it is published."""

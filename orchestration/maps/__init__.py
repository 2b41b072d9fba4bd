"""Maps of poverty and services, drawn from a warehouse file.

Belongs here: what a map needs to know, outlines where there are any, and the drawing. Nothing
heavy is imported until something is drawn.
Does not belong here: which figures there are (the warehouse says), or Dagster (`assets.maps`).
"""

"""The maps of the report's pages, where the maps can be drawn here.

The one place that knows `orchestration.maps`; a page without a map is still whole.
"""

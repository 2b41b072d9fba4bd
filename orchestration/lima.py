"""The calendar of the ministry: what day it is in Lima."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

TIME_ZONE = "America/Lima"


def lima_date() -> date:
    """Today in Lima."""
    return datetime.now(ZoneInfo(TIME_ZONE)).date()

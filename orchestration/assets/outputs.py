"""What is written from the published file after each publication.

Belongs here: the list of those assets, and the mark that all of them were written. An output is
a thin asset with `deps=[PUBLISHED]` and the group `published` or one of its own; adding it to
`OUTPUTS` puts it into the job, into the runs that only make up for an interrupted one, and before
the mark.
Does not belong here: writing files (a package an output).
"""

from __future__ import annotations

import dagster as dg

from orchestration.assets.exports import exports
from orchestration.assets.maps import poverty_and_services
from orchestration.assets.publishing import PUBLISHED
from orchestration.assets.report import report
from orchestration.resources import OWNER, RunTools
from orchestration.warehouse.published import runs_in

OUTPUTS: list[dg.AssetsDefinition] = [exports, poverty_and_services, report]

_OUTPUT_KEYS = [key for output in OUTPUTS for key in sorted(output.keys)]


@dg.asset(
    key=["published", "finished"],
    deps=[PUBLISHED, *_OUTPUT_KEYS],
    group_name="published",
    kinds={"file"},
    owners=[OWNER],
    description="The mark that everything made from the published file was made from this one. "
    "Where it is missing, the next refresh makes up for it.",
)
def finished(tools: dg.ResourceParam[RunTools]) -> dg.MaterializeResult[None]:
    """Note the number of the published run."""
    settings = tools.settings
    number = runs_in(settings.warehouse)[-1].run_number
    settings.finished.write_text(str(number))
    return dg.MaterializeResult(metadata={"run": number})


OUTPUT_SELECTION = [*_OUTPUT_KEYS, *finished.keys]
"""The keys of a run that only makes up for what was interrupted after publishing."""

"""Speaker: by whose word a trigger is told.

What belongs here: the attribution that covers a trigger.  Not here: recognising attributions (attribution/find.py).
"""

from __future__ import annotations

from pipelines.extract.arguments.attachment import Offsets
from pipelines.extract.attribution.find import Attribution
from pipelines.extract.mentions import Reading


def said_by(reading: Reading, trigger: Offsets) -> Attribution | None:
    """The innermost attribution whose content covers the trigger; None where the reporter says it."""
    covering = [
        (sum(end - start for start, end in attribution.content), order, attribution)
        for order, attribution in enumerate(reading.attributions)
        if any(start <= trigger[0] and trigger[1] <= end for start, end in attribution.content)
    ]
    return min(covering, key=lambda c: c[:2])[2] if covering else None

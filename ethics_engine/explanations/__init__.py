"""Why a case comes out as it does, and why not otherwise."""

from .absence import Absence
from .explaining import why, with_only
from .explanation import Explanation
from .formats import ABSENCE_FORMATS, FORMATS, render, render_absence
from .obstacles import why_not
from .redaction import redacted, redacted_absence
from .sentences import Length

__all__ = [
    "ABSENCE_FORMATS",
    "FORMATS",
    "Absence",
    "Explanation",
    "Length",
    "redacted",
    "redacted_absence",
    "render",
    "render_absence",
    "why",
    "why_not",
    "with_only",
]

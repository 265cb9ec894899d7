"""Why a case comes out as it does, and why not otherwise."""

from .formats import ABSENCE_FORMATS, FORMATS, render, render_absence
from .redaction import redacted, redacted_absence
from .result import Explanation
from .why import why, with_only
from .why_not import why_not
from .why_not_result import Absence
from .why_text import Length

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

"""Two rulesets compared: in the text, in effect, and in the decided cases."""

from .comparing import compare
from .comparison import RulesetComparison
from .formats import FORMATS, render
from .revisions import load_side

__all__ = ["FORMATS", "RulesetComparison", "compare", "load_side", "render"]

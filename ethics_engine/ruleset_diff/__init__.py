"""Two rulesets compared: in the text, in effect, and in the decided cases."""

from .diff import compare
from .formats import FORMATS, render
from .git_revisions import load_side
from .result import RulesetComparison

__all__ = ["FORMATS", "RulesetComparison", "compare", "load_side", "render"]

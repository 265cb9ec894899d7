"""Forward chaining for one case: from facts through concepts to rules, statuses and the rules that test them.

Built on durable-rules, which is imported when it is first needed; `available` says whether it is there.
"""

from .durable_host import available
from .run import Run, evaluate, run
from .trace import Firing, Literal, Notion, NotionKind, Resolved

__all__ = ["Firing", "Literal", "Notion", "NotionKind", "Resolved", "Run", "available", "evaluate", "run"]

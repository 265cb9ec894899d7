"""What earlier runs found, written down; see `fingerprints` for how long it holds."""

from __future__ import annotations

import json
from pathlib import Path

from attrs import asdict, define, field, frozen


@frozen
class KeptVerdict:
    """What became of a mutant.

    Attributes:
        fate: What became of it.

        killed_by: The case that kills it, if one does.

        basis: Of a kill what was held of that case and fails, of a proof what it is about; empty where more was needed.

        digest: The digest of what that rests on; empty if it is to be looked at again each time.
    """

    fate: str
    killed_by: str
    basis: str
    digest: str


@define
class KeptVerdicts:
    """Verdicts by the id of their mutant.

    Attributes:
        file: Where they are kept; nowhere if there is none.
    """

    file: Path | None = None
    _verdicts: dict[str, KeptVerdict] = field(factory=dict, init=False)

    @classmethod
    def read(cls, file: Path | None) -> KeptVerdicts:
        """Those in a file; none if it is missing or damaged."""
        kept = cls(file)
        try:
            content = json.loads("{}" if file is None else file.read_text(encoding="utf-8"))
            kept._verdicts = {name: KeptVerdict(*map(str, parts)) for name, parts in content.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return cls(file)
        return kept

    def get(self, mutant: str) -> KeptVerdict | None:
        """What is kept of a mutant."""
        return self._verdicts.get(mutant)

    def put(self, mutant: str, verdict: KeptVerdict) -> None:
        """Keep a verdict."""
        self._verdicts[mutant] = verdict

    def save(self) -> None:
        """Write them down, whole or not at all; what cannot be written is worked out again next time."""
        if self.file is None:
            return
        from ethics_engine.errors import InputError
        from ethics_engine.rendering.atomic_write import write

        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            content = {name: list(asdict(verdict).values()) for name, verdict in self._verdicts.items()}
            write(self.file, json.dumps(content).encode())
        except (InputError, OSError):
            return

"""What the law says of an action, what ethics says of it, and what follows from both, in words."""

from __future__ import annotations

from ethics_engine.model.rules import Modality

SAYS = {
    Modality.MUST: "requires",
    Modality.SHOULD: "advises",
    Modality.MAY: "permits",
    Modality.SHOULD_NOT: "advises against",
    Modality.MUST_NOT: "forbids",
}

SILENT = "no rule of ethics speaks of it"

NO_LEGAL_ADVICE = "What is said of the law is no legal advice; ask a lawyer, or the board of the place."


def what_follows(law: Modality, ethics: Modality | None) -> str:
    """What follows where the law speaks on one side of an action, and ethics on the other, or not at all."""
    if ethics is None:
        return "This says what the law is, and not that ethics agrees."
    if law is Modality.MAY:
        return (
            f"The law's permission does not lift what ethics {SAYS[ethics]}: whoever does it may still answer for it "
            "to an employer, an association or a board."
        )
    if law.positive and law.strength == ethics.strength:
        return "Both bind, and neither lifts the other: take it to a lawyer and a supervisor before acting."
    if law.positive:
        return f"What the law {SAYS[law]} is not lifted by ethics, which {SAYS[ethics]} it."
    return f"That ethics {SAYS[ethics]} it does not make it lawful: the law {SAYS[law]} it here."


def difference_in_words(label: str, law: Modality, ethics: Modality | None) -> str:
    """The two in a sentence."""
    if ethics is None:
        return f'The law {SAYS[law]} "{label}"; {SILENT}.'
    return f'The law {SAYS[law]} "{label}"; ethics {SAYS[ethics]} it.'

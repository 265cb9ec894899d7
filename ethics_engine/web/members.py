"""Who uses the page, and what each role may do there."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from attrs import frozen

from ethics_engine.loading.role_file import read_roles


class Role(Enum):
    """What somebody is to the consults of an agency.

    Everybody reads the handbook and the decided cases, and takes quizzes.
    """

    READER = "reader"
    """Reads the consults that they were let into."""

    CONSULTANT = "consultant"
    """Begins consults, and works on those that they were let into."""

    CHAIR = "chair"
    """Works on every consult but those that they are recused from."""

    KEEPER = "keeper"
    """Tests and audits the rules."""


@frozen
class Member:
    """Somebody who is signed in; the name is empty for the one person of a page on loopback."""

    name: str
    role: Role

    @property
    def may_work_on_consults(self) -> bool:
        """Whether they may begin consults, and change those that are open to them."""
        return self.role in (Role.CONSULTANT, Role.CHAIR)

    @property
    def may_keep_rules(self) -> bool:
        """Whether they may run tests and audits of the rules."""
        return self.role in (Role.KEEPER, Role.CHAIR)


ALONE = Member("", Role.CHAIR)
"""Whoever sits at this machine; there is nobody else."""


def read_members(path: Path) -> dict[str, Member]:
    """The members in a file, by the name that the sign-in gives them; raises InputError as `read_roles` does."""
    roles = read_roles(path, [role.value for role in Role])
    return {name: Member(name, Role(role)) for name, role in roles.items()}

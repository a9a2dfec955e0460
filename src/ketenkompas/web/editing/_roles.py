"""Who may do what: three roles, held by membership of a group. A superuser has no more than his groups give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from ketenkompas.errors import InputError

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Role = Literal["viewer", "editor", "releaser"]
Act = Literal["look", "import", "decide", "submit", "answer", "correct", "abandon", "review", "release"]
ROLES: tuple[Role, ...] = ("viewer", "editor", "releaser")
ALLOWED: Mapping[Act, frozenset[Role]] = {
    "look": frozenset(ROLES),
    "import": frozenset({"editor"}),
    "decide": frozenset({"editor"}),
    "submit": frozenset({"editor"}),
    "answer": frozenset({"editor"}),
    "correct": frozenset({"editor"}),
    "abandon": frozenset({"editor"}),
    "review": frozenset({"editor", "releaser"}),
    "release": frozenset({"releaser"}),
}


def roles_of(user: User) -> frozenset[str]:
    """The roles of a person; none for who is not active."""
    return assigned(user) if user.is_active else frozenset()


def assigned(user: User) -> frozenset[str]:
    """The roles that were given to a person, active or not."""
    return frozenset(user.groups.filter(name__in=ROLES).values_list("name", flat=True))


def may(user: User, act: Act) -> bool:
    """Whether a person's roles allow an act; the rule of two persons comes on top of it."""
    return bool(roles_of(user) & ALLOWED[act])


def require(user: User, act: Act) -> None:
    """Refuse who may not do this.

    Raises
    ------
    InputError
        ``editing.not_allowed``.
    """
    if not may(user, act):
        raise InputError("editing.not_allowed", name=user.get_username(), roles=", ".join(sorted(ALLOWED[act])))

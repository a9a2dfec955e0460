"""The people who edit, and the audit log, for the command line: each function brings the data base up to date first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketenkompas.web._start import migrate, prepare

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can log in, or could: people are shut out, never deleted."""

    name: str
    roles: tuple[str, ...]
    active: bool


def add_person(name: str, roles: Sequence[str], password: str, *, by: str) -> Person:
    """Somebody who can log in to the editing pages.

    Parameters
    ----------
    roles : sequence of str
        One or more of ``viewer``, ``editor``, ``releaser``.
    by : str
        Who does this, for the audit log.

    Raises
    ------
    InputError
        ``editing.user_exists``, ``editing.user_name``, ``editing.password_weak``.
    UnknownCodeError
        ``editing.role_unknown``.
    """
    _ready()
    from ketenkompas.web.editing._users import add_user

    return _told(add_user(name, list(roles), password, by=by))


def change_person(
    name: str, *, roles: Sequence[str] | None = None, password: str | None = None, active: bool | None = None, by: str
) -> Person:
    """Other roles, another password, or the end or return of access; what is None stays as it is.

    Raises
    ------
    InputError
        ``editing.password_weak``.
    UnknownCodeError
        ``editing.user_unknown``, ``editing.role_unknown``.
    """
    _ready()
    from ketenkompas.web.editing._users import change_user

    given = None if roles is None else list(roles)
    return _told(change_user(name, roles=given, password=password, active=active, by=by))


def people() -> tuple[Person, ...]:
    """Everybody who can or could log in, by name."""
    _ready()
    from ketenkompas.web.editing._users import users

    return tuple(_told(one) for one in users())


def check_audit_log(noted: str = "") -> tuple[int, str]:
    """How many entries the audit log has, and the hash of the last one, when its chain holds.

    Parameters
    ----------
    noted : str, optional
        The hash of an entry that was written down elsewhere: it must be in the log.

    Raises
    ------
    ProductError
        ``editing.audit_broken``, ``editing.audit_cut_off``.
    """
    _ready()
    from ketenkompas.web.editing._audit import verify

    found = verify(noted)
    return found.entries, found.head


def audit_log_csv() -> str:
    """The whole audit log as a table, the newest entry first, with the hashes."""
    _ready()
    from ketenkompas.web.editing._audit import as_csv, entries

    return as_csv(entries())


def _ready() -> None:
    prepare()
    migrate()


def _told(user: User) -> Person:
    from ketenkompas.web.editing._roles import assigned

    return Person(user.get_username(), tuple(sorted(assigned(user))), user.is_active)

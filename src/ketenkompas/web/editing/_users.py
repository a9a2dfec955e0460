"""People who edit: made on the command line; and the brake on guessing a password."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.web.editing import _audit
from ketenkompas.web.editing._roles import ROLES, roles_of
from ketenkompas.web.editing.models import LoginAttempt

if TYPE_CHECKING:
    from django.http import HttpRequest

WINDOW = datetime.timedelta(minutes=15)
MOST_BY_NAME, MOST_BY_ADDRESS = 5, 50
_KEPT = datetime.timedelta(days=1)
_OURS = ("127.0.0.1", "::1")
_LONGEST_NAME = 150


def add_user(name: str, roles: list[str], password: str, *, by: str = "command line") -> User:
    """A person who can log in to the editing pages.

    Parameters
    ----------
    roles : list of str
        Of ``viewer``, ``editor``, ``releaser``.

    Raises
    ------
    InputError
        ``editing.user_exists``, ``editing.password_weak``, ``editing.user_name``.
    UnknownCodeError
        ``editing.role_unknown``.
    """
    _known(roles)
    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InputError("editing.user_name", found=name[:40], most=_LONGEST_NAME)
    user = User(username=name.strip())
    _strong(password, user)
    user.set_password(password)
    try:
        with transaction.atomic():
            if User.objects.annotate(low=Lower("username")).filter(low=user.username.lower()).exists():
                raise InputError("editing.user_exists", found=user.username)
            user.save()
            user.groups.set(Group.objects.filter(name__in=roles))
            _audit.record(by, "add user", f"user {user.username}", roles=sorted(roles))
    except IntegrityError as fault:
        raise InputError("editing.user_exists", found=user.username) from fault
    return user


def change_user(
    name: str,
    *,
    roles: list[str] | None = None,
    password: str | None = None,
    active: bool | None = None,
    by: str = "command line",
) -> User:
    """Give a person other roles or another password, or shut out who left; people are never deleted.

    Raises
    ------
    UnknownCodeError
        ``editing.user_unknown``, ``editing.role_unknown``.
    InputError
        ``editing.password_weak``.
    """
    with transaction.atomic():
        user: User | None = User.objects.select_for_update().filter(username=name).first()
        if user is None:
            raise UnknownCodeError("editing.user_unknown", found=name, known=", ".join(u.username for u in users()))
        if roles is not None:
            _known(roles)
            user.groups.set(Group.objects.filter(name__in=roles))
        if password is not None:
            _strong(password, user)
            user.set_password(password)
        if active is not None:
            user.is_active = active
        user.save()
        _audit.record(
            by, "change user", f"user {name}", roles=sorted(roles_of(user)), active=user.is_active,
            new_password=password is not None,
        )  # fmt: skip
    return user


def users() -> list[User]:
    """Everybody who can or could log in."""
    return list(User.objects.order_by("username"))


def log_in(request: HttpRequest | None, name: str, password: str, address: str) -> User:
    """The person whose name and password these are.

    Raises
    ------
    InputError
        ``editing.login_wait`` after too many failures, also for the right password; ``editing.login_wrong``, which
        does not say what was wrong.
    """
    tried, now = name.replace("\0", "").strip().lower()[:_LONGEST_NAME], timezone.now()
    recent = LoginAttempt.objects.filter(at__gt=now - WINDOW)
    too_often = recent.filter(name=tried).count() >= MOST_BY_NAME
    if too_often or (address not in _OURS and recent.filter(address=address).count() >= MOST_BY_ADDRESS):
        raise InputError("editing.login_wait", minutes=int(WINDOW.total_seconds() // 60))
    found = authenticate(request, username=name.strip(), password=password) if "\0" not in name + password else None
    if not isinstance(found, User) or not roles_of(found):
        LoginAttempt.objects.create(name=tried, address=address[:64], at=now)
        LoginAttempt.objects.filter(at__lt=now - _KEPT).delete()
        raise InputError("editing.login_wrong")
    LoginAttempt.objects.filter(name=tried).delete()
    _audit.alone(found.get_username(), "log in", f"user {found.get_username()}")
    return found


def _known(roles: list[str]) -> None:
    for role in roles:
        if role not in ROLES:
            raise UnknownCodeError("editing.role_unknown", found=role, known=", ".join(ROLES))
    if not roles:
        raise UnknownCodeError("editing.role_unknown", found="-", known=", ".join(ROLES))


def _strong(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as fault:
        raise InputError("editing.password_weak") from fault

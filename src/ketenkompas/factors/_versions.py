"""From one release to the next: new versions with their cause, and factors that are no longer listed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from ketenkompas.errors import InputError, KetenkompasError
from ketenkompas.factors._record import ChangeKind, Factor
from ketenkompas.factors._release import Change, Release

_NOT_CONTENT = frozenset(
    {"version", "supersedes", "change_kind", "change_note", "reviewed_by", "reviewed_on", "factor_id"}
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """Records of the next release with their versions, and what changed to get there."""

    records: tuple[Factor, ...]
    changes: tuple[Change, ...]


def same_content(one: Factor, other: Factor) -> bool:
    """Whether two records say the same; version, cause of change and review do not count."""
    return all(getattr(one, f.name) == getattr(other, f.name) for f in fields(Factor) if f.name not in _NOT_CONTENT)


def numbered(previous: Release | None, incoming: Sequence[Factor], *, whole_sources: Iterable[str] = ()) -> Numbered:
    """The records of the next release.

    Parameters
    ----------
    previous : Release, optional
        The release before; None for the first.
    incoming : sequence of Factor
        Records of editions that came in, and corrections. Their ``version`` and ``supersedes`` are set here. A record
        of a factor that is known must differ by edition (cause ``new``), by the publisher's date of the same edition
        (``restatement``), or say itself ``correction`` or ``method``. One that says the same as the newest version is
        passed over.
    whole_sources : iterable of str
        Sources of which ``incoming`` is the whole new edition: their factors that it lacks get a version ``lapsed``.

    Raises
    ------
    InputError
        ``factor.changes_refused`` with a ``factor.change_without_cause`` for each changed record that does not say
        why, and ``factor.incoming_twice``.

    Notes
    -----
    Nothing of the previous release is altered or left out (``tests/properties/test_factor_releases.py``).
    """
    records = list(previous.records) if previous else []
    newest = {one.factor_id: one for one in (previous.current if previous else ())}
    changes: list[Change] = []
    problems: list[KetenkompasError] = []
    seen: set[str] = set()
    for one in incoming:
        if one.factor_id in seen:
            problems.append(InputError("factor.incoming_twice", where=one.key, native_id=one.native_id))
            continue
        seen.add(one.factor_id)
        before = newest.get(one.factor_id)
        if before is not None and same_content(before, one):
            continue
        cause = _cause(before, one)
        if cause is None:
            problems.append(InputError("factor.change_without_cause", where=one.key, native_id=one.native_id))
            continue
        made = _next(before, one, cause)
        records.append(made)
        changes.append(_change(before, made, cause))
    for gone in _no_longer_listed(newest, seen, set(whole_sources)):
        made = _lapsed(gone, _edition_of(incoming, gone))
        records.append(made)
        changes.append(Change(gone.factor_id, gone.key, gone.version, made.version, "lapsed", made.change_note))
    if problems:
        raise InputError("factor.changes_refused", problems=problems, count=len(problems))
    return Numbered(tuple(records), tuple(changes))


def _cause(before: Factor | None, after: Factor) -> ChangeKind | None:
    if before is None:
        return "new"
    if after.change_kind != "new":
        return after.change_kind
    if before.source.edition != after.source.edition:
        return "new"
    return "restatement" if before.source.source_version != after.source.source_version else None


def _next(before: Factor | None, after: Factor, cause: ChangeKind) -> Factor:
    if before is None:
        return replace(after, version=1, supersedes=None, change_kind=cause)
    return replace(after, version=before.version + 1, supersedes=before.version, change_kind=cause)


def _change(before: Factor | None, after: Factor, cause: ChangeKind) -> Change:
    told = None if before is None else before.version
    if after.status == "withdrawn" or (after.status == "lapsed" and before is not None and before.status != "lapsed"):
        return Change(after.factor_id, after.key, told, after.version, after.status, after.change_note)
    return Change(after.factor_id, after.key, told, after.version, cause, after.change_note)


def _no_longer_listed(newest: dict[str, Factor], seen: set[str], sources: set[str]) -> list[Factor]:
    return [
        one
        for name, one in newest.items()
        if one.source.source_id in sources and name not in seen and one.status == "active"
    ]


def _edition_of(incoming: Sequence[Factor], gone: Factor) -> Factor:
    return next(one for one in incoming if one.source.source_id == gone.source.source_id)


def _lapsed(gone: Factor, sibling: Factor) -> Factor:
    return replace(
        gone,
        version=gone.version + 1,
        supersedes=gone.version,
        source=sibling.source,
        status="lapsed",
        value=None,
        components=(),
        component_sum_checked="not_applicable",
        cell="",
        valid_from=sibling.valid_from,
        change_kind="new",
        change_note=f"not in edition {sibling.source.edition}",
        flags=tuple(dict.fromkeys((*gone.flags, "lapsed"))),
    )

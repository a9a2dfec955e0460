"""Drafts, reviews, release runs and the audit log: what is not public yet, and who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import User

STATES = ("draft", "in_review", "approved", "rejected", "released", "abandoned")
RUN_STATES = ("planned", "built", "published", "abandoned")


def _choices(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


class ReleaseRun(models.Model):
    """One publication on its way: all that is needed to make the same release again after an interruption."""

    number: models.CharField[str, str] = models.CharField(max_length=16)
    sequence: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    previous: models.CharField[str, str] = models.CharField(max_length=16, blank=True)
    previous_sha256: models.CharField[str, str] = models.CharField(max_length=64, blank=True)
    published_on: models.DateField[Any, Any] = models.DateField()
    note_nl: models.TextField[str, str] = models.TextField(blank=True)
    note_en: models.TextField[str, str] = models.TextField(blank=True)
    state: models.CharField[str, str] = models.CharField(max_length=16, choices=_choices(RUN_STATES), default="planned")
    sha256: models.CharField[str, str] = models.CharField(max_length=64, blank=True)
    records: models.PositiveIntegerField[int | None, int | None] = models.PositiveIntegerField(null=True)
    releaser: models.ForeignKey[User, User] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    began_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    ended_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)

    class Meta:
        """Two releases never run at once, and a number is used once."""

        constraints = [  # noqa: RUF012 (Django's way)
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(state__in=("planned", "built")), name="editing_one_run"
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(state="abandoned"), name="editing_number_once"
            ),
        ]


class Proposed(models.Model):
    """What a batch and a correction share: state, version for concurrent editors, author, the release it saw."""

    state: models.CharField[str, str] = models.CharField(max_length=16, choices=_choices(STATES), default="draft")
    version: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=1)
    author: models.ForeignKey[User, User] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    changed_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    changed_by: models.ForeignKey[User, User] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    editors: models.JSONField[Any, Any] = models.JSONField(default=list)
    compared_with: models.CharField[str, str] = models.CharField(max_length=16, blank=True)
    run: models.ForeignKey[ReleaseRun | None, ReleaseRun | None] = models.ForeignKey(
        ReleaseRun, models.PROTECT, null=True, related_name="%(class)s_set"
    )

    if TYPE_CHECKING:
        run_id: int | None

        @property
        def reviews(self) -> models.QuerySet[Review]:
            """Verdicts, the oldest first."""

    class Meta:
        """No table of its own."""

        abstract = True


class ImportBatch(Proposed):
    """One official file that an editor handed in, with the report of its importer."""

    source_id: models.CharField[str, str] = models.CharField(max_length=80)
    cause: models.CharField[str, str] = models.CharField(max_length=16, default="new")
    edition: models.JSONField[Any, Any] = models.JSONField()
    file_name: models.CharField[str, str] = models.CharField(max_length=200)
    file_size: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField()
    file_sha256: models.CharField[str, str] = models.CharField(max_length=64)
    report: models.JSONField[Any, Any] = models.JSONField()

    if TYPE_CHECKING:

        @property
        def drafts(self) -> models.QuerySet[Draft]:
            """Rows, in the order of the file."""


class Draft(models.Model):
    """One record of a batch beside the current release, and what the editor decided."""

    batch: models.ForeignKey[ImportBatch, ImportBatch] = models.ForeignKey(
        ImportBatch, models.PROTECT, related_name="drafts"
    )
    place: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    factor_id: models.CharField[str, str] = models.CharField(max_length=36)
    key: models.CharField[str, str] = models.CharField(max_length=200)
    name_nl: models.CharField[str, str] = models.CharField(max_length=400)
    name_en: models.CharField[str, str] = models.CharField(max_length=400)
    kind: models.CharField[str, str] = models.CharField(max_length=8)
    before_ref: models.CharField[str, str] = models.CharField(max_length=48, blank=True)
    cells: models.JSONField[Any, Any] = models.JSONField(null=True)
    fields: models.JSONField[Any, Any] = models.JSONField(default=list)
    ratio: models.FloatField[float | None, float | None] = models.FloatField(null=True)
    mark: models.CharField[str, str] = models.CharField(max_length=8, blank=True)
    decision: models.CharField[str, str] = models.CharField(max_length=8, blank=True)
    note: models.TextField[str, str] = models.TextField(blank=True)
    decided_by: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    version: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=1)

    if TYPE_CHECKING:

        @property
        def questions(self) -> models.QuerySet[Question]:
            """Questions, the oldest first."""

    class Meta:
        """A factor stands once in a batch."""

        ordering = ("place",)
        constraints = [  # noqa: RUF012 (Django's way)
            models.UniqueConstraint(fields=["batch", "factor_id"], name="editing_once_in_a_batch")
        ]
        indexes = [models.Index(fields=["batch", "kind"], name="editing_by_kind")]  # noqa: RUF012 (Django's way)


class Correction(Proposed):
    """A proposed new version of one released factor, with what the public will be told."""

    factor_id: models.CharField[str, str] = models.CharField(max_length=36)
    key: models.CharField[str, str] = models.CharField(max_length=200)
    before_ref: models.CharField[str, str] = models.CharField(max_length=48)
    cells: models.JSONField[Any, Any] = models.JSONField()
    kind: models.CharField[str, str] = models.CharField(max_length=16)
    reason: models.TextField[str, str] = models.TextField()
    notice_nl: models.TextField[str, str] = models.TextField()
    notice_en: models.TextField[str, str] = models.TextField()


class Review(models.Model):
    """The verdict of a second person on one version of a batch or a correction."""

    batch: models.ForeignKey[ImportBatch | None, ImportBatch | None] = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, related_name="reviews"
    )
    correction: models.ForeignKey[Correction | None, Correction | None] = models.ForeignKey(
        Correction, models.PROTECT, null=True, related_name="reviews"
    )
    reviewer: models.ForeignKey[User, User] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    of_version: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    approved: models.BooleanField[bool, bool] = models.BooleanField()
    comment: models.TextField[str, str] = models.TextField(blank=True)
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    if TYPE_CHECKING:
        reviewer_id: int

    class Meta:
        """About one thing."""

        ordering = ("at", "id")
        constraints = [  # noqa: RUF012 (Django's way)
            models.CheckConstraint(
                condition=models.Q(batch__isnull=True) ^ models.Q(correction__isnull=True), name="editing_review_of_one"
            )
        ]


class Question(models.Model):
    """A reviewer's question about one row, with its answer; while it is open the batch cannot be approved."""

    draft: models.ForeignKey[Draft, Draft] = models.ForeignKey(Draft, models.PROTECT, related_name="questions")
    asker: models.ForeignKey[User, User] = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text: models.TextField[str, str] = models.TextField()
    asked_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    answer: models.TextField[str, str] = models.TextField(blank=True)
    answerer: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)

    class Meta:
        """In the order in which they were asked."""

        ordering = ("id",)


class LoginAttempt(models.Model):
    """A failed attempt to log in, kept for a day to slow down who guesses."""

    name: models.CharField[str, str] = models.CharField(max_length=150)
    address: models.CharField[str, str] = models.CharField(max_length=64)
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        """Asked for by name and by address."""

        indexes = [  # noqa: RUF012 (Django's way)
            models.Index(fields=["name", "at"], name="editing_tries_by_name"),
            models.Index(fields=["address", "at"], name="editing_tries_by_address"),
        ]


class AuditEntry(models.Model):
    """One act; every entry carries the hash of the one before. The data base refuses to change or delete one."""

    sequence: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField(primary_key=True)
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    who: models.CharField[str, str] = models.CharField(max_length=150)
    act: models.CharField[str, str] = models.CharField(max_length=40)
    object: models.CharField[str, str] = models.CharField(max_length=80)
    details: models.TextField[str, str] = models.TextField()
    previous: models.CharField[str, str] = models.CharField(max_length=64)
    hash: models.CharField[str, str] = models.CharField(max_length=64)

    class Meta:
        """Filtered by person, act and object."""

        ordering = ("sequence",)
        indexes = [models.Index(fields=["object"], name="editing_audit_object")]  # noqa: RUF012 (Django's way)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new entry; an entry that is there stays as it is."""
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        del args, kwargs
        raise TypeError("the audit log is never deleted from")

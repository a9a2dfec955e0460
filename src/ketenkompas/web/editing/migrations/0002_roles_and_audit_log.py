"""The three roles, and an audit log that the data base itself keeps from being edited.

A later migration that alters ``editing_auditentry`` must call :func:`guard` again on SQLite: there a table is altered
by making a new one, and its triggers go with the old one.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

ROLES = ("viewer", "editor", "releaser")
_TABLE = "editing_auditentry"
_SAID = "the audit log is append-only"
_SQLITE = [
    f"CREATE TRIGGER editing_audit_no_{act.lower()} BEFORE {act} ON {_TABLE} BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
    for act in ("UPDATE", "DELETE")
]
_POSTGRES = [
    "CREATE FUNCTION editing_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_SAID}'; END $$",
    f"CREATE TRIGGER editing_audit_no_change BEFORE UPDATE OR DELETE ON {_TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION editing_audit_refuse()",
    f"CREATE TRIGGER editing_audit_no_truncate BEFORE TRUNCATE ON {_TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION editing_audit_refuse()",
]


def guard(apps: Any, schema_editor: Any) -> None:
    """Refuse UPDATE and DELETE (on PostgreSQL TRUNCATE too) of entries."""
    del apps
    for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRES:
        schema_editor.execute(statement)


def make_roles(apps: Any, schema_editor: Any) -> None:
    """The groups that users are put in."""
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.using(schema_editor.connection.alias).get_or_create(name=name)


class Migration(migrations.Migration):
    """There is no way back: a log that could be opened for editing by a migration would prove nothing."""

    dependencies = [  # noqa: RUF012 (Django's way)
        ("editing", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [  # noqa: RUF012 (Django's way)
        migrations.RunPython(guard),
        migrations.RunPython(make_roles),
    ]

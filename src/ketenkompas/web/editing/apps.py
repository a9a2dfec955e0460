"""The application as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class EditingConfig(AppConfig):
    """Label ``editing``: the tables are called ``editing_...``."""

    name = "ketenkompas.web.editing"
    label = "editing"
    default_auto_field = "django.db.models.BigAutoField"

"""Themes: design tokens for pages and colours for charts, each a package that is found by its entry point."""

from ketenkompas.themes._contrast import Fault, contrast
from ketenkompas.themes._theme import GROUP, NEUTRAL, Theme, active_theme, sheet, theme, theme_ids, theme_names

__all__ = [
    "GROUP",
    "NEUTRAL",
    "Fault",
    "Theme",
    "active_theme",
    "contrast",
    "sheet",
    "theme",
    "theme_ids",
    "theme_names",
]

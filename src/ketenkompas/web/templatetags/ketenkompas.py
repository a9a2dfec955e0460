"""The tags of the pages: texts, numbers and addresses in the page's language."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library

from ketenkompas import i18n
from ketenkompas.web._assets import Assets, assets

register = Library()


@register.simple_tag(takes_context=True)
def t(context: Context, key: str, **params: Any) -> str:
    """The text of a key in the page's language; escaped as any other value."""
    return i18n.text(key, context["language"], **params)


@register.simple_tag
def built_assets() -> Assets:
    """Scripts and styles of the built front end."""
    return assets()

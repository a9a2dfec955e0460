"""Dutch and English messages, numbers and unit names."""

from ketenkompas.errors import Language
from ketenkompas.i18n._text import LANGUAGES, exact, language_of, messages, number, text, unit_label

__all__ = ["LANGUAGES", "Language", "exact", "language_of", "messages", "number", "text", "unit_label"]

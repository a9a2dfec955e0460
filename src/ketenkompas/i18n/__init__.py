"""Dutch and English messages, numbers and unit names."""

from ketenkompas.errors import Language
from ketenkompas.i18n._text import LANGUAGES, language_of, messages, number, text, unit_label

__all__ = ["LANGUAGES", "Language", "language_of", "messages", "number", "text", "unit_label"]

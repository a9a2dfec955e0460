"""The pages about emission factors: search, one factor, side by side, releases. No arithmetic here."""

from ketenkompas.web.factorpages._changes import changes
from ketenkompas.web.factorpages._codes import code, codes
from ketenkompas.web.factorpages._compare import compare
from ketenkompas.web.factorpages._elsewhere import first_found, invitation
from ketenkompas.web.factorpages._factor import download, embed, factor
from ketenkompas.web.factorpages._lists import by_category, by_source
from ketenkompas.web.factorpages._page import FILES
from ketenkompas.web.factorpages._releases import file, release
from ketenkompas.web.factorpages._start import start

__all__ = [
    "FILES",
    "by_category",
    "by_source",
    "changes",
    "code",
    "codes",
    "compare",
    "download",
    "embed",
    "factor",
    "file",
    "first_found",
    "invitation",
    "release",
    "start",
]

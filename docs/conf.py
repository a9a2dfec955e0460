"""Sphinx: strict, with examples that run."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

project = "Ketenkompas"
author = "the Ketenkompas contributors"
try:
    release = importlib.metadata.version("ketenkompas")
except importlib.metadata.PackageNotFoundError:
    release = "from source"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "sphinx.ext.mathjax",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
]
exclude_patterns = ["_build"]
root_doc = "index"
nitpicky = True
# Types of other projects are not looked up over the network; our own names must resolve.
nitpick_ignore_regex = [
    (r"py:.*", r"(?!ketenkompas\.).*"),
    (r"py:.*", r"ketenkompas\.\w+\._.*"),
]

suppress_warnings = ["ref.python"]  # two classes may have an attribute of one name

myst_enable_extensions = ["amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath", "smartquotes"]
myst_heading_anchors = 3

autodoc_member_order = "alphabetical"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False

# The examples of docstrings run in tests/architecture/test_doctests.py; here the pages' own run.
doctest_test_doctest_blocks = ""
doctest_global_setup = "import ketenkompas as kk"

html_theme = "furo"
html_title = "Ketenkompas"
html_show_sphinx = False

"""The command line: ``ketenkompas``."""

from ketenkompas.cli._app import app, main

__all__ = ["app", "main"]

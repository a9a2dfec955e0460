"""The API, version 1: models, areas, figures, receipts; JSON and CSV; by the Dutch API design rules."""

from ketenkompas.web.api._routes import api

__all__ = ["api"]

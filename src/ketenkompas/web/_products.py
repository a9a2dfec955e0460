"""Which products are here now: what was drawn or computed from others is stale."""

from __future__ import annotations

from ketenkompas.pipeline import stores

Stamp = tuple[tuple[str, int], ...]


def products_stamp() -> Stamp:
    """What changes when a product is built anew: every receipt with its time."""
    receipts = [path for store in stores() for path in sorted(store.folder.glob("*/*/*.receipt.json"))]
    return tuple((str(path), path.stat().st_mtime_ns) for path in receipts)

"""Multi-regional input-output accounts and footprints."""

from ketenkompas.mrio._accounts import HOUSEHOLDS, Accounts, FinalUses, Meta, Sectors

__all__ = ["HOUSEHOLDS", "Accounts", "FinalUses", "Meta", "Sectors"]

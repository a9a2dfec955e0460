"""Own units, conversion, and sets of global warming potentials."""

from ketenkompas.units._units import GwpSet, convert, gwp_set, registry, require_unit, unit

__all__ = ["GwpSet", "convert", "gwp_set", "registry", "require_unit", "unit"]

"""Classifications and the keys between them, areas, industries, products and final uses as checked data."""

from ketenkompas.classifications._areas import Area, areas, available_areas, canonical_area, members
from ketenkompas.classifications._branches import branch_label, branch_of, branches
from ketenkompas.classifications._classification import NAMES as CLASSIFICATIONS
from ketenkompas.classifications._classification import Classification, classification
from ketenkompas.classifications._correspondence import Correspondence, Coverage, cpa_to_a64
from ketenkompas.classifications._find import Match, Synonym, fold, synonyms
from ketenkompas.classifications._geometry import shapes_source, world_shapes
from ketenkompas.classifications._keys import correspondence, keys
from ketenkompas.classifications._lookup import Lookup
from ketenkompas.classifications._municipal_geometry import (
    municipal_borders,
    municipal_centres,
    municipal_shapes,
    municipal_source,
)
from ketenkompas.classifications._packaged import KEY_COLUMNS, SCHEME_COLUMNS, About
from ketenkompas.classifications._pairs import Pair, Relation, Totals, relations
from ketenkompas.classifications._schemes import Item, Scheme, SchemeName, label_of, scheme
from ketenkompas.classifications._spend import (
    TREATMENTS,
    SpecialTarget,
    SpendTarget,
    Treatment,
    cpv_prefixes,
    cpv_target,
    rgs_targets,
    special_targets,
)
from ketenkompas.classifications._suppliers import SupplierProduct, supplier_product
from ketenkompas.classifications._topology import (
    Line,
    Shape,
    Topology,
    crossings,
    doubled_area,
    repaired,
    simplified,
    without_specks,
)

__all__ = [
    "CLASSIFICATIONS",
    "KEY_COLUMNS",
    "SCHEME_COLUMNS",
    "TREATMENTS",
    "About",
    "Area",
    "Classification",
    "Correspondence",
    "Coverage",
    "Item",
    "Line",
    "Lookup",
    "Match",
    "Pair",
    "Relation",
    "Scheme",
    "SchemeName",
    "Shape",
    "SpecialTarget",
    "SpendTarget",
    "SupplierProduct",
    "Synonym",
    "Topology",
    "Totals",
    "Treatment",
    "areas",
    "available_areas",
    "branch_label",
    "branch_of",
    "branches",
    "canonical_area",
    "classification",
    "correspondence",
    "cpa_to_a64",
    "cpv_prefixes",
    "cpv_target",
    "crossings",
    "doubled_area",
    "fold",
    "keys",
    "label_of",
    "members",
    "municipal_borders",
    "municipal_centres",
    "municipal_shapes",
    "municipal_source",
    "relations",
    "repaired",
    "rgs_targets",
    "scheme",
    "shapes_source",
    "simplified",
    "special_targets",
    "supplier_product",
    "synonyms",
    "without_specks",
    "world_shapes",
]

"""The panels of the site: what each says, shows and cites."""

from ketenkompas.web.panels._beside import side_by_side
from ketenkompas.web.panels._chains import largest
from ketenkompas.web.panels._change import certainty, drivers, official, parts
from ketenkompas.web.panels._compare import exchange, flows, ranking
from ketenkompas.web.panels._course import course
from ketenkompas.web.panels._model import (
    BREAKDOWNS,
    PURPOSES,
    Breakdown,
    bridge,
    industries,
    of_year,
    on_the_map,
    origins,
)
from ketenkompas.web.panels._recent import RECENT, headline, recent, recent_products
from ketenkompas.web.panels._target import (
    after_revision,
    beside_path,
    in_budgets,
    numbers,
    published,
    published_revisions,
    series_shown,
)
from ketenkompas.web.panels._territory import territory
from ketenkompas.web.panels._variants import another_mix, variants
from ketenkompas.web.panels._words import area_phrase, lead_model, own_models, year_shown, years_compared

__all__ = [
    "BREAKDOWNS",
    "PURPOSES",
    "RECENT",
    "Breakdown",
    "after_revision",
    "another_mix",
    "area_phrase",
    "beside_path",
    "bridge",
    "certainty",
    "course",
    "drivers",
    "exchange",
    "flows",
    "headline",
    "in_budgets",
    "industries",
    "largest",
    "lead_model",
    "numbers",
    "of_year",
    "official",
    "on_the_map",
    "origins",
    "own_models",
    "parts",
    "published",
    "published_revisions",
    "ranking",
    "recent",
    "recent_products",
    "series_shown",
    "side_by_side",
    "territory",
    "variants",
    "year_shown",
    "years_compared",
]

"""The panels of the site: what each says, shows and cites."""

from ketenkompas.web.panels._beside import side_by_side
from ketenkompas.web.panels._chains import largest
from ketenkompas.web.panels._change import certainty, drivers, official, parts
from ketenkompas.web.panels._compare import exchange, ranking
from ketenkompas.web.panels._course import course
from ketenkompas.web.panels._model import BREAKDOWNS, Breakdown, bridge, industries, of_year, origins
from ketenkompas.web.panels._recent import RECENT, headline, recent
from ketenkompas.web.panels._target import beside_path, numbers, published, series_shown
from ketenkompas.web.panels._words import area_phrase, lead_model, own_models, year_shown, years_compared

__all__ = [
    "BREAKDOWNS",
    "RECENT",
    "Breakdown",
    "area_phrase",
    "beside_path",
    "bridge",
    "certainty",
    "course",
    "drivers",
    "exchange",
    "headline",
    "industries",
    "largest",
    "lead_model",
    "numbers",
    "of_year",
    "official",
    "origins",
    "own_models",
    "parts",
    "published",
    "ranking",
    "recent",
    "series_shown",
    "side_by_side",
    "year_shown",
    "years_compared",
]

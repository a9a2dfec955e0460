"""Charts and tables as data: one Vega-Lite specification per chart, drawn wherever it is shown."""

from ketenkompas.reports._chart import Chart
from ketenkompas.reports._notes import kind_label, kind_mark, source_note
from ketenkompas.reports._ranked import ranked_chart
from ketenkompas.reports._sentences import change_sentence, share_sentence
from ketenkompas.reports._stack import origin_chart
from ketenkompas.reports._table import Table
from ketenkompas.reports._theme import Layout
from ketenkompas.reports._waterfall import waterfall_chart
from ketenkompas.reports._words import Kind, amount, number_locale

__all__ = [
    "Chart",
    "Kind",
    "Layout",
    "Table",
    "amount",
    "change_sentence",
    "kind_label",
    "kind_mark",
    "number_locale",
    "origin_chart",
    "ranked_chart",
    "share_sentence",
    "source_note",
    "waterfall_chart",
]

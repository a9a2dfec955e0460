"""Charts and tables as data: one Vega-Lite specification per chart, drawn wherever it is shown."""

from ketenkompas.reports._about import About
from ketenkompas.reports._chart import Chart
from ketenkompas.reports._citation import CitationStyle, citation
from ketenkompas.reports._columns import interval_columns
from ketenkompas.reports._course import course_chart
from ketenkompas.reports._dots import dots_chart
from ketenkompas.reports._factors import FACTOR_FORMS, FactorForm, factor_file, factor_json, record_json_schema
from ketenkompas.reports._files import FILE_FORMS, File, FileForm, file
from ketenkompas.reports._flows import flows_chart
from ketenkompas.reports._household_bars import household_chart
from ketenkompas.reports._household_change import ChangeSteps, change_steps
from ketenkompas.reports._household_mine import MineRow, mine_rows
from ketenkompas.reports._household_words import Said, said_change, said_rounded, said_with
from ketenkompas.reports._likelihood import Likelihood, fall_sentence, likelihood
from ketenkompas.reports._map import features, shaded, world_map
from ketenkompas.reports._municipal_classes import sureness
from ketenkompas.reports._municipal_layers import (
    municipal_features,
    municipal_key,
    municipal_layer,
    municipal_outlines,
)
from ketenkompas.reports._municipal_map import municipal_map
from ketenkompas.reports._notes import kind_label, kind_mark, source_note
from ketenkompas.reports._palette import colours as tints
from ketenkompas.reports._paper import Block, page_svg
from ketenkompas.reports._parts_bar import parts_chart
from ketenkompas.reports._pdf import joined_pdf
from ketenkompas.reports._ranked import ranked_chart
from ketenkompas.reports._sentences import change_sentence, course, percent, share_outside, share_sentence
from ketenkompas.reports._stack import origin_chart
from ketenkompas.reports._table import Table
from ketenkompas.reports._target import target_chart
from ketenkompas.reports._theme import Layout
from ketenkompas.reports._waterfall import bridge_chart, waterfall_chart
from ketenkompas.reports._words import Kind, amount, number_locale

__all__ = [
    "FACTOR_FORMS",
    "FILE_FORMS",
    "About",
    "Block",
    "ChangeSteps",
    "Chart",
    "CitationStyle",
    "FactorForm",
    "File",
    "FileForm",
    "Kind",
    "Layout",
    "Likelihood",
    "MineRow",
    "Said",
    "Table",
    "amount",
    "bridge_chart",
    "change_sentence",
    "change_steps",
    "citation",
    "course",
    "course_chart",
    "dots_chart",
    "factor_file",
    "factor_json",
    "fall_sentence",
    "features",
    "file",
    "flows_chart",
    "household_chart",
    "interval_columns",
    "joined_pdf",
    "kind_label",
    "kind_mark",
    "likelihood",
    "mine_rows",
    "municipal_features",
    "municipal_key",
    "municipal_layer",
    "municipal_map",
    "municipal_outlines",
    "number_locale",
    "origin_chart",
    "page_svg",
    "parts_chart",
    "percent",
    "ranked_chart",
    "record_json_schema",
    "said_change",
    "said_rounded",
    "said_with",
    "shaded",
    "share_outside",
    "share_sentence",
    "source_note",
    "sureness",
    "target_chart",
    "tints",
    "waterfall_chart",
    "world_map",
]

"""The starter's situation with every part of which a full table is at hand put in its place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ketenkompas.households import Situation, account_ratio
from ketenkompas.ingest import HOUSEHOLD_AGES, HouseholdParameters
from ketenkompas.pipeline._household_counts import counted, national_joint
from ketenkompas.pipeline._household_files import HouseholdFiles
from ketenkompas.pipeline._household_full import FullTables
from ketenkompas.pipeline._household_inputs import bridge_links
from ketenkompas.pipeline._household_own import full_table, read_valuation
from ketenkompas.pipeline._household_survey import account_ratios, full_survey_tables


def lifted(
    situation: Situation, files: HouseholdFiles, parameters: HouseholdParameters, full: FullTables
) -> tuple[Situation, tuple[str, ...]]:
    """The situation at the level that the tables allow, and what was done on the way, for the receipt.

    Without any full table it is the situation itself.

    Raises
    ------
    MissingValueError, InputError, SourceError, BalanceError
        Those of every part, naming place, class, purpose, product or file.
    """
    frame = situation.frame
    if full.ages is not None:
        frame = replace(frame, age=tuple(HOUSEHOLD_AGES))
    survey, notes = situation.survey, list(full.notes)
    if full.survey is not None:
        survey = full_survey_tables(frame, survey, full.survey, full.ages)
    counts, told = counted(frame, situation.places.codes, full)
    notes += told
    found = replace(situation, frame=frame, counts=counts)
    if full.sizes is not None:
        homes = float(counts[0].households.sum())
        found = replace(found, households_then=homes, households=homes)
    if full.consumption is not None:
        survey, told = account_ratios(survey, full.consumption, found.households)
        notes += told
        found = replace(found, households_accounts=found.households)
    found = replace(found, survey=survey)
    if full.kinds is not None:
        found = replace(found, joint=national_joint(frame, full.kinds))
    if full.own is None or full.valuation is None:
        return found, tuple(notes)
    accounts, year = full.own.read(), parameters.shown_year
    products = tuple(dict.fromkeys(accounts.sectors.products))
    spent = np.asarray(found.households_accounts * survey.everyone * survey.price * account_ratio(survey))
    links, _ = bridge_links(files, products, survey.groups)
    table, told = full_table(
        accounts, read_valuation(full.valuation, year), survey.groups, spent, links, parameters.value("bridge_open")
    )
    return replace(found, table=table), (*notes, *told)

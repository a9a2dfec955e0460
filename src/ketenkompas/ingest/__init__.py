"""Readers of sources: one per layout, bytes to checked values, every fault of a file told together."""

from ketenkompas.ingest._ahead import read_ahead
from ketenkompas.ingest._cache import cached_accounts, open_cache, save_cache
from ketenkompas.ingest._cbam import CbamData, cbam_benchmark, cbam_codes, cbam_data
from ketenkompas.ingest._cbs import CbsFiles, read_cbs, read_cbs_national
from ketenkompas.ingest._cbs_households import (
    FullSurvey,
    HouseholdCounts,
    household_counts_from_cbs,
    incomes_from_cbs,
    survey_from_cbs,
)
from ketenkompas.ingest._cbs_kinds import (
    HOUSEHOLD_AGES,
    age_bounds,
    consumption_from_cbs,
    household_age,
    household_ages_from_cbs,
    incomes_by_kind_from_cbs,
)
from ketenkompas.ingest._cbs_layout import CbsCells, CbsChange, cbs_layout, read_cbs_cells
from ketenkompas.ingest._cbs_odata import CbsCode, CbsMeasure, CbsTable, read_cbs_table
from ketenkompas.ingest._classification_tables import (
    CODE_TABLES,
    CodeRow,
    CodeTable,
    code_frame,
    read_codes,
    require_counts,
)
from ketenkompas.ingest._correspondences import (
    read_a64_to_wiod2013,
    read_cn_to_cpa,
    read_cn_to_next_cn,
    read_countries_to_figaro,
    read_nace_to_cpa,
)
from ketenkompas.ingest._desnz import read_desnz
from ketenkompas.ingest._errors_file import DEFAULT_ERRORS, ErrorsDefinition, error_definitions, read_errors
from ketenkompas.ingest._eurostat_bridge import read_residence_bridge
from ketenkompas.ingest._eurostat_consumption import read_household_consumption
from ketenkompas.ingest._eurostat_emissions import AirEmissions, gas_unit, read_air_emissions, read_footprint_emissions
from ketenkompas.ingest._exiobase import read_exiobase
from ketenkompas.ingest._factor_base_empreinte import read_base_empreinte
from ketenkompas.ingest._factor_benchmarks import read_cbam_benchmarks
from ketenkompas.ingest._factor_cbam import read_cbam_defaults
from ketenkompas.ingest._factor_ecoinvent import read_brightway, read_ecospold
from ketenkompas.ingest._factor_edition import edition_texts, read_edition
from ketenkompas.ingest._factor_epa import read_epa
from ketenkompas.ingest._factor_epd import read_epd
from ketenkompas.ingest._factor_figaro import read_figaro_factors
from ketenkompas.ingest._factor_grid import read_grid_intensity
from ketenkompas.ingest._factor_gwp import read_gwp
from ketenkompas.ingest._factor_import import Anomaly, FactorImport, FactorSource, Skipped, SkipReason
from ketenkompas.ingest._factor_own_sources import OWN_FACTOR_SOURCES
from ketenkompas.ingest._factor_sources import FACTOR_SOURCES
from ketenkompas.ingest._figaro import FigaroTable, read_figaro
from ketenkompas.ingest._figaro_accounts import figaro_accounts
from ketenkompas.ingest._figaro_files import read_figaro_accounts
from ketenkompas.ingest._figaro_strategies import fold_areas, move_emissions_without_output, no_emissions_without_output
from ketenkompas.ingest._household_catalogue import (
    HouseholdAction,
    HouseholdGroup,
    HouseholdItem,
    household_actions,
    household_groups,
    household_names,
)
from ketenkompas.ingest._household_comparisons import HouseholdComparison, household_comparisons
from ketenkompas.ingest._household_energy import read_crosswalk, read_household_energy
from ketenkompas.ingest._household_links import read_bridge, read_cbs_tables
from ketenkompas.ingest._household_parameters import HouseholdParameters, Purchasers, household_parameters, purchasers
from ketenkompas.ingest._household_plan import PlanItem, household_plan
from ketenkompas.ingest._household_scenario import (
    HouseholdChange,
    HouseholdScenario,
    packaged_household_scenarios,
    read_household_scenario,
)
from ketenkompas.ingest._household_survey import Survey, read_survey
from ketenkompas.ingest._icio import read_icio
from ketenkompas.ingest._municipalities import read_kwb2021, read_municipalities, read_provinces
from ketenkompas.ingest._national import read_siot_be2015, read_siot_de1995, read_siot_nl2000
from ketenkompas.ingest._national_file import NationalDefinition, national_definitions, read_national_definition
from ketenkompas.ingest._nl_list import read_nl_list
from ketenkompas.ingest._others_file import OthersFigure, read_others
from ketenkompas.ingest._own import read_own, with_emissions
from ketenkompas.ingest._price_index import read_price_index
from ketenkompas.ingest._prices import read_prices, wiod_deflators, wiod_population
from ketenkompas.ingest._published import (
    read_figaro_final_demand,
    read_gcb,
    read_household_emissions,
    read_published_footprints,
    read_published_ghgfp,
)
from ketenkompas.ingest._purposes_file import PurposeDefinition, read_purposes
from ketenkompas.ingest._pymrio import read_pymrio, write_pymrio
from ketenkompas.ingest._revision_file import RevisionDefinition, read_revision, revision_ids
from ketenkompas.ingest._rivm import read_rivm
from ketenkompas.ingest._scenario_file import ScenarioDefinition, packaged_scenarios, read_scenario
from ketenkompas.ingest._survey_groups import group_spending
from ketenkompas.ingest._target_file import TargetDefinition, read_target, target_ids
from ketenkompas.ingest._topojson import Borders, read_topojson
from ketenkompas.ingest._valuation import VALUATION_TABLES, read_valuation, valuation_files
from ketenkompas.ingest._variant_file import Level, VariantDefinition, packaged_definitions, read_variants
from ketenkompas.ingest._vintages import read_vintages
from ketenkompas.ingest._wiod import read_jrc_co2, read_wiod2013, read_wiod2013_output, read_wiod2013_regions

__all__ = [
    "CODE_TABLES",
    "DEFAULT_ERRORS",
    "FACTOR_SOURCES",
    "HOUSEHOLD_AGES",
    "OWN_FACTOR_SOURCES",
    "VALUATION_TABLES",
    "AirEmissions",
    "Anomaly",
    "Borders",
    "CbamData",
    "CbsCells",
    "CbsChange",
    "CbsCode",
    "CbsFiles",
    "CbsMeasure",
    "CbsTable",
    "CodeRow",
    "CodeTable",
    "ErrorsDefinition",
    "FactorImport",
    "FactorSource",
    "FigaroTable",
    "FullSurvey",
    "HouseholdAction",
    "HouseholdChange",
    "HouseholdComparison",
    "HouseholdCounts",
    "HouseholdGroup",
    "HouseholdItem",
    "HouseholdParameters",
    "HouseholdScenario",
    "Level",
    "NationalDefinition",
    "OthersFigure",
    "PlanItem",
    "Purchasers",
    "PurposeDefinition",
    "RevisionDefinition",
    "ScenarioDefinition",
    "SkipReason",
    "Skipped",
    "Survey",
    "TargetDefinition",
    "VariantDefinition",
    "age_bounds",
    "cached_accounts",
    "cbam_benchmark",
    "cbam_codes",
    "cbam_data",
    "cbs_layout",
    "code_frame",
    "consumption_from_cbs",
    "edition_texts",
    "error_definitions",
    "figaro_accounts",
    "fold_areas",
    "gas_unit",
    "group_spending",
    "household_actions",
    "household_age",
    "household_ages_from_cbs",
    "household_comparisons",
    "household_counts_from_cbs",
    "household_groups",
    "household_names",
    "household_parameters",
    "household_plan",
    "incomes_by_kind_from_cbs",
    "incomes_from_cbs",
    "move_emissions_without_output",
    "national_definitions",
    "no_emissions_without_output",
    "open_cache",
    "packaged_definitions",
    "packaged_household_scenarios",
    "packaged_scenarios",
    "purchasers",
    "read_a64_to_wiod2013",
    "read_ahead",
    "read_air_emissions",
    "read_base_empreinte",
    "read_bridge",
    "read_brightway",
    "read_cbam_benchmarks",
    "read_cbam_defaults",
    "read_cbs",
    "read_cbs_cells",
    "read_cbs_national",
    "read_cbs_table",
    "read_cbs_tables",
    "read_cn_to_cpa",
    "read_cn_to_next_cn",
    "read_codes",
    "read_countries_to_figaro",
    "read_crosswalk",
    "read_desnz",
    "read_ecospold",
    "read_edition",
    "read_epa",
    "read_epd",
    "read_errors",
    "read_exiobase",
    "read_figaro",
    "read_figaro_accounts",
    "read_figaro_factors",
    "read_figaro_final_demand",
    "read_footprint_emissions",
    "read_gcb",
    "read_grid_intensity",
    "read_gwp",
    "read_household_consumption",
    "read_household_emissions",
    "read_household_energy",
    "read_household_scenario",
    "read_icio",
    "read_jrc_co2",
    "read_kwb2021",
    "read_municipalities",
    "read_nace_to_cpa",
    "read_national_definition",
    "read_nl_list",
    "read_others",
    "read_own",
    "read_price_index",
    "read_prices",
    "read_provinces",
    "read_published_footprints",
    "read_published_ghgfp",
    "read_purposes",
    "read_pymrio",
    "read_residence_bridge",
    "read_revision",
    "read_rivm",
    "read_scenario",
    "read_siot_be2015",
    "read_siot_de1995",
    "read_siot_nl2000",
    "read_survey",
    "read_target",
    "read_topojson",
    "read_valuation",
    "read_variants",
    "read_vintages",
    "read_wiod2013",
    "read_wiod2013_output",
    "read_wiod2013_regions",
    "require_counts",
    "revision_ids",
    "save_cache",
    "survey_from_cbs",
    "target_ids",
    "valuation_files",
    "wiod_deflators",
    "wiod_population",
    "with_emissions",
    "write_pymrio",
]

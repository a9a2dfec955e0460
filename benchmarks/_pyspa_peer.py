"""Run by the interpreter of pyspa's environment: structural paths of one delivery, timed; chains and values told back.

Only ``extract_pathways`` is timed: no reading of files, no remainders, which is the cheapest that pyspa can do.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from pyspa import pyspa


def prepared(folder: Path) -> tuple[pyspa.Interface, int]:
    """Pyspa's own input from arrays in a folder: table, direct and total intensities, threshold and target."""
    inputs, direct, total = (np.load(folder / f"{name}.npy") for name in ("inputs", "direct", "total"))
    asked = json.loads((folder / "asked.json").read_text("utf-8"))
    sheet = pd.DataFrame(
        {
            "Sector number": np.arange(1, len(direct) + 1),
            "Name": [f"s{place}" for place in range(len(direct))],
            "Unit": "MEUR",
            "Region": "all",
            "DR_gas_(kt)": direct,
            "TR_gas_(kt)": total,
        }
    )
    threshold = asked["threshold"] * total[asked["target"]]
    return pyspa.Interface(a_matrix=inputs, infosheet=sheet, thresholds={"gas": threshold}), asked["target"]


def extracted(interface: pyspa.Interface, target: int, stages: int) -> tuple[pyspa.SupplyChain, float]:
    """The paths, and the seconds it took to find them."""
    chain = pyspa.SupplyChain(
        target_ID=target,
        sector_definition_dict=interface.infosheet_dataframe.to_dict(orient="index"),
        a_matrix=interface.a_matrix,
        dr_vectors_dict=interface.dr_vectors_dict,
        tr_vectors_dict=interface.tr_vectors_dict,
        thresholds_dict=interface.thresholds_dict,
        flows_dict=interface.flows_dict,
        max_stage=stages,
        thresholds_as_percentages=False,
        nature="io",
    )
    start = time.perf_counter()
    chain.extract_pathways()
    return chain, time.perf_counter() - start


def main() -> None:
    folder, runs, stages = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    with Path(os.devnull).open("w") as silent, contextlib.redirect_stdout(silent):
        interface, target = prepared(folder)
        found = [extracted(interface, target, stages) for _ in range(runs)]
    pathways = [
        {
            "chain": [int(node.get_index_reference()) for node in pathway.nodes],
            "value": float(pathway.nodes[-1].direct_intensities["gas"]),
        }
        for pathway in found[0][0].pathways_list
    ]
    versions = {"pyspa": version("pyspa"), "numpy": np.__version__, "pandas": pd.__version__}
    print(json.dumps({"seconds": [seconds for _, seconds in found], "paths": pathways, "versions": versions}))


if __name__ == "__main__":
    main()

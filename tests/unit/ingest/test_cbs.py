"""Tables of Statistics Netherlands in their open-data form, made small: read, refused with every fault, and coupled."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.properties.systems import made
from tests.unit.ingest._cbs_forms import write, write_cbs

from ketenkompas.errors import InputError
from ketenkompas.ingest import CbsFiles, read_cbs, read_cbs_national
from ketenkompas.mrio import coupled_footprint, footprint, refine_national

YEAR = 2020
USED = "Afnemer;Perioden;Waarde_1"
ACCOUNTS = made(3, 3, 3, gases=1)


@pytest.fixture
def files(tmp_path: Path) -> CbsFiles:
    """The model's own Dutch block, written in the publisher's form."""
    return write_cbs(tmp_path, ACCOUNTS, [f"A{k}" for k in range(3)], YEAR)


def test_the_own_block_through_files_is_the_plain_footprint(files: CbsFiles) -> None:
    national = read_cbs_national(files, ACCOUNTS, YEAR)
    plain = footprint(ACCOUNTS).sel(area="NL")
    np.testing.assert_allclose(coupled_footprint(ACCOUNTS, national)["total"], plain, rtol=1e-9)
    same = refine_national(ACCOUNTS, national, origins="table")
    np.testing.assert_allclose(same.flows, ACCOUNTS.flows, rtol=1e-6, atol=1e-6)
    assert any("c.i.f." in note for note in national.assumptions)


def test_blanks_around_codes_and_other_periods_are_no_matter(files: CbsFiles) -> None:
    cells = read_cbs(files.deliveries, ("Leverancier", "Afnemer"), YEAR)
    assert len(cells) == 9 + 3 + 3
    assert read_cbs(files.deliveries, ("Leverancier", "Afnemer"), YEAR - 1) == {("A0", "A0"): 1.0}


def test_every_fault_is_told_and_absence_is_never_zero(tmp_path: Path) -> None:
    rows = [
        f"A;B;{YEAR}JJ00;.",
        f"A;C;{YEAR}JJ00;1,5",
        f"A;D;{YEAR}JJ00;1.5",
        f"A;D;{YEAR}JJ00;1.5",
        f"A;E;{YEAR}JJ00;",
    ]
    path = write(tmp_path / "io.csv", f"Leverancier;{USED}", rows)
    with pytest.raises(InputError) as caught:
        read_cbs(path, ("Leverancier", "Afnemer"), YEAR)
    told = caught.value.text("en")
    assert told.count("no figure in this cell") == 2
    assert "Problems in io.csv: 4" in told
    assert "1,5" in told
    with pytest.raises(InputError) as caught:
        read_cbs(path, ("Leverancier", "Afnemer"), 1999)
    assert "1999" in caught.value.text("nl")
    with pytest.raises(InputError):
        read_cbs(path, ("Land", "Afnemer"), YEAR)


def test_codes_that_other_tables_lack_are_named(files: CbsFiles, tmp_path: Path) -> None:
    strange = write(tmp_path / "x.csv", "Bedrijfstak;Stof;Perioden;Emissie_1", [f"Z9;CO2;{YEAR}JJ00;1.0"])
    with pytest.raises(InputError) as caught:
        read_cbs_national(CbsFiles(files.deliveries, files.imports, strange, files.origins, files.key), ACCOUNTS, YEAR)
    assert "Z9" in caught.value.text("nl")

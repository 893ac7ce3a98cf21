"""Beyond one machine: parts on a Dask cluster and in a workflow give the bytes of one piece."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dermis

from .conftest import ROOT, same_bytes

COHORT = {"patients": 12, "vary": {"treatment.interval_days": [28, 14]}, "set": {"run.days": 200}}
PARTS = 3


@pytest.mark.filterwarnings("ignore::dermis.DermisWarning")
def test_a_cohort_on_a_dask_cluster(face: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("dask.distributed")
    out = str(tmp_path / "parts")

    # Within the test, so that it travels to workers who cannot import this file.
    def part(scenario: str, out: str, number: int) -> str:
        return str(dermis.cohort(scenario, **COHORT, out=out, shard=f"{number}/{PARTS}", threads=1, progress=False))

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=tmp_path / "dask"
    ) as cluster, distributed.Client(cluster) as client:
        work = client.map(part, [str(face)] * PARTS, [out] * PARTS, range(1, PARTS + 1), pure=False)
        distributed.wait(work, timeout=120)
        parts = client.gather(work)
    joined = dermis.merge(parts, out=out)
    alone = dermis.cohort(face, **COHORT, out=tmp_path / "alone")
    assert len(joined.tables["runs"]) == 24
    same_bytes(alone.path, joined.path)


def test_the_workflow_of_the_page(face: Path, tmp_path: Path, program) -> None:
    if shutil.which("snakemake", path=os.path.dirname(sys.executable)) is None:
        pytest.skip("snakemake is not installed")
    page = (ROOT / "docs" / "clusters.md").read_text(encoding="utf-8")
    found = re.search(r"## Snakemake\n\n```python\n(.*?)```", page, flags=re.DOTALL)
    assert found is not None
    (tmp_path / "Snakefile").write_text(found[1])
    study = dermis.compare(face, vary={"treatment.count": [1, 2, 3]}, set={"run.days": 200}, out=tmp_path / "alone")
    shutil.copy(study.path / "study.toml", tmp_path / "study.toml")
    folder = Path(os.environ.get("DERMIS_PROGRAM") or shutil.which("dermis") or "").parent
    paths = os.pathsep.join([str(folder), os.path.dirname(sys.executable), os.environ["PATH"]])
    command = ["snakemake", "--cores", "2", "--quiet", "--executor", "local"]
    told = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PATH": paths}, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr
    (tmp_path / "results" / "x" / ".snakemake_timestamp").unlink(missing_ok=True)
    same_bytes(study.path, tmp_path / "results" / "x")

"""Every notebook runs from its first cell to its last."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from .conftest import ROOT

NOTEBOOKS = sorted((ROOT / "examples" / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, tmp_path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    # Committed without what it gives, so that its text alone is read and compared.
    assert all(not cell.outputs and cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert sum(bool(cell.outputs) for cell in code) >= len(code) // 2
    # The last word is a figure.
    shown = [output.data for cell in code for output in cell.outputs if output.output_type == "display_data" or output.output_type == "execute_result"]
    assert any({"image/svg+xml", "image/png"} & set(data) for data in shown)


def test_there_are_notebooks() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["first_figure", "intervals", "own_data", "own_device_and_observer"]

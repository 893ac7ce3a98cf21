"""Makes the pictures of docs/gallery.md by its commands: python3 site/gallery.py OUT, with `dermis` on the path.

A comment `<!-- picture: FILE from RESULT -->` before a block of commands says which picture it makes. Those of docs/ that are not
what the program draws now are told.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"(?ms)^<!-- picture: (\S+) from (\S+) -->\n(?:<!--[^\n]*-->\n)*```sh\n(.*?)^```$")


def made(out: Path) -> None:
    page = (ROOT / "docs/gallery.md").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "examples").symlink_to(ROOT / "examples")
        for picture, result, commands in BLOCK.findall(page):
            subprocess.run(["sh", "-ec", commands], cwd=folder, check=True, stdout=subprocess.DEVNULL)
            place = out / picture
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(folder) / result, place)
            held = ROOT / "docs" / picture
            if not held.is_file() or held.read_bytes() != place.read_bytes():
                print(f"docs/{picture} is not what the program draws now: copy {place} there")


if __name__ == "__main__":
    made(Path(sys.argv[1]))

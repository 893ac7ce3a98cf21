"""Builds the documentation site: python3 site/build.py OUT [--api FOLDER] [--gallery FOLDER]

Needs `mdbook` on the path (`pip install -r site/requirements.txt`). `--api` copies what `cargo doc` has made, `--gallery` takes the
pictures of site/gallery.py in the place of those in docs/. Fails where a link within the site leads nowhere.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import preprocess

ROOT = Path(__file__).parents[1]


def built(out: Path, api: Path | None, gallery: Path | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "copies"
        settings = {**os.environ, "DERMIS_SITE_COPIES": str(listed), "DERMIS_SITE_API": "1" if api else ""}
        subprocess.run(["mdbook", "build", "--dest-dir", str(out.resolve())], cwd=ROOT, env=settings, check=True)
        for path in listed.read_text(encoding="utf-8").split():
            place = out / preprocess.OUTSIDE / preprocess.copy_of(path)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, place)
    if api:
        shutil.copytree(api, out / "api", dirs_exist_ok=True)
    if gallery:
        shutil.copytree(gallery, out, dirs_exist_ok=True)


def faults(out: Path) -> list[str]:
    """Links of the pages that lead nowhere, and whatever a page would fetch from elsewhere."""
    pages = {path: path.read_text(encoding="utf-8") for path in out.rglob("*.html") if "api" not in path.relative_to(out).parts}
    found = []
    for path, text in pages.items():
        told = path.relative_to(out)
        found += [f"{told} fetches {url}" for url in re.findall(r'<(?:script|img|link)[^>]+(?:src|href)="(https?:[^"]+)"', text)]
        for link in map(unescape, re.findall(r'(?:href|src)="([^"]+)"', text)):
            file, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:", link) or path.name == "404.html":
                continue
            target = path.parent / unquote(file) if file else path
            if not target.exists():
                found.append(f"{told}: {link} leads to no file")
            elif anchor and target in pages and f'id="{unquote(anchor)}"' not in pages[target]:
                found.append(f"{told}: {link} leads to no heading")
    return found


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("out", type=Path)
    asked.add_argument("--api", type=Path)
    asked.add_argument("--gallery", type=Path)
    given = asked.parse_args()
    if shutil.which("mdbook") is None:
        sys.exit("no `mdbook` on the path: pip install -r site/requirements.txt")
    built(given.out, given.api, given.gallery)
    if wrong := faults(given.out):
        sys.exit("\n".join(wrong))

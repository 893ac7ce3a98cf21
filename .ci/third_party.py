"""Writes THIRD_PARTY.md: what is compiled into the program and the Python package, by whom, and its licence texts.

    python3 .ci/third_party.py            # writes it
    python3 .ci/third_party.py --check    # fails where it is not current

Of a choice of licences the first of `PREFERRED` is taken. Tests, build scripts and procedural macros are not in a binary.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "THIRD_PARTY.md"

PREFERRED = ["MIT", "Zlib", "BSD-2-Clause", "BSD-3-Clause", "Unicode-3.0", "CC0-1.0", "Apache-2.0"]

# By what a licence text is known: words of it, its white space made single.
KNOWN_BY = {
    "MIT": "Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated",
    "Zlib": "This software is provided 'as-is', without any express or implied warranty",
    "BSD-2-Clause": "Redistribution and use in source and binary forms",
    "BSD-3-Clause": "Redistribution and use in source and binary forms",
    "Unicode-3.0": "UNICODE LICENSE V3",
    "CC0-1.0": "CC0 1.0 Universal",
    "Apache-2.0": "Apache License",
}

# What is not a crate: where it lies, its licence and the file with its text.
ASSETS = [
    ("DejaVu Sans", "embedded in figures", "Bitstream Vera", "assets/fonts/LICENSE.txt"),
    ("uPlot", "in the pages of results", "MIT", "assets/uplot/LICENSE"),
]

HEAD = """\
# What others made

The sources of dermis are under MIT or Apache-2.0, at your choice. A program or a wheel built from them also holds what is
listed here, each under a licence of its own. Most of it is under MIT or as free. Under Apache-2.0 alone are

{apache}:

a binary is passed on under Apache-2.0 for these parts, and with this page.

This page is made from the locked dependencies by `.ci/third_party.py`, for all platforms together. What runs only while
building or testing is not in it.
"""


def metadata() -> dict[str, Any]:
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def linked(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The packages that a binary is linked from, without those of the workspace."""
    packages = {package["id"]: package for package in found["packages"]}
    nodes = {node["id"]: node for node in found["resolve"]["nodes"]}
    seen: set[str] = set()
    left = list(found["workspace_members"])
    while left:
        name = left.pop()
        if name in seen or any("proc-macro" in target["kind"] for target in packages[name]["targets"]):
            continue
        seen.add(name)
        for dependency in nodes[name]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                left.append(dependency["pkg"])
    outside = [packages[name] for name in seen - set(found["workspace_members"])]
    return sorted(outside, key=lambda package: (package["name"], package["version"]))


def chosen(expression: str) -> list[str]:
    """The licences that are taken of an expression: one of each choice."""
    taken = []
    for part in re.split(r"\bAND\b", expression.replace("(", " ").replace(")", " ")):
        choice = [name.strip() for name in re.split(r"\bOR\b|/", part)]
        plain = [name for name in PREFERRED if name in choice]
        if not plain and "Apache-2.0 WITH LLVM-exception" in choice:
            plain = ["Apache-2.0"]
        if not plain:
            sys.exit(f"no licence of `{expression}` is known to .ci/third_party.py")
        taken.append(plain[0])
    return taken


def text_of(package: dict[str, Any], licence: str) -> str:
    """The licence text that came with a package; without one, that of the licence with who holds the rights."""
    folder = Path(package["manifest_path"]).parent
    names = sorted(path for path in folder.iterdir() if re.match(r"(?i)licen[cs]e|copying|unlicense", path.name) and path.is_file())
    for path in names:
        text = path.read_text(encoding="utf-8", errors="replace")
        if KNOWN_BY.get(licence, "\0") in re.sub(r"\s+", " ", text):
            return "\n".join(line.rstrip() for line in text.strip().splitlines())
    if licence == "CC0-1.0":
        return "To the extent possible under law, the authors have waived all rights: CC0 1.0 Universal."
    if licence != "MIT":
        sys.exit(f"{package['name']} brings no text of {licence}")
    own = (ROOT / "LICENSE-MIT").read_text(encoding="utf-8")
    return re.sub(r"(?m)^Copyright .*$", f"Copyright (c) {', '.join(package['authors']) or 'the authors of ' + package['name']}", own)


def page() -> str:
    packages = linked(metadata())
    rows, texts, apache = [], {}, []
    for package in packages:
        licences = chosen(package["license"])
        name = f"{package['name']} {package['version']}"
        if package["license"] == "Apache-2.0":
            apache.append(package["name"])
        rows.append(f"| {package['name']} | {package['version']} | {package['license']} | {package['repository'] or ''} |")
        for licence in licences:
            # One text of Apache-2.0 stands for all: it names nobody.
            text = (ROOT / "LICENSE-APACHE").read_text() if licence == "Apache-2.0" else text_of(package, licence)
            texts.setdefault((licence, text.strip()), []).append(name)
        notice = Path(package["manifest_path"]).parent / "NOTICE"
        if "Apache-2.0" in licences and notice.is_file():
            texts.setdefault(("NOTICE", notice.read_text().strip()), []).append(name)
    for name, where, licence, file in ASSETS:
        rows.append(f"| {name} | {where} | {licence} | [{file}]({file}) |")
    parts = [HEAD.format(apache=", ".join(apache))]
    parts.append("\n".join(["| what | version | licence | from |", "|---|---|---|---|", *rows]) + "\n")
    parts.append("## Texts\n")
    for (licence, text), names in sorted(texts.items(), key=lambda entry: (entry[0][0], entry[1])):
        fence = "```" if "```" not in text else "````"
        parts.append(f"### {licence}: {', '.join(names)}\n\n{fence}text\n{text}\n{fence}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    fresh = page()
    if "--check" in sys.argv:
        if not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != fresh:
            sys.exit("THIRD_PARTY.md is not what Cargo.lock says: run python3 .ci/third_party.py")
    else:
        PAGE.write_text(fresh, encoding="utf-8")

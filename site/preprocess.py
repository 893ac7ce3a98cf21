"""Between docs/ and mdBook: formulas become MathML, links out of docs/ lead to copies, and a page holds what stands in another.

mdBook calls it (`[preprocessor.dermis]` of book.toml) with the book as JSON and takes the changed book back.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import formulas

DOCS = Path(__file__).parents[1] / "docs"
OUTSIDE = "repository"
"""Where the site has files of the repository that its pages link to."""


def with_formulas(text: str) -> str:
    """Blocks that say no language are formulas."""

    def changed(block: re.Match[str]) -> str:
        return block[0] if block[1] else formulas.table(block[2])

    return re.sub(r"(?ms)^```(\w*)\n(.*?)^```$", changed, text)


def section(page: str, heading: str) -> str:
    """A section with its sections, without its heading and the words before the first of them."""
    begun = page.index(f"\n## {heading}\n")
    ends = page.find("\n## ", begun + 1)
    return page[page.index("\n### ", begun) : ends]


def with_sections(text: str) -> str:
    parameters = section((DOCS / "model.md").read_text(encoding="utf-8"), "Parameters")
    parameters = re.sub(r"(?m)^###", "##", parameters).replace("](#", "](model.md#")
    return text.replace("<!-- site: parameters -->", parameters)


def outside(link: str, page: str) -> str | None:
    """The file of the repository that a link of a page leads to, if it is none of docs/; by its path in the repository."""
    if "://" in link or link.startswith(("#", "mailto:")):
        return None
    path = posixpath.normpath(posixpath.join("docs", posixpath.dirname(page), link.partition("#")[0]))
    return None if path.startswith("docs/") else path


def copy_of(path: str) -> str:
    """mdBook takes a link to `.md` for one of its pages."""
    return path.removesuffix(".md") + ".txt" if path.endswith(".md") else path


def with_copies(text: str, page: str, found: set[str]) -> str:
    """A link to a file leads to its copy; one to a folder is its name."""
    up = "../" * page.count("/")

    def changed(link: re.Match[str]) -> str:
        path = outside(link[2], page)
        if path is None:
            return link[0]
        if (DOCS.parent / path).is_dir():
            return link[1] if link[1] == path or link[1].startswith("`") else f"{link[1]} (`{path}`)"
        found.add(path)
        return f"[{link[1]}]({up}{OUTSIDE}/{copy_of(path)})"

    return re.sub(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)", changed, text)


def with_api(text: str) -> str:
    link = "[they are on this site too](api/dermis/index.html), and " if os.environ.get("DERMIS_SITE_API") else ""
    return text.replace("<!-- site: api -->", link)


def chapters(items: list[Any], change: Callable[[dict[str, Any]], None]) -> None:
    for item in items:
        if isinstance(item, dict) and "Chapter" in item:
            change(item["Chapter"])
            chapters(item["Chapter"]["sub_items"], change)


def main() -> None:
    _, book = json.load(sys.stdin)
    copies: set[str] = set()

    def change(chapter: dict[str, Any]) -> None:
        page, text = chapter["path"], chapter["content"]
        if page == "model.md":
            text = with_formulas(text)
        text = with_sections(text) if page == "parameters.md" else text
        text = with_api(text) if page == "library.md" else text
        chapter["content"] = with_copies(text, page, copies)

    chapters(book.get("items", book.get("sections", [])), change)
    if listed := os.environ.get("DERMIS_SITE_COPIES"):
        Path(listed).write_text("\n".join(sorted(copies)), encoding="utf-8")
    json.dump(book, sys.stdout)


if __name__ == "__main__":
    # mdBook asks whether it is for a kind of output.
    if sys.argv[1:2] == ["supports"]:
        sys.exit(0 if sys.argv[2:3] == ["html"] else 1)
    main()

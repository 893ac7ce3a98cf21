"""Formulas of docs/model.md as MathML: the text of its blocks is the source, for the site and for whoever reads the page.

A line is cut where two or more spaces stand. Each piece is a statement (`lhs = rhs`), goes on with the one before it, or is
words. `checked` reads every formula back from its MathML and holds it against the source, so that none can say another
thing than the page does.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as xml
from dataclasses import dataclass, field
from html import escape

SUPER = dict(zip("⁺ⁿ²³ˢ⁻¹", "+n23s-1", strict=True))
SUB = dict(zip("₀₁₂₃", "0123", strict=True))
TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>\d+\.\d+|\d+e-?\d+|\d+|½|¼)"
    r"|(?P<name>[^\W\d_ⁿˢ][^\W_⁺ⁿ²³ˢ₀₁₂₃½]*′?)(?:_(?P<sub>[^\W_⁺ⁿ²³ˢ₀₁₂₃]+(?:,\w+)?))?"
    r"|(?P<super>[⁺ⁿ²³ˢ⁻¹]+)|(?P<digit>[₀₁₂₃])"
    r"|(?P<relation>\*=|\+=|←|=)"
    r"|(?P<open>[(⟨])|(?P<close>[)⟩])|(?P<other>\.\.|.)"
)
MINUS = "−"
PAIRS = {"(": ")", "⟨": "⟩"}
WORDS = re.compile(r"(?<![\w`])[a-z]{2,}(?:,? [a-z]{2,})+(?![\w(])")
"""Two words in a row: a piece that is read, not calculated."""
DIFFERENTIALS = {"dt", "dz"}
NAMED = re.compile(r"[a-z]{4,}\d?(_\w+)+")
"""Names of outcomes, which are written as they are in files."""


class Unreadable(Exception):
    """A piece that is no formula; it is shown as it stands."""


@dataclass
class Reader:
    """Reads a piece from the left, making MathML."""

    tokens: list[re.Match[str]]
    at: int = 0

    def next(self) -> re.Match[str] | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def is_other(self, text: str) -> bool:
        token = self.next()
        return token is not None and token.lastgroup == "other" and token.group() == text

    def row(self, closed_by: str | None = None) -> list[str]:
        """Items up to a closing bracket, or all of them."""
        items: list[str] = []
        while (token := self.next()) is not None:
            if token.lastgroup == "close":
                if token.group() != closed_by:
                    raise Unreadable
                self.at += 1
                return items
            if token.lastgroup == "space":
                self.at += 1
                following = self.next()
                if items and is_operand(items[-1]) and following is not None and begins_operand(following):
                    items.append('<mspace width="0.25em"/>')
            elif token.lastgroup in ("other", "relation"):
                self.at += 1
                items.append(f"<mo>{escape(token.group().replace('-', MINUS))}</mo>")
            else:
                items.append(self.quotient())
        if closed_by is not None:
            raise Unreadable
        return items

    def quotient(self) -> str:
        """Operands with `/` between them and no space around it; what stands above and below a line needs no brackets."""
        whole = self.operand()
        while self.is_other("/") and self.at + 1 < len(self.tokens) and begins_operand(self.tokens[self.at + 1]):
            if self.tokens[self.at + 1].group() == "Σ":
                break
            self.at += 1
            whole = f"<mfrac>{bare(whole)}{bare(self.operand())}</mfrac>"
        return whole

    def operand(self) -> str:
        token = self.next()
        assert token is not None
        self.at += 1
        kind = token.lastgroup
        if kind == "number":
            made = f"<mn>{token.group()}</mn>"
        elif kind in ("name", "sub"):
            made = name(token)
        elif kind == "open":
            inside = "".join(self.row(PAIRS[token.group()]))
            made = f"<mrow><mo>{token.group()}</mo>{inside}<mo>{PAIRS[token.group()]}</mo></mrow>"
        else:
            raise Unreadable
        made = self.scripts(made)
        following = self.next()
        applied = kind in ("name", "sub") and token.group() not in DIFFERENTIALS
        if applied and following is not None and following.group() == "(":
            made = f"<mrow>{made}{self.operand()}</mrow>"
        return made

    def scripts(self, made: str) -> str:
        while (token := self.next()) is not None and token.lastgroup in ("super", "digit"):
            self.at += 1
            if token.lastgroup == "digit":
                made = f'<msub class="digit">{made}<mn>{SUB[token.group()]}</mn></msub>'
            else:
                for sign in map(SUPER.__getitem__, token.group()):
                    kind = "mi" if sign.isalpha() else "mn" if sign.isdigit() else "mo"
                    made = f"<msup>{made}<{kind}>{sign}</{kind}></msup>"
        star = self.is_other("*") and (self.at + 1 == len(self.tokens) or self.tokens[self.at + 1].group() != "=")
        if star and self.at and self.tokens[self.at - 1].lastgroup in ("name", "sub"):
            self.at += 1
            made = f"<msup>{made}<mo>*</mo></msup>"
        return made


def is_operand(item: str) -> bool:
    return not item.startswith(("<mo>", "<mspace"))


def begins_operand(token: re.Match[str]) -> bool:
    return token.lastgroup in ("number", "name", "sub", "open")


def bare(item: str) -> str:
    """What is in brackets, without them, where it is more than one thing."""
    inside = re.fullmatch(r"<mrow><mo>\(</mo>(.*)<mo>\)</mo></mrow>", item)
    if inside:
        tree = xml.fromstring(item)
        if [child.text for child in tree].count("(") == 1 and len(tree) > 3:
            return f"<mrow>{inside[1]}</mrow>"
    return item


def name(token: re.Match[str]) -> str:
    if NAMED.fullmatch(token.group()):
        return f"<mi>{token.group()}</mi>"
    own, sub = token["name"], token["sub"]
    made = f"<mi>{own}</mi>"
    if re.fullmatch(r"d[A-ZĒΛa-z]\d?|dte", own) and sub is None:
        made = f'<mrow><mi mathvariant="normal">d</mi><mi>{own[1:]}</mi></mrow>'
    return f"<msub>{made}<mi>{sub}</mi></msub>" if sub else made


def mathml(piece: str) -> str:
    reader = Reader(list(TOKEN.finditer(piece)))
    items = "".join(reader.row())
    return f'<math displaystyle="true">{items}</math>'


def read_back(made: str) -> str:
    """The text of a formula from its MathML, without spaces."""
    return _text(xml.fromstring(made))


def _text(node: xml.Element) -> str:
    parts = [_text(child) for child in node]
    if node.tag == "mfrac":
        return "/".join(f"({part})" if over_line(child) else part for part, child in zip(parts, node, strict=True))
    if node.tag == "msub" and node.get("class") == "digit":
        return parts[0] + {plain: sign for sign, plain in SUB.items()}[parts[1]]
    if node.tag == "msub":
        return f"{parts[0]}_{parts[1]}"
    if node.tag == "msup" and parts[1] != "*":
        signs = {plain: sign for sign, plain in SUPER.items()}
        return parts[0] + "".join(signs[plain] for plain in parts[1])
    return (node.text or "").strip() + "".join(parts)


def over_line(node: xml.Element) -> bool:
    """Whether a part of a fraction had brackets: it is a row that neither has its own nor is one name."""
    if node.tag != "mrow" or node[0].get("mathvariant") == "normal":
        return False
    own = node[0].text in PAIRS and node[-1].text == PAIRS[node[0].text]
    applied = len(node) == 2 and node[0].tag in ("mi", "msub", "msup") and node[1].tag == "mrow"
    return not (own or applied)


def checked(piece: str) -> str:
    """MathML that says what the piece says; where words are in it, of its parts between commas that are calculated."""
    if WORDS.search(piece) or "`" in piece:
        parts = between_commas(piece)
        return "".join(words(part) if is_read(part) else checked(part) for part in parts) if parts[1:] else words(piece)
    try:
        made = mathml(piece)
    except Unreadable:
        return words(piece)
    if read_back(made).replace(MINUS, "-") != re.sub(r"\s", "", piece).replace(MINUS, "-"):
        raise ValueError(f"the formula `{piece}` would read `{read_back(made)}`")
    return made


def between_commas(piece: str) -> list[str]:
    """Its parts and what stands between them, cut outside of brackets."""
    parts, depth, begun = [], 0, 0
    for mark in re.finditer(r"[(⟨[]|[)⟩\]]|[,;:] |[,;:]$", piece):
        if mark.group() in "(⟨[":
            depth += 1
        elif mark.group() in ")⟩]":
            depth -= 1
        elif depth == 0:
            parts += [piece[begun : mark.start()], mark.group()]
            begun = mark.end()
    return [part for part in [*parts, piece[begun:]] if part]


def is_read(part: str) -> bool:
    """Whether a part is words or what separates parts."""
    return bool(WORDS.search(part) or "`" in part or re.fullmatch(r"[,;:]? ?|[a-zA-Z' ]{4,}", part))


def words(piece: str) -> str:
    return f'<span class="words">{escape(piece)}</span>'


@dataclass
class Row:
    left: str = ""
    right: list[str] = field(default_factory=list)

    def html(self) -> str:
        parts = "".join(f'<span class="part">{part}</span>' for part in self.right)
        return f"<tr><td>{self.left}</td><td>{parts}</td></tr>"


def pieces(line: str) -> list[str]:
    """Pieces of a line; what begins with an operator or a relation goes on with the one before it."""
    found: list[str] = []
    for piece in re.split(r" {2,}", line.strip()):
        goes_on = re.match(r"(\*=|\+=|[=←+\-×∫]|- )", piece)
        if found and goes_on and not WORDS.search(found[-1]):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def rows(line: str) -> list[Row]:
    made: list[Row] = []
    parts = pieces(line)
    if len(parts) > 1 and re.fullmatch(r"\w+", parts[0]) and "=" not in parts[1].split(",")[0]:
        return [Row(checked(parts[0]), [checked(part) for part in parts[1:]])]
    for piece in parts:
        statement = re.match(r"([^=←]*?) ?(\*=|\+=|=|←)(?!=) ?(.*)", piece)
        if piece.endswith(":"):
            made.append(Row(words(piece)))
        elif statement and not WORDS.search(piece) and ":" not in statement[1] and balanced(statement[1]):
            made.append(Row(checked(statement[1]), [checked(f"{statement[2]} {statement[3]}")]))
        elif made:
            made[-1].right.append(checked(piece))
        else:
            made.append(Row("", [checked(piece)]))
    return made


def balanced(text: str) -> bool:
    return text.count("(") == text.count(")")


def table(block: str) -> str:
    """A block of formulas as HTML, without an empty line in it."""
    lines = [line for line in block.splitlines() if line.strip()]
    body = "\n".join(row.html() for line in lines for row in rows(line))
    return f'<table class="formulas">\n{body}\n</table>'

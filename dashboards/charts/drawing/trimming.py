"""Makes the chart engine's SVG smaller: drops what no reader sees and merges repeated marks.

The picture must look the same before and after; only its text gets shorter.
"""

from __future__ import annotations

import re

_NOISE = (
    # Vega's texts for assistive tools are English; the page gives the whole picture a Japanese summary.
    re.compile(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"'),
    re.compile(r' (?:stroke-miterlimit="10"|opacity="1"|stroke-opacity="1"|fill-opacity="1")'),
    re.compile(r' (?:stroke-width="1"|transform="translate\(0,0\)")'),
    re.compile(r'<path d="[^"]*"(?: fill="none")? display="none"/>'),
    re.compile(r'<path d="M0,0h0v0h0Z"/>'),
    re.compile(r' xmlns:xlink="[^"]*"| version="1.1"'),
)
_UNPAINTED = re.compile(r'<path d="[^"]*"/>')
"""Neither filled nor stroked, because the whole picture has `fill="none"`."""
_TAG = re.compile(r"<[^<>]*>")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_GROUP = re.compile(r"<(/?)g((?: [^<>]*?)?)(/?)>")
_EMPTY_GROUP = re.compile(r"<g(?: [^<>]*)?></g>")
_RULE = re.compile(
    r'<line(?: transform="translate\(([\d.-]+),([\d.-]+)\)")? x2="([\d.-]+)" y2="([\d.-]+)"'
)
_DISC = re.compile(
    r'<path transform="translate\(([\d.-]+),([\d.-]+)\)"'
    r' d="M([\d.]+),0A\3,\3,0,1,1,-\3,0A\3,\3,0,1,1,\3,0(?:Z)?"'
)
_MOVED = re.compile(
    r'<path transform="translate\(([\d.-]+),([\d.-]+)\)" d="([MLhvZ\d.,-]+)"(?![^<>]* transform)'
)
_POINT = re.compile(r"([ML])([\d.-]+),([\d.-]+)")
_FLAT = re.compile(r"M[\d.,-]+h[\d.-]+v0h[\d.-]+Z")
_ALIKE = re.compile(r'<path d="([^"]*)"((?: [^<>]*)?)/>(?:<path d="[^"]*"\2/>)+')
_DRAWN = re.compile(r' d="([^"]*)"')


def trim(svg: str) -> str:
    """Return the SVG without roles, empty groups and digits below a tenth of a pixel.

    Neighbouring marks that look alike become one path; rules and discs are written in their shortest form. Text
    stays as it is.
    """
    for pattern in _NOISE:
        svg = pattern.sub("", svg)
    svg = _TAG.sub(lambda tag: _LONG_NUMBER.sub(_to_a_tenth, tag[0]), svg)
    svg = _UNPAINTED.sub("", _without_bare_groups(svg))
    while (shorter := _EMPTY_GROUP.sub("", svg)) != svg:
        svg = shorter
    svg = _DISC.sub(r'<circle cx="\1" cy="\2" r="\3"', _RULE.sub(_rule, svg))
    return _ALIKE.sub(_joined, _MOVED.sub(_moved, svg))


def _to_a_tenth(number: re.Match[str]) -> str:
    return _written(float(number[0]))


def _written(number: float) -> str:
    # Adding 0 turns -0 into 0.
    return f"{round(number, 1) + 0:.9g}"


def _without_bare_groups(svg: str) -> str:
    """Return the SVG without groups that have no attributes."""
    out: list[str] = []
    is_kept: list[bool] = []
    at = 0
    for tag in _GROUP.finditer(svg):
        out.append(svg[at : tag.start()])
        at = tag.end()
        closes, says, is_empty = tag.groups()
        if closes:
            out.append("</g>" if is_kept.pop() else "")
        elif not is_empty:
            is_kept.append(bool(says))
            out.append(tag[0] if says else "")
    return "".join((*out, svg[at:]))


def _rule(line: re.Match[str]) -> str:
    x, y, right, down = line.groups(default="0")
    way = f"v{down}" if right == "0" else f"h{right}" if down == "0" else f"l{right},{down}"
    return f'<path d="M{x},{y}{way}"'


def _moved(path: re.Match[str]) -> str:
    x, y, drawn = float(path[1]), float(path[2]), path[3]
    points = _POINT.sub(
        lambda at: f"{at[1]}{_written(float(at[2]) + x)},{_written(float(at[3]) + y)}", drawn
    )
    return f'<path d="{points}"'


def _joined(paths: re.Match[str]) -> str:
    """Return one path for several that look alike; paths with opacity or a transform stay separate."""
    says = paths[2]
    if "opacity" in says or "transform" in says:
        return paths[0]
    drawn = "".join(_DRAWN.findall(paths[0]))
    if "stroke" not in says:
        drawn = _FLAT.sub("", drawn)
    return f'<path d="{drawn}"{says}/>' if drawn else ""

"""Draws a kind of chart many times: Altair describes it once, Vega gets other rows each time.

Describing and compiling a layered chart costs far more than drawing it, so a `Kind` holds no data:
its tables are named, its sizes and axis words are signals, and `draw` fills them in. The result is
plain SVG in the theme's light colours, with no style attribute, no script and no identifier that
could collide with another chart on the page.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import vl_convert

from dashboards.fonts import register_fonts
from dashboards.theme import chart_config

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's width and height, and the margins inside it, in pixels."""

    width: int
    height: int
    left: int = 40
    right: int = 8
    top: int = 8
    bottom: int = 24

    @property
    def plot_width(self) -> int:
        """Width between the margins."""
        return self.width - self.left - self.right

    @property
    def plot_height(self) -> int:
        """Height between the margins."""
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of chart: `describe` returns an Altair chart whose data are named, not given."""

    name: str
    describe: Callable[[], Any]


def draw(
    kind: Kind,
    size: Size,
    rows: Mapping[str, Sequence[Mapping[str, object]]],
    signals: Mapping[str, object] | None = None,
) -> str:
    """Return the SVG of `kind` with these rows by table name and these values of its parameters.

    The same arguments give the same bytes. A table or parameter the kind does not have raises
    KeyError, so that a misspelt name cannot leave a chart empty.
    """
    register_fonts()
    spec = json.loads(_compiled(kind))
    spec |= {"width": size.plot_width, "height": size.plot_height, "autosize": "none"}
    spec["padding"] = {
        "left": size.left,
        "right": size.right,
        "top": size.top,
        "bottom": size.bottom,
    }
    tables = {table["name"]: table for table in spec.get("data", ())}
    for name, values in rows.items():
        tables[name]["values"] = list(values)
    named = {signal["name"]: signal for signal in spec.get("signals", ())}
    for name, value in (signals or {}).items():
        named[name]["value"] = value
    return _drawn(json.dumps(spec, ensure_ascii=False))


@lru_cache(maxsize=4096)
def _drawn(spec: str) -> str:
    """Return the SVG of a whole Vega text; pages that show the same picture draw it once."""
    return _clean(vl_convert.vega_to_svg(spec))


@cache
def _compiled(kind: Kind) -> str:
    """Return the kind's Vega as JSON text, compiled from Altair's Vega-Lite."""
    chart = kind.describe().properties(width=100, height=100)
    spec = chart.to_dict() | {"config": chart_config()}
    return json.dumps(vl_convert.vegalite_to_vega(spec))


_NOISE = (
    # Vega's own words for assistive tools are English; the page puts a Japanese summary on the whole.
    re.compile(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"'),
    re.compile(r' (?:stroke-miterlimit="10"|opacity="1"|stroke-opacity="1"|fill-opacity="1")'),
    re.compile(r'<path d="[^"]*"(?: fill="none")? display="none"/>'),
    re.compile(r'<path d="M0,0h0v0h0Z"/>'),
    re.compile(r' xmlns:xlink="[^"]*"| version="1.1"'),
)
_LONG_NUMBER = re.compile(r"(\d+\.\d{2})\d+")


def _clean(svg: str) -> str:
    """Drop what no reader sees: roles, classes, empty paths and digits below a hundredth."""
    for pattern in _NOISE:
        svg = pattern.sub("", svg)
    svg = _LONG_NUMBER.sub(r"\1", svg)
    while (shorter := re.sub(r"<g(?: [^<>]*)?></g>", "", svg)) != svg:
        svg = shorter
    return svg

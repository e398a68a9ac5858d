"""Draws a kind of chart many times: Altair describes it once, and Vega gets new rows each time.

Describing and compiling a layered chart costs far more than drawing it, so a `ChartKind` holds no data:
its tables are named, its sizes and axis words are signals, and `draw` fills them in. The result is
plain SVG in the theme's light colours, with no style attribute, no script and no identifier that
could collide with another chart on the page.
"""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import vl_convert

from dashboards.charts.drawing.trimming import trim
from dashboards.fonts import register_fonts
from dashboards.theme import FONT, chart_config

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


_WIDER_THAN_A_PHONE = 500


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a picture, and its inner margins, in pixels."""

    width: int
    height: int
    left: int = 40
    right: int = 8
    top: int = 8
    bottom: int = 24

    @property
    def is_narrow(self) -> bool:
        """Whether the picture is for a phone."""
        return self.width < _WIDER_THAN_A_PHONE

    @property
    def plot_width(self) -> int:
        """Width between the margins."""
        return self.width - self.left - self.right

    @property
    def plot_height(self) -> int:
        """Height between the margins."""
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class ChartKind:
    """A kind of chart; `describe` returns an Altair chart whose data are named, not included."""

    name: str
    describe: Callable[[], Any]


def draw(
    kind: ChartKind,
    size: Size,
    rows: Mapping[str, Sequence[Mapping[str, object]]],
    signals: Mapping[str, object] | None = None,
) -> str:
    """Return the SVG of `kind` with these rows and parameter values. The same arguments give the same bytes.

    Args:
        kind: the kind of chart.
        size: size of the picture in pixels.
        rows: rows by table name.
        signals: value by parameter name.

    Raises:
        KeyError: the kind has no such table or parameter; a misspelt name cannot leave a chart empty.
    """
    asked = [kind.name, kind.describe.__module__, astuple(size), rows, signals]
    name = hashlib.sha256(f"{_maker()}{json.dumps(asked)}".encode()).hexdigest()[:16]
    opening = f'{_OPENING.format(size.width, size.height)} data-drawn="{name}">'
    if name in _known:
        return f"{opening}{_known[name]}</svg>"
    register_fonts()
    spec = json.loads(_compiled(kind))
    spec |= {"width": size.plot_width, "height": size.plot_height, "autosize": "none"}
    spec["padding"] = {
        "left": size.left,
        "right": size.right,
        "top": size.top,
        "bottom": size.bottom,
    }
    tables = {one["name"]: one for one in spec.get("data", ())}
    for table, values in rows.items():
        tables[table]["values"] = list(values)
    named = {one["name"]: one for one in spec.get("signals", ())}
    for signal, value in (signals or {}).items():
        named[signal]["value"] = value
    return opening + _drawn(json.dumps(spec, ensure_ascii=False)).split(">", maxsplit=1)[1]


@lru_cache(maxsize=4096)
def _drawn(spec: str) -> str:
    """Return the SVG of a complete Vega spec; a picture that several pages show is drawn once."""
    # Measuring text in a large Japanese font takes two thirds of the time, and no chart needs it,
    # because text stands at an anchor. Text in a font that does not exist is not measured.
    svg = vl_convert.vega_to_svg(spec.replace(FONT, _UNMEASURED))
    return trim(svg).replace(_UNMEASURED, FONT)


def pictures_drawn() -> int:
    """Return how many pictures this process has drawn; pictures taken from earlier pages do not count."""
    return _drawn.cache_info().misses


@contextmanager
def knowing(pages: Iterable[Path]) -> Iterator[None]:
    """Within the block, reuse pictures found in `pages` instead of drawing them again.

    A picture's name is a hash of everything it was made from: kind, rows, sizes, words, the chart engine and
    this package. An earlier picture is reused only if none of these differs.
    """
    for page in pages:
        _known.update(_PICTURE.findall(page.read_text(encoding="utf-8", errors="replace")))
    try:
        yield
    finally:
        _known.clear()


_UNMEASURED = "no such font"
_known: dict[str, str] = {}
_OPENING = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}"'
_PICTURE = re.compile(r'<svg [^>]* data-drawn="([0-9a-f]{16})"[^>]*>(.*?)</svg>', re.DOTALL)


@cache
def _maker() -> str:
    """Return a hash of everything that determines a picture besides its arguments: libraries, font and this package."""
    made = hashlib.sha256()
    for name in ("altair", "vl-convert-python", "noto-cjk-sans-jp-regular"):
        made.update(version(name).encode())
    package = Path(__file__).parents[2]
    for path in sorted(package.rglob("*.py")):
        made.update(path.read_bytes())
    return made.hexdigest()


@cache
def _compiled(kind: ChartKind) -> str:
    """Return the kind's Vega spec as JSON text, compiled from Altair's Vega-Lite."""
    chart = kind.describe().properties(width=100, height=100)
    spec = chart.to_dict() | {"config": chart_config()}
    return json.dumps(vl_convert.vegalite_to_vega(spec))

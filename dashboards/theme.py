"""Defines the look of pages and newsletter: colours by role, marks by tool, and the config that charts share.

Charts are drawn in the light colours; on a page each colour is replaced by its CSS variable, so one
picture serves light, dark and print. Tools differ in colour, dash and marker together.
"""

from __future__ import annotations

from dataclasses import dataclass

FONT = "Noto Sans CJK JP"


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour by role: `light` (also for print) and `dark` as #rrggbb in lower case, each unique."""

    name: str
    light: str
    dark: str


PALETTE = (
    Colour("ink", "#191c22", "#eceef3"),
    Colour("soft", "#4a5263", "#b3bac8"),
    Colour("ground", "#f3f5f9", "#11141a"),
    Colour("card", "#ffffff", "#1a1e26"),
    Colour("edge", "#d5dae4", "#353c49"),
    Colour("grid", "#e4e8ef", "#2c323d"),
    Colour("axis", "#7c8494", "#8d95a5"),
    Colour("accent", "#0a4fc4", "#8ab4ff"),
    Colour("digital", "#0d57d3", "#6fa3fb"),
    Colour("ribbon", "#c3d8fb", "#274b86"),
    Colour("paper", "#c5c7cb", "#555b67"),
    Colour("hidden", "#eceef1", "#272c36"),
    Colour("hidden-edge", "#8f96a4", "#7d8595"),
    Colour("alert", "#a8321a", "#ff9b82"),
    Colour("good", "#0b6b45", "#63d1a3"),
    Colour("tool-files", "#0b55d1", "#82b1ff"),
    Colour("tool-chat", "#b2470b", "#ffa06e"),
    Colour("tool-meetings", "#0a7048", "#5fd2a2"),
    Colour("tool-calendar", "#871d94", "#e69df0"),
    Colour("tool-mail", "#694a02", "#d8b35e"),
    # One hue in six steps of lightness, so that the order also shows in grey print.
    Colour("heat-1", "#edf2fc", "#202938"),
    Colour("heat-2", "#cbdcf9", "#28415f"),
    Colour("heat-3", "#9bbdf5", "#32619b"),
    Colour("heat-4", "#5a8fe9", "#4f8ad9"),
    Colour("heat-5", "#1d5ccb", "#8fbaf5"),
    Colour("heat-6", "#0a2c70", "#dbe8fd"),
    Colour("day-final", "#a9c4ea", "#38588a"),
    Colour("day-provisional", "#dde7f7", "#263349"),
    Colour("day-incomplete", "#e0a32e", "#c98f22"),
    Colour("day-gap", "#8b2315", "#f0806a"),
)
_BY_NAME = {colour.name: colour for colour in PALETTE}


@dataclass(frozen=True, slots=True)
class ToolStyle:
    """Style of one tool: role of its colour, dash lengths in pixels, and marker."""

    colour: str
    dash: tuple[int, ...]
    marker: str


TOOL_STYLES = {
    "files": ToolStyle("tool-files", (1, 0), "circle"),
    "chat": ToolStyle("tool-chat", (7, 3), "square"),
    "meetings": ToolStyle("tool-meetings", (2, 2), "triangle-up"),
    "calendar": ToolStyle("tool-calendar", (8, 3, 2, 3), "diamond"),
    "mail": ToolStyle("tool-mail", (4, 2), "cross"),
}
"""Style by tool, in the order in which tools are always listed."""


def light(name: str) -> str:
    """Return the light colour of a role as #rrggbb; KeyError for an unknown role."""
    return _BY_NAME[name].light


def css_variables() -> str:
    """Return CSS that declares every colour as `--name`, for light, dark and print."""
    lights = "".join(f"--{c.name}:{c.light};" for c in PALETTE)
    darks = "".join(f"--{c.name}:{c.dark};" for c in PALETTE)
    return (
        f":root{{color-scheme:light dark;{lights}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{darks}}}}}\n"
    )


def with_variables(svg: str) -> str:
    """Return the SVG with every light colour of the palette replaced by its CSS variable."""
    for colour in PALETTE:
        svg = svg.replace(f'"{colour.light}"', f'"var(--{colour.name})"')
    return svg


def chart_config() -> dict[str, object]:
    """Return the Vega-Lite config shared by all charts."""
    return {
        "background": None,
        "font": FONT,
        "autosize": "none",
        "view": {"stroke": None},
        "aria": False,
        "axis": {
            "aria": False,
            "labelColor": light("soft"),
            "labelFontSize": 12,
            "labelFont": FONT,
            # Ticks are chosen to fit, because text is not measured.
            "labelOverlap": False,
            "title": None,
            "gridColor": light("grid"),
            "domainColor": light("axis"),
            "tickColor": light("axis"),
        },
        "axisY": {"domain": False, "ticks": False, "labelPadding": 6},
        "text": {"font": FONT, "fontSize": 12, "color": light("ink")},
        "legend": {"disable": True},
        "line": {"strokeWidth": 2, "strokeJoin": "round"},
    }

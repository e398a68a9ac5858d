"""Charts as pictures: text has ink, bands have their height, what is withheld is no line at 0."""

from __future__ import annotations

import io
import re
from datetime import date
from itertools import pairwise

import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from dashboards.charts.adoption import (
    ADOPTION_PANEL,
    PANEL_SIZE,
    TOOL_LINES_HALF,
    TOOL_LINES_NARROW,
    draw_panel,
    draw_tools,
    spread,
)
from dashboards.charts.drawing.drawing import draw
from dashboards.charts.drawing.rows import (
    band_rows,
    hidden_rows,
    middle_rows,
    rate_rows,
    state_words,
)
from dashboards.charts.heat import draw_heat, heat_size, step_of
from dashboards.charts.hours import HOURS_HALF, draw_hours
from dashboards.charts.paper import PAPER_HALF, SHEETS_HALF, draw_share, draw_sheets
from dashboards.charts.quadrant import QUADRANT_HALF, QUADRANT_NARROW, Place, draw_quadrant
from dashboards.charts.segments import SEGMENTS, SEGMENTS_WIDE, draw_segments
from dashboards.charts.trend import TREND_HALF, NewestValue, draw_trend
from dashboards.charts.years import draw_years, years_size
from dashboards.read.outcomes import Hours
from dashboards.read.series.cell import Cell
from dashboards.text.words import Words
from dashboards.theme import PALETTE, TOOL_STYLES, light, with_variables
from tests.releases import month_list
from warehouse.release.tables.coding import Value
from warehouse.release.tables.rounding import Range

JA = Words("ja")
MONTHS = month_list(date(2024, 4, 1), 24)
GROWING = tuple(
    Cell(month, Value.between(4 * at, 4 * at), 4.0 * at, 4.0 * at, "final", n=10)
    for at, month in enumerate(MONTHS)
)
PLACES = (Place("総務課", -30, 60, "own"), Place("福祉課", -30, 60), Place("全庁", 5, 2, "town"))
VERDICTS = {"replaced": "置き換え", "added": "上乗せ", "untouched": "手つかず", "shrunk": "縮小"}
PARTS = {
    segment: tuple(
        Cell(month, Value.between(15, 25), 15.0, 25.0, "final", from_top=Range.at(20 * at))
        for month in MONTHS
    )
    for at, segment in enumerate(SEGMENTS, start=1)
}
NOTHING = tuple(Cell(month) for month in MONTHS)
WITHHELD = tuple(Cell(month, state="final", withheld="small_group") for month in MONTHS)


def pixels(svg: str) -> Image.Image:
    """The picture as a reader of a light page sees it."""
    picture = Image.open(io.BytesIO(vl_convert.svg_to_png(svg))).convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    return white.convert("RGB")


def ink(picture: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many pixels inside `box` are not white."""
    part = picture.crop(box)
    return sum(
        count for count, colour in part.getcolors(1 << 20) or () if colour != (255, 255, 255)
    )


def coloured(picture: Image.Image, role: str) -> int:
    """How many pixels have the light colour of a role."""
    value = light(role)
    wanted = tuple(int(value[k : k + 2], 16) for k in (1, 3, 5))
    return sum(count for count, colour in picture.getcolors(1 << 20) or () if colour == wanted)


def test_japanese_labels_have_ink() -> None:
    """Without its font the engine drops all text and says nothing."""
    size = TOOL_LINES_HALF
    picture = pixels(draw_tools(MONTHS, {"files": GROWING}, JA, size))
    assert ink(picture, (size.width - size.right + 6, 0, size.width, size.height // 2)) > 150
    assert (
        ink(picture, (size.left, size.height - size.bottom + 4, size.width // 2, size.height)) > 80
    )


def test_every_picture_is_the_same_each_time_and_keeps_to_the_theme() -> None:
    """Same rows, same bytes; no colour that a dark page could not swap."""
    themed = {colour.light for colour in PALETTE}
    for make in (
        lambda: draw_panel(
            MONTHS, GROWING, GROWING, JA, targets=[50] * 24, actions=[(MONTHS[3], "①")]
        ),
        lambda: draw_tools(MONTHS, dict.fromkeys(TOOL_STYLES, GROWING), JA, TOOL_LINES_NARROW),
        lambda: draw_share(MONTHS, GROWING, JA, PAPER_HALF),
        lambda: draw_sheets(MONTHS, GROWING, GROWING, JA, SHEETS_HALF),
        lambda: draw_heat(MONTHS, [("総務課", GROWING)], JA, heat_size(1, is_narrow=False)),
        lambda: draw_quadrant(PLACES, VERDICTS, JA, QUADRANT_NARROW),
        lambda: draw_trend(MONTHS, GROWING, JA, TREND_HALF, newest_value=NewestValue("約5%", "%")),
        lambda: draw_segments(MONTHS, PARTS, dict.fromkeys(PARTS, "習慣"), JA, SEGMENTS_WIDE),
        lambda: draw_hours(MONTHS, [Hours(MONTHS[3], 9, 2, 7, 1)], JA, HOURS_HALF),
        lambda: draw_years(
            [("基準", 900, "900枚", None), ("今年度", 700, "700枚", 650)],
            years_size(2, is_narrow=True),
        ),
    ):
        svg = make()
        assert svg == make()
        assert set(re.findall(r"#[0-9a-f]{6}", svg)) <= themed
        assert not re.search(r"#[0-9a-f]{6}", with_variables(svg))
        assert " style=" not in svg
        assert " id=" not in svg


def test_what_moves_by_its_rounding_alone_is_drawn_as_boxes() -> None:
    """A share between about 5 and about 10 % has no slope: its boxes touch; one that grows has a line."""

    def drawn(series: tuple[Cell, ...]) -> tuple[int, list[tuple[float, float]]]:
        svg = draw_trend(MONTHS, series, JA, TREND_HALF, newest_value=NewestValue(step=5))
        lines = re.findall(r'<path d="M[\d.,L]+" stroke="#0d57d3"', svg)
        ribbon = re.findall(rf'<path d="([^"]*)" fill="{light("ribbon")}', svg)
        boxes = re.findall(r"M[\d.]+,([\d.]+)h[\d.]+v([\d.]+)", "".join(ribbon))
        return len(lines), [(float(top), float(height)) for top, height in boxes]

    rounded = tuple(
        Cell(month, None, 5.0 + 5 * (at % 2), 5.0 + 5 * (at % 2), "final")
        for at, month in enumerate(MONTHS)
    )
    assert drawn(GROWING) == (1, [])
    lines, boxes = drawn(rounded)
    assert lines == 0
    assert len(boxes) == len(MONTHS)
    (high, height), (low, _) = sorted(set(boxes))
    assert low == high + height


def test_withheld_nothing_and_zero_look_different() -> None:
    """A withheld series is a dashed box, nothing is empty, zero is a line at the foot."""
    zero = tuple(Cell(month, Value.between(0, 0), 0.0, 0.0, "final") for month in MONTHS)
    drawn = {
        name: pixels(draw_panel(MONTHS, series, NOTHING, JA))
        for name, series in (("withheld", WITHHELD), ("nothing", NOTHING), ("zero", zero))
    }
    box, line = light("hidden"), light("digital")
    assert box != line
    assert coloured(drawn["withheld"], "hidden") > 5000
    assert coloured(drawn["withheld"], "digital") == 0
    assert coloured(drawn["nothing"], "hidden") == coloured(drawn["nothing"], "digital") == 0
    assert coloured(drawn["zero"], "digital") > 100
    assert coloured(drawn["zero"], "hidden") == 0


def test_a_line_breaks_where_a_month_is_missing_and_where_the_roster_changed() -> None:
    """Nothing joins two months over a gap, nor two different rosters."""
    gap = (*GROWING[:5], Cell(MONTHS[5]), *GROWING[6:])
    assert [row["mid"] for row in rate_rows(gap)][5] is None
    grown = (
        *GROWING[:12],
        *(Cell(c.month, c.shown, c.low, c.high, c.state, n=11) for c in GROWING[12:]),
    )
    rows = rate_rows(grown)
    assert [row["at"] for row in rows if row["mid"] is None] == [11.5]
    assert [row["mid"] for row in rate_rows(GROWING) if row["mid"] is None] == []


def test_bands_of_neighbouring_months_are_one_box() -> None:
    """A band without height still shows; it never leaves 0 to 100."""
    band = tuple(
        Cell(month, Value.between(0, 20), 0.0, 20.0, "final")
        if at < 3
        else Cell(month, Value.between(100, 100), 100.0, 100.0, "final")
        for at, month in enumerate(MONTHS[:6])
    )
    assert band_rows(band) == [
        {"x0": -0.5, "x1": 2.5, "low": 0.0, "high": 20.0},
        {"x0": 2.5, "x1": 5.5, "low": 98.5, "high": 100},
    ]
    assert [row["word"] for row in hidden_rows(WITHHELD, JA, 10)] == ["非公表"]
    assert [row["word"] for row in hidden_rows(WITHHELD[:1], JA, 10)] == [""]


def test_a_misspelt_table_is_an_error_not_an_empty_chart() -> None:
    """A name the kind does not know stops the drawing."""
    with pytest.raises(KeyError, match="rate"):
        draw(ADOPTION_PANEL, PANEL_SIZE, {"rate": []})


@given(
    st.lists(st.floats(0, 100), max_size=5),
    st.floats(1, 20),
)
@settings(max_examples=300, deadline=None)
def test_labels_keep_apart_in_order_and_inside(values: list[float], gap: float) -> None:
    """As far as there is room: 5 labels of a fifth of the height always fit."""
    placed = spread(values, gap)
    order = sorted(range(len(values)), key=lambda i: values[i])
    for one, other in pairwise(order):
        assert placed[other] - placed[one] >= gap - 1e-9
    if values:
        assert max(placed) <= 100 + 1e-9
        assert min(placed) >= 100 - gap * len(values) - 1e-9 or min(placed) >= -1e-9


def test_label_that_has_room_does_not_move() -> None:
    """Only neighbours push each other."""
    assert spread([10, 50, 90], 10) == [10, 50, 90]
    assert spread([50, 52], 10) == [50, 60]
    assert spread([98, 99], 10) == [90, 100]


@pytest.mark.parametrize(
    ("value", "step"), [(0, 1), (19, 1), (20, 2), (79, 4), (80, 5), (90, 6), (100, 6)]
)
def test_heat_steps_begin_at_their_edges(value: float, step: int) -> None:
    """20 is no longer the lightest; 90 is the darkest."""
    assert step_of(value) == step


def test_the_middle_half_needs_four_sections() -> None:
    """Quartiles of what is drawn; a month in which fewer have a value has no band."""
    four = [
        tuple(Cell(MONTHS[0], Value.between(v, v), v, v, "final") for _ in range(1))
        for v in (10, 20, 30, 40)
    ]
    assert middle_rows(four) == [{"x0": -0.5, "x1": 0.5, "low": 17.5, "high": 32.5}]
    assert middle_rows(four[:3]) == []
    assert middle_rows([*four[:3], (Cell(MONTHS[0], state="final", withheld="small_group"),)]) == []


def _texts(svg: str) -> dict[str, tuple[float, float]]:
    """Where each text of a picture stands."""
    found = re.findall(
        r'<text [^>]*transform="translate\(([-\d.]+),([-\d.]+)\)"[^>]*>([^<]+)<', svg
    )
    return {word: (float(x), float(y)) for x, y, word in found}


def test_names_of_groups_at_one_place_do_not_cover_each_other() -> None:
    """Two sections with the same changes are both readable, and none covers a verdict's word."""
    at = _texts(draw_quadrant(PLACES, VERDICTS, JA, QUADRANT_HALF))
    (x, y), (other_x, other_y) = at["総務課"], at["福祉課"]
    assert abs(x - other_x) >= 36 or abs(y - other_y) >= 12
    extreme = [Place("総務課", -30, 260), Place("福祉課", -20, 20)]
    at = _texts(draw_quadrant(extreme, VERDICTS, JA, QUADRANT_HALF))
    assert at["総務課 +260% ↑"][1] - at["置き換え"][1] >= 12
    assert "福祉課" in at
    # Several that rose as much would stand on one another at the edge: the axis reaches them.
    several = [Place("総務課", -30, 260), Place("福祉課", -31, 410), Place("税務課", -29, 330)]
    at = _texts(draw_quadrant(several, VERDICTS, JA, QUADRANT_HALF))
    assert at["福祉課"][1] + 12 <= at["税務課"][1] <= at["総務課"][1] - 12


def test_added_hours_stand_above_zero_and_saved_ones_below() -> None:
    """What an action adds is drawn as plainly as what it saves."""
    hours = [Hours(month, 10, 10, 0, 1) for month in MONTHS]
    picture = pixels(draw_hours(MONTHS, hours, JA, HOURS_HALF))
    half = HOURS_HALF.top + HOURS_HALF.plot_height // 2
    above = picture.crop((0, 0, picture.width, half - 6))
    below = picture.crop((0, half + 6, picture.width, picture.height))
    assert coloured(above, "alert") > 100
    assert coloured(above, "digital") == 0
    assert coloured(below, "digital") > 1000


def test_marks_of_a_state_do_not_cover_each_other() -> None:
    """Wide months are marked each; narrow ones once a run, and anew where the state changes."""
    states = ("provisional", "provisional", "incomplete", "final", "provisional")
    series = tuple(
        Cell(month, Value.between(5, 5), 5, 5, state)
        for month, state in zip(MONTHS, states, strict=False)
    )
    assert [row["at"] for row in state_words(series, JA, 20)] == [0, 1, 2, 4]
    assert [row["at"] for row in state_words(series, JA, 11)] == [0, 2, 4]

// Reads values under the pointer from the data table behind a picture, and keeps the chosen tool
// from page to page. Everything is readable without this script.
(function () {
  "use strict";

  var tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);

  function words(svg, row) {
    var table = document.getElementById(svg.dataset.table);
    var heads = table.tHead.rows[0].cells;
    var line = table.tBodies[0].rows[row];
    var out = [line.cells[0].textContent];
    svg.dataset.columns.split(",").forEach(function (at) {
      if (line.cells[at]) {
        out.push(heads[at].textContent + "  " + line.cells[at].textContent);
      }
    });
    return out.join("\n");
  }

  function show(svg, at, rows) {
    var box = svg.getBoundingClientRect();
    // The table has the newest month first; the picture has it last.
    tip.textContent = words(svg, rows - 1 - at);
    tip.hidden = false;
    var scale = box.width / svg.viewBox.baseVal.width;
    var left = Number(svg.dataset.left);
    var width = (Number(svg.dataset.right) - left) / rows;
    var x = box.left + (left + (at + 0.5) * width) * scale;
    var room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left = Math.max(8, Math.min(x + 12, room)) + window.scrollX + "px";
    tip.style.top = box.top + window.scrollY - tip.offsetHeight + 4 + "px";
  }

  function hide() {
    tip.hidden = true;
  }

  document.querySelectorAll("svg[data-table]").forEach(function (svg) {
    var table = document.getElementById(svg.dataset.table);
    if (!table) {
      return;
    }
    var rows = table.tBodies[0].rows.length;
    var at = rows - 1;
    function move(event) {
      var box = svg.getBoundingClientRect();
      var x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
      var left = Number(svg.dataset.left);
      var share = (x - left) / (Number(svg.dataset.right) - left);
      at = Math.max(0, Math.min(rows - 1, Math.floor(share * rows)));
      show(svg, at, rows);
    }
    svg.setAttribute("tabindex", "0");
    svg.addEventListener("pointermove", move);
    svg.addEventListener("pointerdown", move);
    svg.addEventListener("pointerleave", hide);
    svg.addEventListener("focus", function () {
      show(svg, at, rows);
    });
    svg.addEventListener("blur", hide);
    svg.addEventListener("keydown", function (event) {
      var step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (event.key === "Escape") {
        hide();
      } else if (step) {
        event.preventDefault();
        at = Math.max(0, Math.min(rows - 1, at + step));
        show(svg, at, rows);
      }
    });
  });

  function keep(tool) {
    history.replaceState(null, "", "#tool=" + tool);
    document.querySelectorAll("a[href$='.html'], a[href*='.html#tool=']").forEach(function (link) {
      link.setAttribute("href", link.getAttribute("href").split("#")[0] + "#tool=" + tool);
    });
    document.querySelectorAll(".switch > input").forEach(function (input) {
      if (input.value === tool) {
        input.checked = true;
      }
    });
  }

  document.querySelectorAll(".switch > input").forEach(function (input) {
    input.addEventListener("change", function () {
      keep(input.value);
    });
  });
  var asked = /^#tool=([a-z]+)$/.exec(location.hash);
  if (asked) {
    keep(asked[1]);
  }
})();

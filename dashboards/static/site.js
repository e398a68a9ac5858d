// Reads values under the pointer from the data table behind a picture, and keeps the chosen tool and
// month from page to page. Everything is readable without this script.
(function () {
  "use strict";

  var tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  var chosen = { tool: "", month: "" };
  var pictures = [];

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
    function choose() {
      chosen.month = table.tBodies[0].rows[rows - 1 - at].cells[0].textContent;
      keep();
    }
    pictures.push(function () {
      var line = svg.querySelector(".chosen-month");
      if (line) {
        line.remove();
      }
      var heads = Array.from(table.tBodies[0].rows, function (row) {
        return row.cells[0].textContent;
      });
      var back = heads.indexOf(chosen.month);
      if (back < 0) {
        return;
      }
      at = rows - 1 - back;
      var left = Number(svg.dataset.left);
      var x = left + ((at + 0.5) * (Number(svg.dataset.right) - left)) / rows;
      line = document.createElementNS(svg.namespaceURI, "path");
      line.setAttribute("class", "chosen-month");
      line.setAttribute("d", "M" + x.toFixed(1) + ",0V" + svg.viewBox.baseVal.height);
      svg.append(line);
    });
    svg.setAttribute("tabindex", "0");
    svg.addEventListener("pointermove", move);
    svg.addEventListener("pointerdown", function (event) {
      move(event);
      choose();
    });
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
        choose();
      }
    });
  });

  var links = Array.from(document.querySelectorAll("a[href$='.html']"), function (link) {
    return { link: link, file: link.getAttribute("href") };
  });

  function keep() {
    var kept = new URLSearchParams();
    Object.keys(chosen).forEach(function (name) {
      if (chosen[name]) {
        kept.set(name, chosen[name]);
      }
    });
    history.replaceState(null, "", "#" + kept);
    links.forEach(function (one) {
      one.link.setAttribute("href", one.file + "#" + kept);
    });
    document.querySelectorAll(".switch > input").forEach(function (input) {
      if (input.value === chosen.tool) {
        input.checked = true;
      }
    });
    pictures.forEach(function (mark) {
      mark();
    });
  }

  document.querySelectorAll(".switch > input").forEach(function (input) {
    input.addEventListener("change", function () {
      chosen.tool = input.value;
      keep();
    });
  });
  var asked = new URLSearchParams(location.hash.slice(1));
  Object.keys(chosen).forEach(function (name) {
    chosen[name] = asked.get(name) || "";
  });
  if (chosen.tool || chosen.month) {
    keep();
  }
})();

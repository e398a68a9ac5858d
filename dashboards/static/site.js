// Reads values under the pointer from the data table behind a picture, and keeps the chosen tool and
// month from page to page. Everything is readable without this script.
(function () {
  "use strict";

  // A site that nobody renews any more cannot say so by itself: the reader's clock does.
  document.querySelectorAll("p.old").forEach(function (line) {
    var days = (Date.now() - Date.parse(line.dataset.madeOn + "T00:00:00+09:00")) / 86400000;
    line.hidden = days < Number(line.dataset.days);
  });

  var tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  var chosen = { tool: "", month: "" };
  var pictures = [];

  function tableOf(svg) {
    return document.getElementById(svg.dataset.table || svg.dataset.rows);
  }

  function words(svg, row) {
    var table = tableOf(svg);
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

  // Where in the picture each row is read: a month beside the other, or the spots it names.
  function places(svg, rows) {
    if (svg.dataset.rows) {
      return svg.dataset.spots.split(" ").map(function (spot) {
        var three = spot.split(",").map(Number);
        return { x: three[0], y: three[1], row: three[2] };
      });
    }
    var left = Number(svg.dataset.left);
    var width = (Number(svg.dataset.right) - left) / rows;
    // The table has the newest month first; the picture has it last.
    return Array.from({ length: rows }, function (_, at) {
      return { x: left + (at + 0.5) * width, y: 0, row: rows - 1 - at };
    });
  }

  function show(svg, place) {
    var box = svg.getBoundingClientRect();
    tip.textContent = words(svg, place.row);
    tip.hidden = false;
    var scale = box.width / svg.viewBox.baseVal.width;
    var room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left =
      Math.max(8, Math.min(box.left + place.x * scale + 12, room)) + window.scrollX + "px";
    tip.style.top =
      box.top + place.y * scale + window.scrollY - tip.offsetHeight + 4 + "px";
  }

  function hide() {
    tip.hidden = true;
  }

  document.querySelectorAll("svg[data-columns]").forEach(function (svg) {
    var table = tableOf(svg);
    if (!table || svg.dataset.spots === "") {
      return;
    }
    var rows = table.tBodies[0].rows;
    var isByMonth = Boolean(svg.dataset.table);
    var all = places(svg, rows.length);
    var at = isByMonth ? all.length - 1 : 0;
    function move(event) {
      var box = svg.getBoundingClientRect();
      var scale = box.width / svg.viewBox.baseVal.width;
      var x = (event.clientX - box.left) / scale;
      var y = isByMonth ? 0 : (event.clientY - box.top) / scale;
      var far = all.map(function (place) {
        return Math.hypot(place.x - x, place.y - y);
      });
      at = far.indexOf(Math.min.apply(null, far));
      show(svg, all[at]);
    }
    function choose() {
      if (isByMonth) {
        chosen.month = rows[all[at].row].cells[0].textContent;
        keep();
      }
    }
    pictures.push(function () {
      var line = svg.querySelector(".chosen-month");
      if (line) {
        line.remove();
      }
      var found = all.findIndex(function (place) {
        return isByMonth && rows[place.row].cells[0].textContent === chosen.month;
      });
      if (found < 0) {
        return;
      }
      at = found;
      line = document.createElementNS(svg.namespaceURI, "path");
      line.setAttribute("class", "chosen-month");
      line.setAttribute("d", "M" + all[at].x.toFixed(1) + ",0V" + svg.viewBox.baseVal.height);
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
      show(svg, all[at]);
    });
    svg.addEventListener("blur", hide);
    svg.addEventListener("keydown", function (event) {
      var step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (event.key === "Escape") {
        hide();
      } else if (step) {
        event.preventDefault();
        at = Math.max(0, Math.min(all.length - 1, at + step));
        show(svg, all[at]);
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

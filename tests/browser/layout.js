// What is wrong with a page's layout at the width at which it is shown: one line for each fault.
(() => {
  const faults = [];
  const boxes = '.card, .tiles li, .lane article';
  const screen = document.documentElement;
  const about = node => node.textContent.trim().replace(/\s+/g, ' ').slice(0, 30);
  const place = node => node.closest('[id]')?.id || node.className;
  const isShown = node => node.checkVisibility() && !node.closest('.choice-name, .tip, .skip');
  if (screen.scrollWidth > screen.clientWidth) faults.push(`wide: ${screen.scrollWidth} px`);

  // Texts: of pictures at least 11 px as shown, and of both none over its card's edge.
  const leastSize = 11;
  const over = (text, node) => {
    if (node.closest('.scroll')) return;
    const card = node.closest(boxes);
    if (!card) return;
    const [in_, out] = [text.getBoundingClientRect(), card.getBoundingClientRect()];
    const past = Math.max(out.left - in_.left, in_.right - out.right, out.top - in_.top, in_.bottom - out.bottom);
    if (past > 0.5) faults.push(`edge: ${place(node)} "${about(node)}" by ${past.toFixed(1)} px`);
  };
  for (const label of document.querySelectorAll('main svg text')) {
    if (!isShown(label) || !about(label)) continue;
    const scale = label.getScreenCTM();
    const size = parseFloat(getComputedStyle(label).fontSize) * Math.hypot(scale.a, scale.b);
    if (size < leastSize) faults.push(`small: ${place(label)} "${about(label)}" ${size.toFixed(1)} px`);
    over(label, label);
  }
  const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const holder = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || holder.closest('svg') || !isShown(holder)) continue;
    range.selectNodeContents(texts.currentNode);
    over(range, holder);
  }

  // Tables that do not fit scroll in a box of their own, which says so.
  for (const box of document.querySelectorAll('.scroll')) {
    if (!isShown(box) || box.scrollWidth <= box.clientWidth) continue;
    const style = getComputedStyle(box);
    const sign = getComputedStyle(box.querySelector('caption'), '::after').content;
    if (style.overflowX !== 'auto' || !sign.includes('→')) faults.push(`cut: ${place(box)}`);
  }
  for (const table of document.querySelectorAll('main table')) {
    if (isShown(table) && !table.closest('.scroll')) faults.push(`cut: ${table.id} has no box`);
  }

  // Half-empty: content ends above half of a box's height, a row of boxes above half of its width, or the right of
  // two columns above half of the left.
  const least = 0.5;
  const contents = box => [...box.querySelectorAll('*')]
    .filter(node => isShown(node) && !node.closest('svg *') && (!node.children.length || node.matches('svg')))
    .map(node => node.getBoundingClientRect()).filter(found => found.height > 0);
  const lowest = (found, top) => Math.max(top, ...found.map(one => one.bottom));
  for (const grid of document.querySelectorAll('.cards, .tiles, .panels')) {
    const rows = new Map();
    for (const box of [...grid.children].filter(isShown)) {
      const top = Math.round(box.getBoundingClientRect().top);
      rows.set(top, [...(rows.get(top) ?? []), box]);
    }
    const width = grid.getBoundingClientRect().width;
    for (const row of rows.values()) {
      const sizes = row.map(box => box.getBoundingClientRect());
      const used = sizes.reduce((sum, one) => sum + one.width, 0) / width;
      if (used < least) faults.push(`empty: row of ${place(row[0])} "${about(row[0])}" ${used.toFixed(2)}`);
      const high = Math.max(...sizes.map(one => one.height));
      row.forEach((box, at) => {
        const full = (lowest(contents(box), sizes[at].top) - sizes[at].top) / high;
        if (full < least) faults.push(`empty: ${place(box)} "${about(box)}" ${full.toFixed(2)}`);
      });
    }
  }
  for (const box of document.querySelectorAll('.lane article')) {
    const size = box.getBoundingClientRect();
    if ((lowest(contents(box), size.top) - size.top) / size.height < least) faults.push(`empty: "${about(box)}"`);
  }
  for (const box of document.querySelectorAll('.card.alone')) {
    if (!isShown(box) || getComputedStyle(box).columnCount !== '2') continue;
    const [size, top] = [box.getBoundingClientRect(), box.querySelector('h2').getBoundingClientRect().bottom];
    const middle = (size.left + size.right) / 2;
    const found = contents(box).filter(one => one.top >= top);
    const [left, right] = [one => one.right <= middle, one => one.left >= middle]
      .map(side => lowest(found.filter(side), top) - top);
    if (right < least * left) faults.push(`empty: right of ${box.id} ${(right / left).toFixed(2)}`);
  }
  return faults;
})()

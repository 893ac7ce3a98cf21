'use strict';
// The curves of a report: hover, switch, zoom. Data stands in the page; nothing is fetched.
const DATA = JSON.parse(document.getElementById('data').textContent);
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c6d31', '#7f7f7f'];
const HEIGHT = 320;
const colour = (at) => COLOURS[at % COLOURS.length];
const styleOf = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === 'class') made.className = value; else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

// Five digits, as tables show them.
function short(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(3);
  return String(Number(value.toPrecision(5)));
}

function save(name, kind, text) {
  const url = URL.createObjectURL(new Blob([text], { type: kind }));
  const link = element('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

const quote = (text) => /[",\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;

function csvOfCurves(panel, joined, labels) {
  const rows = [[panel.x, ...labels].map(quote).join(',')];
  for (let at = 0; at < joined[0].length; at++) {
    rows.push(joined.map((column) => column[at] ?? '').join(','));
  }
  return rows.join('\n') + '\n';
}

// Sessions, evidence and spots, drawn with the curves.
function drawing(panel) {
  const inside = (u, draw) => {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    draw(ctx, bbox, (x) => u.valToPos(x, 'x', true), (y) => u.valToPos(y, 'y', true));
    ctx.restore();
  };
  const behind = (u) => inside(u, (ctx, box, px, py) => {
    ctx.fillStyle = 'rgba(0, 158, 115, 0.14)';
    for (const band of panel.bands) {
      const [x0, x1] = [band.x[0] ?? -Infinity, band.x[1] ?? Infinity].map((x) =>
        Number.isFinite(x) ? px(x) : (x < 0 ? box.left : box.left + box.width));
      const [y0, y1] = [band.y[0] ?? -Infinity, band.y[1] ?? Infinity].map((y) =>
        Number.isFinite(y) ? py(y) : (y < 0 ? box.top + box.height : box.top));
      const [width, height] = [x1 - x0, y1 - y0].map((size) => Math.max(Math.abs(size), 6 * devicePixelRatio));
      ctx.fillRect((x0 + x1 - width) / 2, (y0 + y1 - height) / 2, width, height);
    }
    ctx.strokeStyle = styleOf('--faint');
    ctx.setLineDash([4, 4]);
    ctx.beginPath();
    for (const mark of panel.marks) { ctx.moveTo(px(mark), box.top); ctx.lineTo(px(mark), box.top + box.height); }
    ctx.stroke();
  });
  const over = (u) => inside(u, (ctx, box, px, py) => {
    const spot = (x, y) => { ctx.beginPath(); ctx.arc(x, y, 4 * devicePixelRatio, 0, 2 * Math.PI); ctx.fill(); };
    for (const [line, x, y] of panel.dots) { ctx.fillStyle = colour(line); spot(px(x), py(y)); }
    ctx.fillStyle = ctx.strokeStyle = styleOf('--ink');
    ctx.lineWidth = devicePixelRatio;
    for (const { points } of panel.points) {
      for (const point of points) {
        const y = point.y === null ? box.top + box.height - 8 * devicePixelRatio : py(point.y);
        ctx.beginPath();
        ctx.moveTo(px(point.xEnds[0]), y); ctx.lineTo(px(point.xEnds[1]), y);
        if (point.yEnds) { ctx.moveTo(px(point.x), py(point.yEnds[0])); ctx.lineTo(px(point.x), py(point.yEnds[1])); }
        ctx.stroke();
        spot(px(point.x), y);
      }
    }
  });
  return { hooks: { drawAxes: [behind], draw: [over] } };
}

// The range that a panel spans: its curves and evidence, at least its floor.
function range(panel, low, high) {
  for (const { points } of panel.points) {
    for (const point of points) {
      for (const y of [point.y, ...(point.yEnds || [])]) {
        if (y !== null) { low = Math.min(low, y); high = Math.max(high, y); }
      }
    }
  }
  for (const y of panel.bands.flatMap((band) => band.y)) {
    if (y !== null) { low = Math.min(low, y); high = Math.max(high, y); }
  }
  if (panel.reach) { low = Math.min(low, panel.reach[0]); high = Math.max(high, panel.reach[1]); }
  const floor = Math.max(panel.floor, 1e-3 * Math.max(Math.abs(low), Math.abs(high)), 1e-12);
  if (high - low < floor) { const middle = (low + high) / 2; low = middle - floor / 2; high = middle + floor / 2; }
  const room = 0.05 * (high - low);
  return [low - room, high + room];
}

function curves(panel, host) {
  const tables = panel.lines.map((line) => [line.x, line.y]);
  for (const ribbon of panel.ribbons) tables.push([ribbon.x, ribbon.low, ribbon.high]);
  if (tables.length === 0) tables.push([[0], [null]]);
  const joined = uPlot.join(tables);
  const series = [{ label: panel.x, value: (_, x) => short(x) }];
  const labels = [];
  panel.lines.forEach((line, at) => {
    labels.push(line.label);
    series.push({ label: line.label, stroke: colour(at), width: 2, spanGaps: true, points: { show: false }, value: (_, y) => short(y) });
  });
  const bands = [];
  panel.ribbons.forEach((ribbon, at) => {
    const first = series.length;
    for (const end of ['low', 'high']) {
      labels.push(`${ribbon.label}, ${end} end`);
      series.push({ label: `${ribbon.label}, ${end} end`, stroke: colour(at), width: 0.5, spanGaps: true, points: { show: false }, value: (_, y) => short(y) });
    }
    bands.push({ series: [first + 1, first], fill: colour(at) + '26' });
  });
  const axis = (label) => ({ label, labelSize: 20, labelFont: '11px system-ui, sans-serif', font: '12px system-ui, sans-serif',
    stroke: () => styleOf('--ink'), grid: { stroke: () => styleOf('--line'), width: 1 }, ticks: { stroke: () => styleOf('--line') } });
  const width = () => Math.max(host.clientWidth - 20, 200);
  const plot = new uPlot({
    width: width(), height: HEIGHT, scales: { x: { time: false }, y: { range: (_, low, high) => range(panel, low ?? 0, high ?? 0) } },
    axes: [axis(panel.x), { ...axis(panel.y), size: 62 }], series, bands, plugins: [drawing(panel)], cursor: { drag: { x: true, y: false } },
  }, joined, host);
  new ResizeObserver(() => plot.setSize({ width: width(), height: HEIGHT })).observe(host);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plot.redraw());
  for (const name of host.querySelectorAll('.u-legend .u-series th')) {
    name.tabIndex = 0;
    name.setAttribute('role', 'button');
    name.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); name.click(); }
    });
  }
  return () => csvOfCurves(panel, joined, labels);
}

const SVG = 'http://www.w3.org/2000/svg';
function shape(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function bars(panel, host) {
  const ends = panel.bars.flatMap((bar) => bar.parts.flat()).filter((end) => end !== null);
  const low = Math.min(0, ...ends);
  const high = Math.max(low + panel.floor, 0, ...ends);
  const [left, span, step] = [240, 430, 14];
  const at = (value) => left + span * (value - low) / (high - low || 1);
  const parts = Math.max(panel.parts.length, 1);
  const height = panel.bars.length * (parts * step + 8) + 24;
  const svg = shape('svg', { class: 'bars', viewBox: `0 0 ${left + span + 90} ${height}`, role: 'img' });
  let y = 4;
  for (const bar of panel.bars) {
    svg.append(shape('text', { x: left - 8, y: y + parts * step / 2 + 4, 'text-anchor': 'end' }, bar.label));
    bar.parts.forEach(([length, from, to], part) => {
      if (length === null) return;
      const box = shape('rect', { x: Math.min(at(0), at(length)), y, width: Math.abs(at(length) - at(0)), height: step - 2, fill: colour(part) });
      box.append(shape('title', {}, `${panel.parts[part] ?? panel.x}: ${short(length)} (${short(from)} to ${short(to)})`));
      svg.append(box);
      if (from !== null && to !== null && from !== to) {
        svg.append(shape('line', { x1: at(from), x2: at(to), y1: y + step / 2 - 1, y2: y + step / 2 - 1, stroke: 'currentColor', 'stroke-width': 1.5 }));
      }
      svg.append(shape('text', { x: Math.max(at(length), at(to ?? length)) + 6, y: y + step - 3 }, short(length)));
      y += step;
    });
    y += 8;
  }
  svg.append(shape('text', { x: left, y: height - 4 }, panel.x));
  host.append(svg);
  if (panel.parts.length > 1) {
    host.append(element('p', { class: 'key' }, panel.parts.map((part, at) => `${at + 1}. ${part}`).join('; ')));
  }
  return () => [['', ...panel.parts].map(quote).join(','),
    ...panel.bars.map((bar) => [quote(bar.label), ...bar.parts.map((part) => part[0] ?? '')].join(','))].join('\n') + '\n';
}

function charts(id, panels) {
  const section = document.getElementById(id);
  if (!section) return;
  const all = element('div', { class: 'panels' });
  section.append(all);
  for (const panel of panels) {
    const host = element('div', { class: 'panel' });
    host.append(element('h3', {}, panel.title || panel.x));
    all.append(host);
    const csv = panel.kind === 'bars' ? bars(panel, host) : curves(panel, host);
    const notes = [
      panel.kind === 'curves' && panel.marks.length && `Dashed: ${panel.markLabel}.`,
      panel.kind === 'curves' && panel.dots.length && `Spots: ${panel.dotLabel}.`,
      ...(panel.points || []).map((points) => `Points: ${points.label}.`),
      ...(panel.bands || []).map((band) => `Shaded: ${band.label}.`),
      panel.note,
    ].filter(Boolean);
    if (notes.length) host.append(element('p', { class: 'key' }, notes.join(' ')));
    const get = element('div', { class: 'get' });
    const button = element('button', { class: 'link', type: 'button' }, 'CSV of these curves');
    button.addEventListener('click', () => save(`${panel.name}.csv`, 'text/csv', csv()));
    get.append(button);
    if (panel.file) get.append(element('a', { href: panel.file, download: '' }, `SVG of the whole figure`));
    host.append(get);
  }
}
charts('charts', DATA.panels);
charts('beside', DATA.beside);

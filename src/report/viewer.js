// A cross-section of the skin whose day can be scrubbed and whose field and slice can be chosen.
const VIRIDIS = [[68, 1, 84], [72, 40, 120], [62, 74, 137], [49, 104, 142], [38, 130, 142], [31, 158, 137], [53, 183, 121], [109, 205, 89], [180, 222, 44], [253, 231, 37]];
function tint(byte) {
  const at = byte / 254 * (VIRIDIS.length - 1);
  const below = Math.min(Math.floor(at), VIRIDIS.length - 2);
  return VIRIDIS[below].map((from, channel) => Math.round(from + (at - below) * (VIRIDIS[below + 1][channel] - from)));
}
const TINTS = Array.from({ length: 255 }, (_, byte) => tint(byte));
const NOTHING = 255;

async function unpacked(film) {
  if (!film.bytes) {
    const packed = Uint8Array.from(atob(film.frames), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
    film.bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  }
  return film.bytes;
}

// The cell in which a length lies.
function cell(faces, length) {
  let [low, high] = [0, faces.length - 2];
  while (low < high) { const middle = (low + high + 1) >> 1; if (faces[middle] <= length) low = middle; else high = middle - 1; }
  return low;
}

function viewer() {
  const section = document.getElementById('viewer');
  if (!section) return;
  const films = DATA.films;
  const fields = [...new Set(films.map((film) => film.field))];
  const slices = [...new Set(films.map((film) => film.slice))];
  const choice = (label, options) => {
    const select = element('select', { 'aria-label': label }, ...options.map((option) => element('option', { value: option }, option)));
    return select;
  };
  const [field, slice] = [choice('field', fields), choice('slice', slices)];
  const day = element('input', { type: 'range', min: 0, max: films[0].days.length - 1, step: 1, value: films[0].days.length - 1, 'aria-label': 'day' });
  const [told, play] = [element('output', {}), element('button', { type: 'button' }, 'Play')];
  const controls = element('div', { class: 'controls' }, field);
  if (slices.length > 1) controls.append(slice); else section.append(element('p', { class: 'how' }, `To scale: ${slices[0]}.`));
  controls.append(play, day, told);
  const canvas = element('canvas', { id: 'skin', tabindex: 0 });
  const [under, key] = [element('p', { class: 'key', id: 'under', 'aria-live': 'polite' }), element('p', { class: 'key' })];
  section.append(controls, canvas, under, key);

  const film = () => films.find((one) => one.field === field.value && one.slice === slice.value);
  const context = canvas.getContext('2d');
  let pointed = null;

  async function draw() {
    const shown = film();
    const bytes = await unpacked(shown);
    const [nx, nz] = [shown.xFaces.length - 1, shown.yFaces.length - 1];
    const at = Number(day.value);
    const frame = bytes.subarray(at * nx * nz, (at + 1) * nx * nz);
    const [x0, x1, z0, z1] = [shown.xFaces[0], shown.xFaces[nx], shown.yFaces[0], shown.yFaces[nz]];
    // To scale, as wide as there is room, and not higher than a screen.
    const width = Math.round(Math.min(1100, 620 * (x1 - x0) / (z1 - z0)));
    const height = Math.max(1, Math.round(width * (z1 - z0) / (x1 - x0)));
    canvas.width = width;
    canvas.height = height;
    canvas.style.maxWidth = `${width}px`;
    const image = context.createImageData(width, height);
    const columns = Array.from({ length: width }, (_, px) => cell(shown.xFaces, x0 + (px + 0.5) / width * (x1 - x0)));
    for (let py = 0; py < height; py++) {
      const row = cell(shown.yFaces, z0 + (py + 0.5) / height * (z1 - z0)) * nx;
      for (let px = 0; px < width; px++) {
        const byte = frame[row + columns[px]];
        const to = 4 * (py * width + px);
        const [r, g, b] = byte === NOTHING ? [200, 200, 200] : TINTS[byte];
        image.data[to] = r; image.data[to + 1] = g; image.data[to + 2] = b; image.data[to + 3] = 255;
      }
    }
    context.putImageData(image, 0, 0);
    context.strokeStyle = context.fillStyle = 'rgba(255, 255, 255, 0.9)';
    context.shadowColor = 'black';
    context.shadowBlur = 2;
    context.font = '13px system-ui, sans-serif';
    for (const [depth, name] of shown.layers) {
      const y = (depth - z0) / (z1 - z0) * height;
      context.beginPath(); context.moveTo(0, y); context.lineTo(width, y); context.stroke();
      context.fillText(name, 6, Math.min(y + 15, height - 4));
    }
    context.shadowBlur = 0;
    const today = shown.days[at];
    const past = DATA.sessions.filter((session) => session < today - 1e-6).length;
    told.textContent = `day ${short(today)}`;
    key.textContent = `${shown.field} (${shown.unit}): dark ${short(shown.low)}, bright ${short(shown.high)}, one scale for all days; grey: not there. `
      + `To the right ${shown.x}, ${short(x1 - x0)} mm; downwards ${shown.y}, ${short(z1 - z0)} mm. ${past} of ${DATA.sessions.length} sessions done`
      + (DATA.sessions.some((session) => Math.abs(session - today) < 1e-6) ? '; a session follows at once.' : '.');
    const read = pointed && (() => {
      const [x, z] = [x0 + pointed[0] * (x1 - x0), z0 + pointed[1] * (z1 - z0)];
      const byte = frame[cell(shown.yFaces, z) * nx + cell(shown.xFaces, x)];
      const value = byte === NOTHING ? 'not there' : short(shown.low + byte / 254 * (shown.high - shown.low));
      return `${shown.x} ${short(x)}, ${shown.y} ${short(z)}: ${value}`;
    })();
    under.textContent = read || 'Point at the skin to read a value; arrow keys move the day.';
  }

  canvas.addEventListener('pointermove', (event) => {
    const box = canvas.getBoundingClientRect();
    pointed = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height].map((share) => Math.min(Math.max(share, 0), 0.999999));
    draw();
  });
  canvas.addEventListener('pointerleave', () => { pointed = null; draw(); });
  const move = (by) => { day.value = Number(day.value) + by; draw(); };
  canvas.addEventListener('keydown', (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by) { event.preventDefault(); move(by); }
  });
  let timer = null;
  play.addEventListener('click', () => {
    if (timer) { clearInterval(timer); timer = null; play.textContent = 'Play'; return; }
    if (Number(day.value) === Number(day.max)) day.value = 0;
    play.textContent = 'Stop';
    timer = setInterval(() => { if (Number(day.value) === Number(day.max)) play.click(); else move(1); }, 150);
  });
  for (const control of [field, slice, day]) control.addEventListener('input', draw);
  draw();
}
viewer();

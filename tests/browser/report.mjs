// Opens reports in a browser: no error, a slider that changes the picture, a hover that shows the value of the CSV, checks
// of `dermis validate` that are chosen. node report.mjs RUN_FOLDER [FOLDER of a study, a patch or validation…], whole paths, in a folder where playwright-core is installed; Chromium is
// CHROMIUM, else /usr/bin/chromium.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const { chromium } = createRequire(path.join(process.cwd(), 'here'))('playwright-core');
const [run, ...studies] = process.argv.slice(2);
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });

async function open(folder, width = 1200) {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const errors = [];
  page.on('console', (message) => { if (message.type() !== 'log') errors.push(message.text()); });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('request', (request) => { if (!/^(file|blob|data):/.test(request.url())) errors.push(`asked for ${request.url()}`); });
  await page.goto(pathToFileURL(path.resolve(folder, 'index.html')).href);
  await page.waitForSelector('.panel canvas, .panel svg');
  return { page, errors };
}

const { page, errors } = await open(run);

// The day that is chosen changes the picture, and so does the field.
const picture = () => page.$eval('#skin', (canvas) => canvas.toDataURL());
const settled = async (before) => {
  for (let tries = 0; tries < 50; tries++) {
    const now = await picture();
    if (now !== before && now.length > 1000) return now;
    await page.waitForTimeout(100);
  }
  assert.fail('the picture stays as it was');
};
const last = await settled('');
await page.$eval('#viewer input[type=range]', (slider) => { slider.value = 5; slider.dispatchEvent(new Event('input')); });
const early = await settled(last);
await page.selectOption('#viewer select', 'inflammation');
await settled(early);
await page.focus('#skin');
const day = await page.textContent('#viewer output');
await page.keyboard.press('ArrowRight');
await page.waitForFunction((before) => document.querySelector('#viewer output').textContent !== before, day);

// What a pointer over a curve reads is in the CSV.
const rows = fs.readFileSync(path.join(run, 'timeseries.csv'), 'utf8').trim().split('\n').map((line) => line.split(','));
const column = rows[0].indexOf('collagen_total.dermis');
const over = page.locator('.panel .u-over').first();
await over.scrollIntoViewIfNeeded();
const box = await over.boundingBox();
await page.mouse.move(box.x + 0.6 * box.width, box.y + 0.5 * box.height);
const legend = await page.locator('.panel .u-legend').first().locator('.u-value').allTextContents();
const [shownDay, shownGain] = legend.slice(0, 2).map(Number);
const row = rows.slice(1).find((cells) => Math.abs(Number(cells[0]) - shownDay) < 1e-3 * Math.max(1, shownDay));
assert.ok(row, `day ${shownDay} is not in the CSV`);
assert.ok(Math.abs(100 * (Number(row[column]) - 1) - shownGain) < 1e-3 * Math.max(1, Math.abs(shownGain)), `${shownGain} on day ${shownDay}`);

// A name in a legend switches its curve, by keyboard too.
const name = page.locator('.panel .u-legend .u-series th').nth(1);
await name.focus();
await page.keyboard.press('Enter');
assert.ok(await page.locator('.panel .u-legend .u-series').nth(1).evaluate((series) => series.classList.contains('u-off')));
// Published values stand beside curves, and say that they are of something else.
const beside = await page.$$eval('#beside .panel', (panels) => panels.map((panel) => panel.textContent));
assert.ok(beside.length > 0 && beside.every((text) => text.includes('of another protocol')), `${beside.length} panels beside`);
assert.deepEqual(errors, []);

// Checks are chosen by basis and by misses, and so are the targets below.
async function choose(page) {
  const rows = (of) => page.$$eval('#held tbody tr', (rows, of) => rows.filter((row) => !row.hidden).map((row) => (of === 'basis' ? row.dataset.basis : row.className)), of);
  const all = await rows('basis');
  for (const basis of new Set(all)) {
    await page.selectOption('#held select', basis);
    assert.deepEqual(await rows('basis'), all.filter((other) => other === basis));
    const targets = await page.$$eval('section.target', (targets) => targets.filter((target) => !target.hidden).map((target) => target.dataset.basis));
    assert.ok(targets.length > 0 && targets.every((other) => other === basis), basis);
  }
  await page.selectOption('#held select', '');
  const missed = (await rows('class')).filter((name) => name === 'missed').length;
  await page.check('#misses');
  assert.deepEqual(await rows('class'), Array(missed).fill('missed'));
}

// Every slice of a patch has a picture of its own.
async function slices(page) {
  const seen = new Set();
  for (const slice of await page.$$eval('#viewer select[aria-label=slice] option', (options) => options.map((option) => option.value))) {
    await page.selectOption('#viewer select[aria-label=slice]', slice);
    await page.waitForTimeout(500);
    seen.add(await page.$eval('#skin', (canvas) => canvas.toDataURL()));
  }
  assert.equal(seen.size, await page.$$eval('#viewer select[aria-label=slice] option', (options) => options.length));
}

for (const [folder, width] of [[run, 360], [run, 1400], ...studies.map((study) => [study, 900])]) {
  const opened = await open(folder, width);
  const wider = await opened.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wider <= 0, `${folder} is ${wider} px wider than ${width}`);
  if (await opened.page.$('#held')) await choose(opened.page);
  if (await opened.page.$('#viewer select[aria-label=slice]')) await slices(opened.page);
  assert.deepEqual(opened.errors, []);
}
await browser.close();
console.log(`${1 + studies.length} reports hold`);

// Targets that a model is held against: curves of each, chosen by basis and by misses.
function held() {
  const section = document.getElementById('held');
  if (!section) return;
  for (const [id, panels] of Object.entries(DATA.held)) charts(id, panels);
  const targets = [...document.querySelectorAll('section.target')];
  const bases = [...new Set(targets.map((target) => target.dataset.basis))];
  const options = ['every basis', ...bases].map((basis, at) => element('option', { value: at ? basis : '' }, basis));
  const basis = element('select', { 'aria-label': 'basis' }, ...options);
  const misses = element('input', { type: 'checkbox', id: 'misses' });
  const told = element('output', { 'aria-live': 'polite' });
  section.querySelector('h2').after(
    element('div', { class: 'controls' }, basis, misses, element('label', { for: 'misses' }, 'misses only'), told));
  const rows = [...section.querySelectorAll('tbody tr')];
  const choose = () => {
    const of = (one) => !basis.value || one.dataset.basis === basis.value;
    for (const row of rows) row.hidden = !of(row) || (misses.checked && !row.classList.contains('missed'));
    for (const target of targets) target.hidden = !of(target) || (misses.checked && target.dataset.misses === '0');
    const shown = rows.filter((row) => !row.hidden);
    told.textContent = `${shown.length} of ${rows.length} checks, ${shown.filter((row) => row.classList.contains('missed')).length} missed`;
  };
  for (const control of [basis, misses]) control.addEventListener('input', choose);
  choose();
}
held();

/**
 * Search and filters, kept in the fragment of the address: `#controls?q=kms&shown=operating`. The fragment alone, so that it
 * also works from a file and behind a signed address. Everything is on the page without it.
 */
(() => {
  const form = document.getElementById('filters');
  const output = form.querySelector('output');
  const fields = [...form.elements].filter(({ name }) => name);
  const rows = [...document.querySelectorAll('[data-row]')];
  const groups = [...document.querySelectorAll('section, .family')];
  const nothing = document.querySelector('.nothing');
  const main = document.querySelector('main');
  const texts = new WeakMap();

  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  };

  /** The place on the page and the filters that an address means. */
  const parse = () => {
    const [anchor, query = ''] = location.hash.slice(1).split('?', 2);
    return { anchor: decodeURIComponent(anchor), query: new URLSearchParams(query) };
  };

  const wanted = () => fields.filter(({ value }) => value.trim() !== '');

  const write = (anchor) => {
    const query = new URLSearchParams(wanted().map(({ name, value }) => [name, value]));
    const fragment = query.size > 0 ? `${anchor}?${query}` : anchor;
    history.replaceState(null, '', fragment ? `#${fragment}` : location.pathname + location.search);
  };

  /** A row without a facet that is asked for is not what is looked for. */
  const matches = (row, words, facets) =>
    words.every((word) => textOf(row).includes(word)) &&
    facets.every(({ name, value }) => (row.dataset[name] ?? '').split('|').includes(value));

  const tell = (active) => {
    const parts = [
      ['item', 'items'],
      ['control', 'controls'],
      ['rule', 'rules'],
    ].map(([kind, many]) => {
      const all = rows.filter((row) => row.dataset.row === kind);
      return `${all.filter((row) => !row.hidden).length} of ${all.length} ${many}`;
    });
    output.textContent = active ? parts.join(', ') : '';
  };

  const apply = () => {
    const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const facets = wanted().filter(({ name }) => name !== 'q');
    const active = words.length + facets.length > 0;
    for (const row of rows) row.hidden = active && !matches(row, words, facets);
    for (const group of groups) group.hidden = active && group.querySelector('[data-row]:not([hidden])') === null;
    nothing.hidden = !active || rows.some((row) => !row.hidden);
    tell(active);
  };

  const fill = (query) => {
    for (const field of fields) field.value = query.get(field.name) ?? '';
  };

  const show = (anchor) => {
    const target = document.getElementById(anchor);
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.localName === 'details') at.open = true;
    target.scrollIntoView();
  };

  /** A link within the page carries no filters: they stay, unless they hide where it leads. */
  const follow = () => {
    const { anchor, query } = parse();
    const target = document.getElementById(anchor);
    const plain = !location.hash.includes('?');
    if (!plain || target?.closest('[hidden]')) fill(query);
    apply();
    write(anchor);
    show(anchor);
  };

  const changed = () => {
    apply();
    write(parse().anchor);
    if (main.getBoundingClientRect().top < 0) main.scrollIntoView();
  };

  form.addEventListener('input', changed);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => requestAnimationFrame(changed));
  addEventListener('hashchange', follow);

  form.hidden = false;
  const { anchor, query } = parse();
  fill(query);
  apply();
  show(anchor);
})();

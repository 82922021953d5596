/**
 * `index.html`: one page, with its style and its script in it. It fetches nothing, and its policy lets nothing else run: only
 * what has the digests below. Pure but for reading its own two source files.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Html, html } from './html';
import type { PageModel } from './model';
import { controlsSection } from './views/controls';
import { exceptionsSection, grantsSection, openSection } from './views/decisions';
import { filtersOf } from './views/filters';
import { glanceSection, mastheadOf, protectionSection } from './views/glance';
import { itemsSection, packSection } from './views/items';
import { factList, type Section, sectionOf } from './views/marks';
import { costSection, operationSection, picturesSection, reachSection } from './views/parts';

const own = (file: string): string => readFileSync(join(__dirname, file), 'utf8').trim();

/** A source of Content Security Policy Level 3 that allows exactly this text. */
const digestOf = (text: string): string => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

const policyOf = (style: string, script: string): string =>
  [
    "default-src 'none'",
    `style-src ${digestOf(style)}`,
    `script-src ${digestOf(script)}`,
    // Pictures are in the page.
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

const provenanceSection = ({ provenance }: PageModel): Section => ({
  id: 'provenance',
  title: 'Where this page comes from',
  lead: 'Made by Asepsis from the facts of one synth and of what was shown on its deployment. The same facts make the same bytes. manifest.json beside this page holds the digest of each file; “asepsis verify” checks them offline.',
  body: factList(provenance, 'long'),
});

const sectionsOf = (model: PageModel): readonly Section[] => [
  glanceSection(model),
  protectionSection(model),
  openSection(model),
  itemsSection(model),
  operationSection(model),
  reachSection(model),
  picturesSection(model),
  controlsSection(model),
  exceptionsSection(model),
  grantsSection(model),
  packSection(model),
  costSection(model),
  provenanceSection(model),
];

const contentsOf = (sections: readonly Section[]): Html =>
  html`<nav class="contents" aria-label="Contents"><ol>${sections.map(
    ({ count, id, title }) =>
      html`<li><a href="#${id}">${title}</a>${count === undefined ? '' : html`<span class="count">${count}</span>`}</li>`,
  )}</ol></nav>`;

/** The whole page. */
export function pageOf(model: PageModel): string {
  const style = own('page.css');
  const script = own('client.js');
  const sections = sectionsOf(model);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${model.organisation}: evidence of safeguards</title>
<style>${Html.of(style)}</style>
</head>
<body>
<a class="skip" href="#glance">Skip to the content</a>
${mastheadOf(model)}
<div class="frame">
${contentsOf(sections)}
<main>
${filtersOf(model)}
<p class="nothing" hidden>Nothing on this page matches.</p>
${sections.map(sectionOf)}
</main>
</div>
<script>${Html.of(script)}</script>
</body>
</html>
`;
  return page.toString();
}

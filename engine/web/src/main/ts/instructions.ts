import type {Instructions} from './bridge';

const REGIONS = 'short-instructions, full-instructions, crowd-instructions';

/** Of the document's instructions: their text, and the addresses of their pictures without the query, which is signed again for each task. */
export function instructionsOf(page: Document): Instructions {
  const regions = [...page.querySelectorAll(REGIONS)];
  const parts = regions.flatMap(region => [region.localName, (region.textContent ?? '').replace(/\s+/g, ' ').trim(),
    ...[...region.querySelectorAll('[src], [href]')].map(node => (node.getAttribute('src') ?? node.getAttribute('href')!).split('?')[0])]);
  return {hash: parts.length ? hash(parts.join('\n')) : '', full: page.querySelector('full-instructions, crowd-instructions') !== null};
}

/** FNV-1a, 32 bits. */
export function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(16);
}

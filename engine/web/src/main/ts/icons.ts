import {html, svg} from 'lit';

/** A few icons of this project for the names that templates use; any other name is a plain dot. */
const paths: Record<string, string> = {
  'star': 'M12 3l2.7 5.7 6.3.9-4.5 4.4 1 6.2L12 17.3 6.5 20.2l1-6.2L3 9.6l6.3-.9z',
  'report-problem': 'M12 3L1.5 21h21zM11 10h2v5h-2zm0 6.5h2v2h-2z',
  'add': 'M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z',
  'close': 'M6.4 5L12 10.6 17.6 5 19 6.4 13.4 12 19 17.6 17.6 19 12 13.4 6.4 19 5 17.6 10.6 12 5 6.4z',
  'delete': 'M7 6V4h10v2h4v2h-2l-1 12H6L5 8H3V6zm2 4v7h2v-7zm4 0v7h2v-7z',
  'check': 'M9.5 17L4 11.5 5.4 10l4.1 4.1L18.6 5 20 6.4z',
  'help': 'M11 16h2v2h-2zm1-11a4 4 0 0 0-4 4h2a2 2 0 1 1 3.4 1.4c-1 .9-2.4 1.8-2.4 4.1h2c0-1.6 3-2.3 3-5.5a4 4 0 0 0-4-4z',
};

export function icon(name: string) {
  return html`<svg viewBox="0 0 24 24" width="20" height="20" fill="currentColor" fill-rule="evenodd" aria-hidden="true">${
    svg`<path d=${paths[name] ?? 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z'}></path>`}</svg>`;
}

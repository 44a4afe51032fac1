import {css} from 'lit';

/** Tokens and controls that every element shares. Light unless the template declares color-scheme: its own page stays light. */
export const base = css`
  :host {
    --ink: #16191f; --muted: #545b64; --line: #879196; --soft: #eaeded; --page: #fff; --accent: #0b5cad;
    --accent-ink: #fff; --error: #b3120a; --focus: #0b5cad; --radius: 6px;
    font: 14px/1.45 system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
    color: var(--ink); box-sizing: border-box;
  }
  :host([dark]) {
    color-scheme: dark;
    --ink: #eceff2; --muted: #b4bcc4; --line: #7b858e; --soft: #2a3138; --page: #171b20; --accent: #7db9f5;
    --accent-ink: #0b1622; --error: #ff9b8f; --focus: #9fcbff;
  }
  :host([hidden]) { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
  button, .button {
    font: inherit; color: var(--ink); background: var(--page); border: 1px solid var(--line); border-radius: var(--radius);
    padding: 5px 12px; min-height: 32px; cursor: pointer; display: inline-flex; align-items: center; gap: 6px;
    justify-content: center; text-decoration: none;
  }
  button:hover:not(:disabled) { background: var(--soft); }
  button:disabled { opacity: .55; cursor: not-allowed; }
  button.primary { background: var(--accent); color: var(--accent-ink); border-color: var(--accent); font-weight: 600; }
  button.primary:hover:not(:disabled) { filter: brightness(1.12); background: var(--accent); }
  button.plain { border-color: transparent; background: transparent; padding: 4px 8px; }
  button.plain:hover:not(:disabled) { background: var(--soft); }
  input[type=text], input[type=number], textarea, select, input.field {
    font: inherit; color: var(--ink); background: var(--page); border: 1px solid var(--line); border-radius: var(--radius);
    padding: 6px 8px; width: 100%;
  }
  input[type=checkbox], input[type=radio] { accent-color: var(--accent); width: 18px; height: 18px; margin: 0; flex: none; }
  dialog {
    color: var(--ink); background: var(--page); border: 1px solid var(--line); border-radius: 10px; padding: 0;
    max-width: min(720px, calc(100vw - 32px)); width: 100%; max-height: 85vh;
  }
  dialog::backdrop { background: rgb(0 0 0 / .5); }
  .dialog-head { display: flex; gap: 12px; justify-content: space-between; align-items: center; padding: 12px 16px;
    border-bottom: 1px solid var(--line); }
  .dialog-head h2 { margin: 0; font-size: 18px; }
  .dialog-body { padding: 12px 16px 16px; overflow: auto; }
  kbd { font: 12px ui-monospace, monospace; border: 1px solid var(--line); border-radius: 4px; padding: 1px 5px;
    background: var(--soft); white-space: nowrap; }
  .sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  @media (pointer: coarse) { button, .button { min-height: 44px; } input[type=checkbox], input[type=radio] { width: 24px; height: 24px; } }
  @media (prefers-reduced-motion: reduce) { *, *::before, *::after { transition: none !important; animation: none !important; } }
  @media (forced-colors: active) { button { border-color: ButtonText; } .swatch { forced-color-adjust: none; } }
`;

/** A control with a label above and a message below. */
export const field = css`:host { display: block; margin: 8px 0; } label { display: block; font-weight: 600; margin-bottom: 4px; }
  .error { color: var(--error); margin: 4px 0 0; } .hint { color: var(--muted); font-size: 12px; margin: 4px 0 0; text-align: right; }
  [aria-invalid=true] { border-color: var(--error) !important; border-width: 2px; }`;

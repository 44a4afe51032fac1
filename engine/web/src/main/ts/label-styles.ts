import {css} from 'lit';

/** Of the tools that have labels beside their object: the list of labels, what is labeled, and the row of buttons. */
export const labelStyles = css`
  .work { display: grid; grid-template-columns: minmax(0, 1fr) 240px; gap: 12px; }
  .labels { display: flex; flex-direction: column; gap: 4px; } .labels button { justify-content: flex-start; text-align: left; overflow-wrap: anywhere; }
  .labels button[aria-pressed=true] { box-shadow: inset 0 0 0 2px var(--accent); font-weight: 600; }
  .labels span.text { flex: 1; } .swatch { width: 16px; height: 16px; border-radius: 4px; flex: none; border: 1px solid rgb(0 0 0 / .4); }
  h2 { font-size: 14px; margin: 0 0 6px; } .side h2:not(:first-child) { margin-top: 14px; }
  .list { list-style: none; margin: 0; padding: 0; max-height: 38vh; overflow: auto; }
  .list li { display: flex; gap: 4px; align-items: center; content-visibility: auto; contain-intrinsic-size: auto 34px; }
  .list .pick { flex: 1; justify-content: flex-start; text-align: left; min-width: 0; font-size: 13px; }
  .list li[aria-current=true] .pick { background: var(--soft); box-shadow: inset 3px 0 0 var(--accent); }
  .tools { display: flex; gap: 4px; flex-wrap: wrap; align-items: center; margin-top: 6px; } .tools .zoom { margin: 0; }
  .tools button { padding: 2px 10px; } .tools label { display: inline-flex; gap: 6px; align-items: center; font-size: 13px; color: var(--muted); }
  .tools input[type=range] { width: 80px; accent-color: var(--accent); }
  @media (forced-colors: active) { .labels button[aria-pressed=true], .tools button[aria-pressed=true] { outline: 3px solid Highlight; } .list li[aria-current=true] .pick { border-color: Highlight; } }
  .stage.armed { cursor: none; } .empty { color: var(--muted); margin: 0; }
  @media (max-width: 720px) {
    .work { display: flex; flex-direction: column; gap: 8px; } .side { display: contents; } .side h2 { display: none; }
    .side .labels { order: -1; }
    .labels { flex-direction: row; overflow-x: auto; padding: 2px; } .labels button { white-space: nowrap; flex: none; } .labels kbd { display: none; }
    .list { display: flex; overflow: auto hidden; } .list li { flex: none; contain-intrinsic-size: auto 120px auto 44px; } .tools .wide { display: none; } .tools button, .zoom button { min-height: 36px; }
  }
`;

import {css, html, nothing} from 'lit';
import type {Shortcut} from './shortcuts';
import type {Stage} from './stage';

export const RESET_LOOK: Shortcut = {keys: 'R', does: 'Reset brightness, contrast and opacity'};

export const stageStyles = css`
  .stage { position: relative; overflow: hidden; background: #2b2f33; border-radius: var(--radius); touch-action: none; user-select: none;
    height: max(var(--least), calc(100dvh - var(--around))); }
  :host { --least: 260px; --around: 190px; }
  .stage img { position: absolute; left: 0; top: 0; transform-origin: 0 0; image-orientation: none; max-width: none; -webkit-user-drag: none; }
  .stage[pixels] img { image-rendering: pixelated; }
  .stage canvas { position: absolute; left: 0; top: 0; transform-origin: 0 0; pointer-events: none; }
  .stage canvas.mask { image-rendering: pixelated; }
  .stage svg.layer { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; overflow: hidden; }
  .stage .wait { position: absolute; inset: 0; display: grid; place-content: center; color: #fff; padding: 20px; text-align: center; }
  .stage .wait:empty { display: none; }
  .stage[nameless] .tag { display: none; }
  .looks { position: fixed; inset: auto 16px 76px auto; margin: 0; border: 1px solid var(--line); border-radius: 10px; padding: 12px 14px; width: min(300px, calc(100vw - 32px));
    background: var(--page); color: var(--ink); box-shadow: 0 6px 24px rgb(0 0 0 / .3); }
  .looks label { display: flex; gap: 8px; align-items: center; justify-content: space-between; margin-bottom: 8px; font-size: 13px; white-space: nowrap; } .looks input[type=range] { width: 130px; accent-color: var(--accent); }
  .zoom { display: flex; gap: 4px; margin-top: 6px; align-items: center; flex-wrap: wrap; } .zoom button { min-width: 34px; padding: 2px 8px; }
  @media (max-width: 720px) { :host { --least: 220px; --around: 318px; } }
  /* At 200% a screen is low: all of the image is visible without scrolling, the buttons below it with. */
  @media (max-height: 520px) { .stage { --least: 160px; --around: 204px; } }
`;

/** Zoom, and the way to how the image is seen. */
export function viewButtons(stage: () => Stage | undefined) {
  return html`<div class="zoom" role="group" aria-label="View">
    <button type="button" aria-label="Zoom out" title="-" @click=${() => stage()?.zoomTo(0.8)}>−</button>
    <button type="button" aria-label="Zoom in" title="+" @click=${() => stage()?.zoomTo(1.25)}>+</button>
    <button type="button" title="Shift+1" @click=${() => stage()?.showAll()}>Fit</button>
    <button type="button" title="Shift+2" aria-label="Original size" @click=${() => stage()?.originalSize()}>100%</button>
    <button type="button" popovertarget="looks">Image…</button></div>`;
}

/** How the image is seen, behind the button of the view. @param drawn what is drawn on it, `Boxes`; empty where nothing is */
export function looks(stage: () => Stage | undefined, drawn: string, names = false) {
  const look = stage()?.look;
  const slider = (text: string, name: 'brightness' | 'contrast' | 'opacity', least: number, most: number) => html`<label>${text}
    <input type="range" name=${name} min=${least} max=${most} .value=${String(look?.[name] ?? 100)}
      @change=${(event: Event) => event.stopPropagation()}
      @input=${(event: Event) => { event.stopPropagation(); stage()?.see({[name]: Number((event.target as HTMLInputElement).value)}); }}></label>`;
  return html`<div id="looks" class="looks" popover role="group" aria-label="Image">
    ${slider('Brightness', 'brightness', 50, 250)}${slider('Contrast', 'contrast', 50, 250)}${drawn ? slider(`Opacity of ${drawn}`, 'opacity', 10, 100) : nothing}
    ${names ? html`<label>Names on the image <input type="checkbox" .checked=${look?.names !== false}
      @change=${(event: Event) => { event.stopPropagation(); stage()?.see({names: (event.target as HTMLInputElement).checked}); }}></label>` : nothing}
    <button type="button" title="R" @click=${() => stage()?.resetLook()}>Reset <kbd aria-hidden="true">R</kbd></button></div>`;
}

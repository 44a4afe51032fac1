import {html, render} from 'lit';

export interface Action {
  text: string;
  run: () => void;
}

interface Toast {
  text: string;
  action?: Action;
  tone: 'quiet' | 'error';
}

let region: HTMLElement | undefined;
let toasts: HTMLElement | undefined;
const shown: Toast[] = [];

function place(): void {
  if (region) return;
  region = document.createElement('div');
  region.className = 'sr';
  region.setAttribute('role', 'status');
  toasts = document.createElement('div');
  toasts.className = 'toasts';
  toasts.setAttribute('role', 'region');
  toasts.setAttribute('aria-label', 'Messages');
  document.body.append(region, toasts);
}

/** Tells a screen reader, politely, what the eyes see elsewhere. */
export function say(text: string): void {
  place();
  // The same sentence twice must be a change.
  region!.textContent = region!.textContent === text ? `${text} ` : text;
}

function draw(): void {
  place();
  render(shown.map(toast => html`<div class="toast ${toast.tone}"><span>${toast.text}</span>
    ${toast.action ? html`<button type="button" class="plain" @click=${() => { close(toast); toast.action!.run(); }}>${toast.action.text}</button>` : ''}
    <button type="button" class="plain" aria-label="Dismiss" @click=${() => close(toast)}>✕</button></div>`), toasts!);
}

function close(toast: Toast): void {
  const at = shown.indexOf(toast);
  if (at >= 0) shown.splice(at, 1);
  draw();
}

/**
 * Shows a message for a while; errors stay until they are dismissed. Returns how to close it.
 *
 * @param seconds how long a quiet message stays
 */
export function toast(text: string, options: {action?: Action; error?: boolean; seconds?: number} = {}): () => void {
  const entry: Toast = {text, action: options.action, tone: options.error ? 'error' : 'quiet'};
  shown.push(entry);
  if (shown.length > 3) shown.shift();
  draw();
  say(text);
  const seconds = options.seconds ?? (options.error ? 0 : 6);
  if (seconds) setTimeout(() => close(entry), seconds * 1000);
  return () => close(entry);
}

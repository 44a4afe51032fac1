import {TemplateResult, html, render} from 'lit';

export interface Choice<T> {
  text: string;
  value: T;
  primary?: boolean;
}

/** Opens a modal dialog and returns it; it is removed when it closes. Esc closes it unless `insistent`. */
export function openDialog(title: string, content: (close: () => void) => TemplateResult, options: {insistent?: boolean; className?: string} = {}): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', title);
  if (options.className) dialog.className = options.className;
  const before = document.activeElement;
  const close = () => dialog.close();
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  });
  if (options.insistent) dialog.addEventListener('cancel', event => event.preventDefault());
  document.body.append(dialog);
  render(html`<header><h2>${title}</h2>${options.insistent ? '' : html`<button type="button" class="plain" aria-label="Close" @click=${close}>✕</button>`}</header>
    <div class="body">${content(close)}</div>`, dialog);
  dialog.showModal();
  return dialog;
}

/** Asks; undefined when the dialog was closed without a choice. */
export function ask<T>(title: string, text: TemplateResult | string, choices: Array<Choice<T>>): Promise<T | undefined> {
  return new Promise(resolve => {
    let chosen: T | undefined;
    const dialog = openDialog(title, close => html`<p>${text}</p><div class="actions">${choices.map(choice => html`
      <button type="button" class=${choice.primary ? 'primary' : ''} ?autofocus=${choice.primary === true} @click=${() => { chosen = choice.value; close(); }}>${choice.text}</button>`)}</div>`);
    dialog.addEventListener('close', () => resolve(chosen));
  });
}

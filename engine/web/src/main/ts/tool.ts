import {css, html, nothing, TemplateResult} from 'lit';
import {bridge} from './bridge';
import {CrowdElement, Field, define} from './element';
import {instructionsOf} from './instructions';
import {COMMON, Shortcut, portalKey} from './shortcuts';
import {base} from './styles';
export type {Shortcut} from './shortcuts';
import {compact, parseList, parseObject} from './values';

/** Regions of a tool and of crowd-instructions: their content goes to the slot of their name. */
class Region extends HTMLElement {
  connectedCallback(): void {
    const host = this.parentElement;
    if (!host || host.localName === 'crowd-form' || !host.localName.startsWith('crowd-')) return;
    if (host.localName === 'crowd-card' || host.localName === 'crowd-tab') return;
    this.slot = this.localName;
    if (!this.style.display) this.style.display = 'block';
  }
}
for (const name of ['short-instructions', 'full-instructions', 'classification-target', 'worker-comment', 'short-summary',
  'detailed-instructions', 'positive-example', 'negative-example']) {
  define(name, class extends Region {});
}

const changed = (a: unknown, b: unknown) => compact(a) !== compact(b);

/** A property that is a list, written in the attribute as JSON5 and reflected as compact JSON, as templates expect. */
export const listProperty = (attribute: string) => ({
  attribute,
  hasChanged: changed,
  converter: {fromAttribute: (text: string | null) => parseList(text, attribute)},
});

export const objectProperty = (attribute: string) => ({
  attribute,
  hasChanged: changed,
  converter: {fromAttribute: (text: string | null) => parseObject(text, attribute)},
});

const tools = new Set<Tool>();

/** Shortcuts of the document's tools, for the portal's list. */
export function shortcutsOfTools(): Shortcut[] {
  return [...tools].flatMap(tool => tool.shortcuts);
}

/** Opens the instructions of the first tool that has full ones, or of crowd-instructions; false if there are none. */
export function openInstructions(): boolean {
  if ([...tools].some(tool => tool.openInstructions())) return true;
  const modal = document.querySelector<HTMLElement & {open(): void}>('crowd-instructions');
  modal?.open();
  return modal !== null;
}

/** A task's main element: header, instructions beside and in a dialog, keys, and a form of its own where there is none. */
export abstract class Tool extends CrowdElement implements Field {
  static properties: Record<string, object> = {
    name: {reflect: true},
    header: {},
    problem: {state: true},
    status: {state: true},
  };
  static styles = [base, css`
    :host { display: block; background: var(--page); }
    .layout { display: grid; grid-template: auto 1fr / 280px 1fr; min-height: 0; }
    .top { grid-column: 1 / -1; display: flex; gap: 8px; align-items: center; padding: 8px 16px; border-bottom: 1px solid var(--line); }
    .top h1 { margin: 0; font-size: 17px; flex: 1; line-height: 1.3; overflow-wrap: anywhere; }
    .awsui-app-layout__navigation { padding: 12px 16px; border-right: 1px solid var(--line); overflow: auto; min-width: 0; }
    .awsui-app-layout__navigation summary { font-weight: 600; cursor: pointer; min-height: 24px; }
    .bare { grid-template-columns: 1fr; } .bare .awsui-app-layout__navigation { display: none; }
    .annotation-area { padding: 12px 16px; min-width: 0; }
    .problem { color: var(--error); font-weight: 600; margin: 0 0 8px; } .problem:empty { display: none; }
    table { border-collapse: collapse; width: 100%; } td { padding: 5px 8px 5px 0; vertical-align: top; border-top: 1px solid var(--soft); }
    td:first-child { white-space: nowrap; } .dialog-body > h2 { font-size: 15px; margin: 20px 0 6px; }
    ::slotted(*) { max-width: 100%; overflow-wrap: anywhere; }
    @media (max-width: 720px) {
      td:first-child { white-space: normal; width: 34%; line-height: 1.8; }
      .layout { display: block; } .top { padding: 6px 10px; } .top h1 { font-size: 15px; } .wide { display: none; }
      .awsui-app-layout__navigation { border-right: 0; border-bottom: 1px solid var(--line); padding: 6px 10px; width: auto !important; }
      .annotation-area { padding: 8px 10px; }
    }
  `];
  declare name: string;
  declare header: string;
  declare problem: string;
  /** What the live region says. */
  declare status: string;
  abstract draft: unknown;
  /** The value below the element's name in the answer. */
  abstract get submittable(): unknown;
  protected abstract renderTool(): TemplateResult;
  abstract get shortcuts(): Shortcut[];
  /** Empty, or why the answer cannot be sent yet. */
  protected check(): string { return ''; }
  /** Whether the key was used. Only keys that are not typed into a field get here. */
  protected key(_event: KeyboardEvent): boolean { return false; }
  private ownForm = false;
  /** Whether the short instructions begin folded; known once the portal has connected. */
  private folded?: boolean;

  constructor() {
    super();
    this.name = '';
    this.header = '';
    this.problem = '';
    this.status = '';
  }

  connectedCallback(): void {
    super.connectedCallback();
    this.ownForm = this.closest('crowd-form') === null && !(this.getRootNode() instanceof ShadowRoot);
    tools.add(this);
    new MutationObserver(() => this.requestUpdate()).observe(this, {childList: true});
  }

  disconnectedCallback(): void {
    super.disconnectedCallback();
    tools.delete(this);
  }

  get contribution(): Record<string, unknown> | undefined {
    return this.name ? {[this.name]: this.submittable} : undefined;
  }
  get _submittableValue(): unknown { return this.submittable; }
  get value(): unknown { return this.submittable; }

  reportValidity(): boolean {
    this.problem = this.check();
    if (this.problem) this.scrollIntoView({block: 'nearest'});
    return this.problem === '';
  }

  protected say(status: string): void {
    this.status = status;
  }

  /** Lists that templates cut out of the attribute must be present as compact JSON. */
  protected reflect(attribute: string, value: unknown): void {
    const text = compact(value);
    if (this.getAttribute(attribute) !== text) this.setAttribute(attribute, text);
  }

  protected changedByPerson(): void {
    this.problem = '';
    this.emit('change');
  }

  protected openDialog(which: '.full' | '.keys'): void {
    const dialog = this.renderRoot.querySelector<HTMLDialogElement>(which)!;
    if (!dialog.open) dialog.showModal();
  }

  /** Opens the full instructions; false if there are none. */
  openInstructions(): boolean {
    if (!this.querySelector(':scope > full-instructions')) return false;
    this.openDialog('.full');
    return true;
  }

  render() {
    if (bridge.connected) this.folded ??= bridge.settings.readInstructions === instructionsOf(document).hash;
    const content = html`${this.renderLayout()}`;
    return this.ownForm ? html`<crowd-form .owner=${this}>${content}</crowd-form>` : content;
  }

  private renderLayout() {
    const has = (name: string) => this.querySelector(`:scope > ${name}`) !== null;
    const title = this.querySelector(':scope > full-instructions')?.getAttribute('header') || 'Instructions';
    return html`
      <div class="layout ${has('short-instructions') || has('full-instructions') ? '' : 'bare'}">
        <div class="top"><h1>${this.header}</h1>
          ${bridge.settings.portalHelp ? nothing : html`<button type="button" class="plain" @click=${() => this.openDialog('.keys')} title="Shortcuts (?)"><span class="wide">Shortcuts</span> <kbd>?</kbd></button>`}</div>
        <div class="awsui-app-layout__navigation" role="region" aria-label="Instructions">
          <details ?open=${!matchMedia('(max-width: 720px)').matches && !this.folded}><summary>Instructions</summary>
            <slot name="short-instructions"></slot>
            ${has('full-instructions') ? html`<p><button type="button" aria-haspopup="dialog" title="F1" @click=${this.openInstructions}>View full instructions</button></p>` : nothing}
          </details></div>
        <div class="annotation-area"><p class="problem" role="alert">${this.problem}</p>${this.renderTool()}</div>
      </div>
      <dialog class="awsui-modal-dialog full" aria-label=${title}>
        <div class="dialog-head"><h2>${title}</h2><button type="button" class="plain" aria-label="Close" @click=${this.closeDialog}>✕</button></div>
        <div class="dialog-body"><slot name="full-instructions"></slot><h2>Shortcuts</h2>${this.renderShortcuts()}</div></dialog>
      <dialog class="keys" aria-label="Shortcuts"><div class="dialog-head"><h2>Shortcuts</h2>
        <button type="button" class="plain" aria-label="Close" @click=${this.closeDialog}>✕</button></div>
        <div class="dialog-body">${this.renderShortcuts()}
          <p><label style="display:flex;gap:8px;align-items:center"><input type="checkbox" .checked=${singleKeys()}
            @change=${(event: Event) => bridge.change({singleKeys: (event.target as HTMLInputElement).checked})}>
            Shortcuts of a single character</label></p></div></dialog>
      <div class="sr" role="status">${this.status}</div>`;
  }

  private renderShortcuts() {
    return html`<table><tbody>${[...this.shortcuts, ...COMMON].map(({keys, does}) => html`
      <tr><td>${keys.split(' ').map(key => html`<kbd>${key}</kbd> `)}</td><td>${does}</td></tr>`)}</tbody></table>`;
  }

  private closeDialog(event: Event): void {
    event.stopPropagation();
    (event.target as Element).closest('dialog')!.close();
  }

  /** Called for keys pressed in this tool, or in no tool if this is the first one. */
  static dispatch(event: KeyboardEvent): void {
    const target = event.composedPath()[0];
    const tool = [...tools].find(candidate => event.composedPath().includes(candidate))
      ?? [...tools].sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))[0];
    const portals = portalKey(event);
    if (portals) {
      bridge.post({type: 'key', key: portals});
      event.preventDefault();
      return;
    }
    if (event.key === 'F1') {
      if (!openInstructions()) bridge.post({type: 'key', key: 'help'});
      event.preventDefault();
      return;
    }
    if (!(target instanceof HTMLElement || target instanceof SVGElement) || isTyping(target, event) || event.defaultPrevented) return;
    if (tool?.renderRoot.querySelector('dialog[open]')) return;
    // Esc closes what floats above the image first.
    if (event.key === 'Escape' && tool?.renderRoot.querySelector(':popover-open')) return;
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !singleKeys()) return;
    if (event.key === '?') {
      if (tool && !bridge.settings.portalHelp) tool.openDialog('.keys');
      else bridge.post({type: 'key', key: 'help'});
      event.preventDefault();
    } else if (tool?.key(event)) {
      event.preventDefault();
    } else if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z') {
      bridge.post({type: 'key', key: 'undo-submit'});
      event.preventDefault();
    }
  }
}

export const singleKeys = () => bridge.settings.singleKeys !== false;

function isTyping(target: Element, event: KeyboardEvent): boolean {
  if (target instanceof HTMLElement && target.isContentEditable) return !target.hasAttribute('data-keys');
  if (target.matches('textarea, select')) return true;
  if (target.matches('input')) return !['radio', 'checkbox', 'range', 'button', 'submit'].includes((target as HTMLInputElement).type)
    || event.key.startsWith('Arrow') || event.key === ' ' || event.key === 'Enter';
  // Enter and Space on a button are the button's.
  return target.matches('button, a, summary, audio, video') && (event.key === ' ' || event.key === 'Enter');
}

document.addEventListener('keydown', event => Tool.dispatch(event));
bridge.listen(() => tools.forEach(tool => tool.requestUpdate()));

/** 0-based number of the label that a key chooses: 1 to 9 and 0, with Shift 11 to 20; -1 for none. */
export function digit(event: KeyboardEvent, labels: number): number {
  if (event.ctrlKey || event.altKey || event.metaKey) return -1;
  const key = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? (/^\d$/.test(event.key) ? event.key : undefined);
  if (key === undefined) return -1;
  const index = (Number(key) + 9) % 10 + (event.shiftKey ? 10 : 0);
  return index < labels ? index : -1;
}

import {LitElement} from 'lit';
import {base} from './styles';

/** What an element contributes to the answer, and how a draft of it is kept. crowd-form asks for nothing else. */
export interface Field {
  readonly name: string;
  readonly disabled?: boolean;
  /** Undefined contributes nothing. */
  readonly contribution: Record<string, unknown> | undefined;
  draft: unknown;
  reportValidity(): boolean;
}

const fields = new Set<string>();

export function isField(element: Element): element is Element & Field {
  return fields.has(element.localName);
}

/** Defines an element once: a template that names both script addresses loads this script twice. */
export function define(name: string, type: CustomElementConstructor, field = false): void {
  if (field) fields.add(name);
  if (!customElements.get(name)) customElements.define(name, type);
}

/** Follows the document's color-scheme: a template without one is a light page. */
export function followColourScheme(element: HTMLElement): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const root = getComputedStyle(document.documentElement).colorScheme;
    const scheme = root && root !== 'normal' ? root : document.querySelector<HTMLMetaElement>('meta[name=color-scheme]')?.content ?? '';
    element.toggleAttribute('dark', scheme.includes('dark') && (dark.matches || !scheme.includes('light')));
  };
  apply();
  dark.addEventListener('change', apply);
  // A style or meta element may follow the script.
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', apply, {once: true});
}

export class CrowdElement extends LitElement {
  static styles = [base];

  connectedCallback(): void {
    super.connectedCallback();
    followColourScheme(this);
  }

  protected emit(type: string, bubbles = true, cancelable = false): boolean {
    return this.dispatchEvent(new Event(type, {bubbles, cancelable, composed: bubbles}));
  }
}

/** A control with a name and a value, part of native validation through ElementInternals. */
export abstract class CrowdControl extends CrowdElement implements Field {
  static formAssociated = true;
  static properties = {
    name: {reflect: true},
    disabled: {type: Boolean, reflect: true},
    required: {type: Boolean, reflect: true},
  };
  declare name: string;
  declare disabled: boolean;
  declare required: boolean;
  protected readonly internals = this.attachInternals();

  constructor() {
    super();
    this.name = '';
    this.disabled = false;
    this.required = false;
  }

  abstract get contribution(): Record<string, unknown> | undefined;
  abstract draft: unknown;
  /** The description of the problem, empty if there is none, and the inner control to which the browser points. */
  protected abstract check(): string;

  protected get anchor(): HTMLElement | undefined {
    return this.renderRoot?.querySelector<HTMLElement>('input, textarea, button') ?? undefined;
  }

  protected updated(): void {
    this.validate();
  }

  protected validate(): void {
    const message = this.disabled ? '' : this.check();
    const anchor = this.anchor;
    if (message && anchor) this.internals.setValidity({customError: true}, message, anchor);
    else this.internals.setValidity({});
  }

  checkValidity(): boolean {
    this.validate();
    return this.internals.checkValidity();
  }

  reportValidity(): boolean {
    this.validate();
    return this.internals.reportValidity();
  }

  focus(options?: FocusOptions): void {
    this.anchor?.focus(options);
  }
}

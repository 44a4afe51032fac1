import {LitElement} from 'lit';

/** A part of a screen, styled by the app's one style sheet: no shadow root. */
export abstract class View extends LitElement {
  protected createRenderRoot() {
    return this;
  }
}

export function define(name: string, type: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, type);
}

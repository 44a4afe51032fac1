import {css, html, nothing} from 'lit';
import {CrowdElement, define} from './element';
import {base} from './styles';

/** crowd-modal and crowd-instructions: a button or link that opens a dialog. */
class Modal extends CrowdElement {
  static styles = [base, css`:host { display: inline-block; }
    .link { border: 0; background: none; padding: 0; min-height: 24px; color: var(--accent); text-decoration: underline; }`];
  static properties = {linkText: {attribute: 'link-text'}, linkType: {attribute: 'link-type'}};
  declare linkText: string;
  declare linkType: string;

  open(): void {
    const dialog = this.renderRoot.querySelector('dialog')!;
    if (!dialog.open) dialog.showModal();
  }
  close(): void { this.renderRoot.querySelector('dialog')!.close(); }

  protected get title_(): string { return this.linkText || 'Details'; }
  protected body() { return html`<slot></slot>`; }

  render() {
    return html`<button type="button" class=${this.linkType === 'button' ? '' : 'link'} aria-haspopup="dialog" @click=${this.open}>${this.title_}</button>
      <dialog aria-label=${this.title_} class="awsui-modal-dialog"><div class="dialog-head"><h2>${this.title_}</h2>
        <button type="button" class="plain" aria-label="Close" autofocus @click=${this.close}>✕</button></div>
        <div class="dialog-body">${this.body()}</div></dialog>`;
  }
}

class Instructions extends Modal {
  static styles = [...Modal.styles as [], css`section { margin: 12px 0; } h3 { margin: 0 0 4px; font-size: 15px; } .good, .bad { border-left: 4px solid #1a7431; padding-left: 12px; }
    .bad { border-color: var(--error); } ::slotted(*) { display: block; } section:has(slot.empty) { display: none; }`];

  protected get title_(): string { return this.linkText || 'Instructions'; }

  protected body() {
    const section = (name: string, heading: string, kind: string) => this.querySelector(`:scope > ${name}`)
      ? html`<section class=${kind}><h3 ?hidden=${!heading}>${heading}</h3><slot name=${name}></slot></section>` : nothing;
    return html`${section('short-summary', '', '')}${section('detailed-instructions', 'Details', '')}
      ${section('positive-example', 'Good example', 'good')}${section('negative-example', 'Bad example', 'bad')}<slot></slot>`;
  }

  connectedCallback(): void {
    super.connectedCallback();
    regionsChanged(this, () => this.requestUpdate());
  }
}

function regionsChanged(element: Element, then: () => void): void {
  new MutationObserver(then).observe(element, {childList: true});
}

define('crowd-modal', Modal);
define('crowd-instructions', Instructions);

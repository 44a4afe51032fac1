import {html, nothing} from 'lit';
import {Api} from '../app/api';
import {define} from '../app/view';
import {time} from './format';
import {Message} from './model';
import {Polled} from './polled';

/** The latest invitations of the account. */
export class OwnerOutbox extends Polled {
  static properties = {...Polled.properties, messages: {state: true}};
  declare messages?: Message[];
  api!: Api;

  protected async read(): Promise<number> {
    this.messages = (await this.api.get<{messages: Message[]}>('outbox'))!.messages;
    return 15_000;
  }

  render() {
    document.title = 'Outbox – LabelOps';
    return html`<main id="main" class="page"><h1 tabindex="-1">Outbox</h1><p class="muted">The latest 200 e-mails to invited workers. A temporary password works until the worker chooses another one.</p>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${!this.messages ? html`<p class="muted">${this.problem ? '' : 'Loading…'}</p>` : !this.messages.length ? html`<div class="empty"><h2>No e-mails</h2><p>Invitations appear here when workers are invited.</p></div>` : html`
      <ul class="messages">${this.messages.map(message => html`<li><h2 class="address">${message.to}</h2><p class="muted">${time(message.sentAt)} · ${state(message)}</p>
        <p class="address">${message.subject}</p><details><summary>Text of the e-mail</summary><pre>${message.body}</pre></details></li>`)}</ul>`}
    </main>`;
  }
}

function state({deliveredAt, failure}: Message) {
  if (failure) return html`<span class="problem">not delivered: ${failure}</span>`;
  return deliveredAt ? `accepted by the mail server ${time(deliveredAt)}` : 'not sent by e-mail: read it here';
}

define('owner-outbox', OwnerOutbox);

import {html, nothing} from 'lit';
import {keyed} from 'lit/directives/keyed.js';
import {Api, inWords, isShown} from '../app/api';
import {say} from '../app/live';
import {View, define} from '../app/view';
import type {Answer, Connect, FrameMessage} from '../bridge';
import {pathOf} from './model';

type Origin = 'job' | 'text' | 's3';

interface Opened {
  objectId: number;
  url: string;
  input: unknown;
}

interface Outcome {
  label: unknown;
  metadata: unknown;
}

interface Blocked {
  directive: string;
  blocked: string;
}

/** For the elements of a loaded document, in milliseconds. */
const PATIENCE = 10_000;

/** A template with an object of the job, in the frame that workers get, and what would be submitted. Nothing is stored. */
export class OwnerPreview extends View {
  static properties = {objectId: {state: true}, origin: {state: true}, opened: {state: true}, ready: {state: true}, stalled: {state: true}, blocked: {state: true},
    answer: {state: true}, outcome: {state: true}, refusal: {state: true}, problem: {state: true}, busy: {state: true}};
  declare objectId: string;
  declare origin: Origin;
  declare opened?: Opened;
  declare ready: boolean;
  declare stalled: boolean;
  declare blocked: Blocked[];
  declare answer?: Answer;
  declare outcome?: Outcome;
  /** Why an answer of a worker would be refused. */
  declare refusal: string;
  declare problem: string;
  declare busy: boolean;
  api!: Api;
  region = '';
  jobName = '';
  private text = '';
  private s3 = '';
  private port?: MessagePort;
  private waiting?: ReturnType<typeof setTimeout>;

  constructor() {
    super();
    this.objectId = new URLSearchParams(location.search).get('object') ?? '0';
    this.origin = 'job';
    this.clear();
    this.problem = '';
    this.busy = false;
  }

  disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  private close(): void {
    this.port?.close();
    this.port = undefined;
    clearTimeout(this.waiting);
  }

  private clear(): void {
    this.close();
    this.opened = undefined;
    this.ready = false;
    this.stalled = false;
    this.blocked = [];
    this.forget();
  }

  private forget(): void {
    this.answer = undefined;
    this.outcome = undefined;
    this.refusal = '';
  }

  private readonly show = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    const objectId = Number(this.objectId);
    this.problem = this.objectId.trim() && Number.isInteger(objectId) ? '' : 'Enter the number of an object, from 0.';
    if (this.origin === 'text' && !this.text.trim()) this.problem = 'Paste a template.';
    if (this.origin === 's3' && !this.s3.trim()) this.problem = 'Enter the address of a template.';
    if (this.problem) return;
    this.clear();
    this.busy = true;
    const template = this.origin === 'text' ? {template: this.text} : this.origin === 's3' ? {templateS3Uri: this.s3.trim()} : {};
    try {
      this.opened = (await this.api.post<Opened>(`${pathOf(this)}/preview`, {objectId, ...template}))!;
      say(`Preview with object ${objectId}`);
    } catch (error) {
      if (!isShown(error)) this.problem = inWords(error);
    } finally {
      this.busy = false;
    }
  };

  /** The port goes to the document that the ticket opened, once: never to what that document may load in its place. */
  private readonly connect = (event: Event): void => {
    if (this.port) return;
    const channel = new MessageChannel();
    this.port = channel.port1;
    this.port.onmessage = ({data}: MessageEvent<FrameMessage>) => void this.heard(data);
    const connect: Connect = {type: 'labelops:connect', version: 1, settings: {}};
    (event.target as HTMLIFrameElement).contentWindow?.postMessage(connect, '*', [channel.port2]);
    this.waiting = setTimeout(() => { this.stalled = !this.ready; }, PATIENCE);
  };

  private async heard(message: FrameMessage): Promise<void> {
    switch (message?.type) {
      case 'ready':
        this.ready = true;
        this.stalled = false;
        break;
      case 'violation':
        if (this.blocked.length < 20) this.blocked = [...this.blocked, {directive: `${message.directive}`.slice(0, 32), blocked: `${message.blocked}`.slice(0, 300)}];
        break;
      case 'draft':
        this.forget();
        break;
      case 'submit':
        await this.submitted(message.answer);
        break;
      default:
    }
  }

  private async submitted(sent: unknown): Promise<void> {
    this.forget();
    const answer = asJson(sent);
    this.answer = answer;
    if (!answer) {
      this.problem = 'The template submitted something that is not a JSON object.';
      return;
    }
    this.problem = '';
    say('The answer is shown below the frame.');
    try {
      const outcome = await this.api.post<Outcome>(`${pathOf(this)}/preview/outcome`, {objectId: this.opened!.objectId, answerContent: answer});
      if (this.answer === answer) this.outcome = outcome;
    } catch (error) {
      if (this.answer === answer && !isShown(error)) this.refusal = inWords(error);
    }
  }

  render() {
    document.title = `Template of ${this.jobName} – LabelOps`;
    return html`<main id="main" class="page"><h1 tabindex="-1">Template</h1>
      <p class="muted">The template with an object of this job, as a worker gets it. No task is taken, and no answer is stored.</p>
      <form class="stack preview" @submit=${this.show} novalidate>
        <label>Object (line of the manifest, from 0) <input name="object" inputmode="numeric" .value=${this.objectId} @input=${(event: Event) => { this.objectId = (event.target as HTMLInputElement).value; }}></label>
        <fieldset><legend>Template</legend>${this.choice('job', 'of the job')}${this.choice('text', 'pasted text')}${this.choice('s3', 'address in S3')}</fieldset>
        ${this.origin === 'text' ? html`<label>Text of the template <textarea name="text" rows="8" spellcheck="false" .value=${this.text} @input=${(event: Event) => { this.text = (event.target as HTMLTextAreaElement).value; }}></textarea></label>` : nothing}
        ${this.origin === 's3' ? html`<label>Address <input name="s3" placeholder="s3://bucket/template.liquid" autocapitalize="none" spellcheck="false" .value=${this.s3} @input=${(event: Event) => { this.s3 = (event.target as HTMLInputElement).value; }}></label>` : nothing}
        ${this.problem ? html`<p class="problem address" role="alert">${this.problem}</p>` : nothing}
        <div class="actions"><button class="primary" ?disabled=${this.busy}>${this.opened ? 'Show again' : 'Show'}</button></div></form>
      ${this.opened ? this.renderOpened(this.opened) : nothing}</main>`;
  }

  private choice(value: Origin, text: string) {
    return html`<label class="row"><input type="radio" name="origin" value=${value} .checked=${this.origin === value} @change=${() => { this.origin = value; }}> ${text}</label>`;
  }

  private renderOpened({objectId, url, input}: Opened) {
    return html`<section aria-labelledby="frame"><h2 id="frame">With object ${objectId}</h2>
        ${this.stalled ? html`<p class="problem" role="alert">The elements of the template did not start. Check that it has a crowd-form and the script https://assets.crowd.aws/crowd-html-elements.js.</p>` : nothing}
        ${keyed(url, html`<iframe class="preview" title=${`Template with object ${objectId}`} sandbox="allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads" src=${url} @load=${this.connect}></iframe>`)}</section>
      <section aria-labelledby="blocked"><h2 id="blocked">What it could not load</h2>${this.blocked.length ? html`
        <ul class="plain">${this.blocked.map(one => html`<li class="address"><code>${one.directive}</code> ${one.blocked}</li>`)}</ul>` : html`
        <p class="muted">Nothing was blocked or failed so far.</p>`}</section>
      <section aria-labelledby="answer"><h2 id="answer">Answer</h2>${this.answer ? this.renderAnswer(this.answer) : html`
        <p class="muted">Submit in the frame to see the answer and its label.</p>`}</section>
      <details><summary>Input of the template (task.input)</summary><pre class="json">${JSON.stringify(input, null, 2)}</pre></details>`;
  }

  private renderAnswer(answer: Answer) {
    return html`<p role="status">${this.refusal ? html`<span class="problem">A worker’s answer would be refused. ${this.refusal}</span>` : this.outcome ? 'A worker’s answer would be accepted. It was not stored.' : 'Checking…'}</p>
      <pre class="json" tabindex="0" aria-label="Answer as JSON">${JSON.stringify(answer, null, 2)}</pre>
      ${this.outcome ? html`<h3>Label, if it is the only answer</h3><pre class="json" tabindex="0" aria-label="Label as JSON">${JSON.stringify(this.outcome, null, 2)}</pre>` : nothing}`;
  }
}

/** What a template may post is anything that can be cloned: cycles and big integers too. */
function asJson(sent: unknown): Answer | undefined {
  try {
    const answer: unknown = JSON.parse(JSON.stringify(sent));
    return answer && typeof answer === 'object' && !Array.isArray(answer) ? answer as Answer : undefined;
  } catch {
    return undefined;
  }
}

define('owner-preview', OwnerPreview);

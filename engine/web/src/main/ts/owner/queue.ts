import {html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {Api, inWords, isShown} from '../app/api';
import {say, toast} from '../app/live';
import {View, define} from '../app/view';
import {count, share} from './format';
import {Answer, Compared, JobDetail, fileOf, pathOf} from './model';
import {Layer, answerLayer, labelLayer, marked, pictured, sizeOf, summary, summaryOfAnswer} from './overlay';

const PAGE = 20;

/** Labeled objects about which workers differ, the most first: the label and each answer side by side, and what becomes of them. */
export class OwnerQueue extends View {
  static properties = {objects: {state: true}, problem: {state: true}, busy: {state: true}, again: {state: true}, accepted: {state: true}, written: {state: true}};
  declare objects?: Compared[];
  declare problem: string;
  declare busy: boolean;
  /** Objects of the adjustment, with the worker whose answer is the initial value; empty: the label. */
  declare again: Map<number, string>;
  /** Accepted answers of the whole job. */
  declare accepted: number;
  declare written?: {manifest: string; kind: 'again' | 'accepted'};
  api!: Api;
  base = '';
  region = '';
  jobName = '';
  private next: string | null = null;

  constructor() {
    super();
    this.problem = '';
    this.busy = false;
    this.again = new Map();
    this.accepted = 0;
  }

  connectedCallback(): void {
    super.connectedCallback();
    void this.start();
  }

  private async start(): Promise<void> {
    await this.load('');
    try {
      this.accepted = (await this.api.get<JobDetail>(pathOf(this)))!.acceptedAnswers;
    } catch (error) {
      if (!isShown(error)) this.problem = inWords(error);
    }
  }

  private async load(after: string): Promise<void> {
    this.busy = true;
    const query = new URLSearchParams({sort: 'disagreement', source: 'human', answers: 'true', limit: `${PAGE}`});
    if (after) query.set('after', after);
    try {
      const page = (await this.api.get<{objects: Compared[]; next: string | null}>(`${pathOf(this)}/objects?${query}`))!;
      this.objects = [...(this.objects ?? []), ...page.objects];
      this.next = page.next;
      this.problem = '';
    } catch (error) {
      if (!isShown(error)) this.problem = inWords(error);
    } finally {
      this.busy = false;
    }
  }

  render() {
    document.title = `Disagreement of ${this.jobName} – LabelOps`;
    return html`<main id="main" class="page"><h1 tabindex="-1">Disagreement</h1>
      <p class="muted">Objects about which workers differ, the most first. The label and the output of this job stay as they are, whatever you choose:</p>
      <dl class="choices"><div><dt>Accept</dt><dd>uses this answer in place of the label, in a copy of the output manifest.</dd></div>
        <div><dt>Fix</dt><dd>adds the object to a manifest for an adjustment job, with this answer as the initial value.</dd></div>
        <div><dt>Label again</dt><dd>adds it to that manifest with its label.</dd></div></dl>
      ${this.renderBar()}
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${!this.objects ? html`<p class="muted">${this.problem ? '' : 'Loading…'}</p>` : this.objects.length ? html`
        <ol class="queue">${repeat(this.objects, object => object.objectId, object => this.renderObject(object))}</ol>` : html`
        <div class="empty"><h2>No objects</h2><p>No object has two answers that can be compared.</p></div>`}
      ${this.objects?.length && this.next ? html`<p><button type="button" ?disabled=${this.busy} @click=${() => void this.load(this.next!)}>More objects</button></p>` : nothing}</main>`;
  }

  private renderBar() {
    return html`<div class="again"><button type="button" class="primary" ?disabled=${!this.again.size || this.busy} @click=${() => void this.write('again')}>Write adjustment manifest (${count(this.again.size)})</button>
      <button type="button" ?disabled=${!this.accepted || this.busy} @click=${() => void this.write('accepted')}>Write accepted manifest (${count(this.accepted)})</button>
</div>
      ${this.written ? html`<p role="status" class="written">Written: <code class="address">${this.written.manifest}</code>. ${this.written.kind === 'again'
        ? 'Start a job with it as its input and another label attribute. An adjustment job shows workers these labels.'
        : 'It has every object of the output, with the accepted answers as labels.'}</p>` : nothing}`;
  }

  private renderObject(object: Compared) {
    const name = `Object ${object.objectId}`;
    const chosen = this.again.get(object.objectId);
    return html`<li><div class="head"><h2><a href=${`${this.base}${pathOf(this)}/objects/${object.objectId}`}>${name}</a></h2><span class="muted">disagreement ${share(object.disagreement)}${object.confidence === null ? '' : ` · confidence ${share(object.confidence)}`}</span></div>
      ${object.objectUrl || labelLayer(object).spans.length ? nothing : html`<blockquote>${object.text}</blockquote>`}
      <ul class="sides"><li>${this.renderSide(object, 'Label', summary(object) || 'none', labelLayer(object))}
          <div class="actions">${this.toggle('Label again', `${name} with its label`, chosen === '', () => this.choose(object, ''))}</div></li>
        ${object.answers.map((answer, i) => this.renderAnswer(object, answer, i, chosen))}</ul></li>`;
  }

  private renderAnswer(object: Compared, answer: Answer, i: number, chosen?: string) {
    const who = answer.username ?? answer.workerId;
    const what = `the answer of ${who} for object ${object.objectId}`;
    const accepted = object.accepted?.workerId === answer.workerId;
    return html`<li class=${accepted ? 'accepted' : ''}>${this.renderSide(object, who, summaryOfAnswer(answer), answerLayer(answer, i, this.api.address(fileOf(this, object, answer))))}
      <div class="actions">${this.toggle(accepted ? 'Accepted' : 'Accept', what, accepted, () => void this.accept(object, accepted ? undefined : answer))}
        ${this.toggle('Fix', what, chosen === answer.workerId, () => this.choose(object, answer.workerId))}</div></li>`;
  }

  private renderSide(object: Compared, title: string, text: string, layer: Layer) {
    return html`<h3 title=${title}><span class="swatch ${layer.tone === undefined ? layer.kind : `tone${layer.tone % 6}`}" aria-hidden="true"></span><span>${title}</span></h3>
      ${object.objectUrl ? pictured(object.objectUrl, '', sizeOf(object), [layer], true) : nothing}
      ${object.text && layer.spans.length ? html`<blockquote>${marked(object.text, layer)}</blockquote>` : nothing}<p class="address">${text}</p>`;
  }

  private toggle(text: string, of: string, pressed: boolean, act: () => void) {
    return html`<button type="button" aria-pressed=${pressed ? 'true' : 'false'} ?disabled=${this.busy} @click=${act}>${text}<span class="sr">: ${of}</span></button>`;
  }

  private choose({objectId}: Compared, workerId: string): void {
    const again = new Map(this.again);
    if (again.get(objectId) === workerId) again.delete(objectId);
    else again.set(objectId, workerId);
    this.again = again;
    this.written = undefined;
  }

  /** Keeps the choice at once: other owners see it, and it is there tomorrow. */
  private async accept(object: Compared, answer?: Answer): Promise<void> {
    const path = `${pathOf(this)}/objects/${object.objectId}/accepted`;
    this.busy = true;
    try {
      if (answer) await this.api.put(path, {workerId: answer.workerId});
      else await this.api.delete(path);
      this.accepted += (answer ? 1 : 0) - (object.accepted ? 1 : 0);
      const accepted = answer ? {workerId: answer.workerId, at: new Date().toISOString()} : null;
      this.objects = this.objects!.map(one => one === object ? {...object, accepted} : one);
      this.written = undefined;
      say(answer ? `Accepted for object ${object.objectId}` : `The label of object ${object.objectId} counts again`);
    } catch (error) {
      if (!isShown(error)) toast(inWords(error), {error: true});
    } finally {
      this.busy = false;
    }
  }

  private async write(kind: 'again' | 'accepted'): Promise<void> {
    this.busy = true;
    const chosen = [...this.again];
    const body = kind === 'accepted' ? {} : {
      objectIds: chosen.filter(([, workerId]) => !workerId).map(([objectId]) => objectId),
      fix: chosen.filter(([, workerId]) => workerId).map(([objectId, workerId]) => ({objectId, workerId})),
    };
    try {
      const {manifest} = (await this.api.post<{manifest: string}>(`${pathOf(this)}/${kind === 'again' ? 'label-again' : 'accepted'}`, body))!;
      this.written = {manifest, kind};
      if (kind === 'again') this.again = new Map();
    } catch (error) {
      if (!isShown(error)) toast(inWords(error), {error: true});
    } finally {
      this.busy = false;
    }
  }
}

define('owner-queue', OwnerQueue);

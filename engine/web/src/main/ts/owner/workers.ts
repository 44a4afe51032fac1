import {html, nothing} from 'lit';
import {Api} from '../app/api';
import {define} from '../app/view';
import {count, objects, seconds, share} from './format';
import {Worker, pathOf} from './model';
import {Polled} from './polled';

/** The workers of a job: answers, time and estimated quality. Read once: it reads every answer. */
export class OwnerWorkers extends Polled {
  static properties = {...Polled.properties, workers: {state: true}};
  declare workers?: Worker[];
  api!: Api;
  region = '';
  jobName = '';

  protected async read(): Promise<number> {
    const {workers} = (await this.api.get<{workers: Worker[]}>(`${pathOf(this)}/workers`))!;
    this.workers = workers.sort((a, b) => b.answers - a.answers);
    return 0;
  }

  render() {
    document.title = `Workers of ${this.jobName} – LabelOps`;
    return html`<main id="main" class="page"><h1 tabindex="-1">Workers</h1>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${!this.workers ? html`<p class="muted">${this.problem ? '' : 'Loading…'}</p>` : !this.workers.length ? html`<div class="empty"><h2>No answers yet</h2><p>Workers appear here with their first answer.</p></div>` : html`
      <div class="scroll" role="region" tabindex="0" aria-label="Workers"><table><thead><tr><th scope="col">Worker</th><th scope="col" class="n">Answers</th><th scope="col" class="n">Median time</th><th scope="col" class="n">Agreement</th><th scope="col" class="n">Estimated quality</th></tr></thead>
        <tbody>${this.workers.map(worker => html`<tr><th scope="row" class="who">${worker.username ?? worker.workerId}</th><td class="n">${count(worker.answers)}</td><td class="n">${seconds(worker.medianSeconds)}</td>
          <td class="n">${share(worker.agreement?.share)}${worker.agreement ? html`<br><small>${objects(worker.agreement.objects)}</small>` : ''}</td>
          <td class="n">${share(worker.quality?.estimate)}${worker.quality ? html`<br><small>${share(worker.quality.low)} to ${share(worker.quality.high)}</small>` : ''}</td></tr>`)}</tbody></table></div>
      <p class="muted">Agreement is how much the answers are like those of the others about the same objects: of classes the share that is the same, of boxes the mean IoU. Below it is how many objects these are.</p>
      <p class="muted">Quality is estimated from the answers of other workers about the same objects, when a batch ends. Below it is its 90% interval: few common objects give a wide one.</p>`}</main>`;
  }
}

define('owner-workers', OwnerWorkers);

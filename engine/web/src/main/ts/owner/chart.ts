import {TemplateResult, html, nothing, svg} from 'lit';
import {count} from './format';
import {Batch, Counters} from './model';

const WIDTH = 640;

/** One bar for all objects of a job; its figures are written beside it. */
export function progress({total, human, machine, input, failed}: Counters): TemplateResult {
  const parts: Array<[string, number]> = [['human', human], ['machine', machine], ['input', input], ['failed', failed]];
  let x = 0;
  return html`<svg class="progress" viewBox="0 0 ${WIDTH} 12" preserveAspectRatio="none" aria-hidden="true"><rect class="rest" width=${WIDTH} height="12"></rect>${parts.map(([name, value]) => {
    const width = total ? value / total * WIDTH : 0;
    x += width;
    return width ? svg`<rect class=${name} x=${x - width} width=${width} height="12"></rect>` : nothing;
  })}</svg>`;
}

interface Bar {
  name: string;
  human: number;
  machine: number;
}

const MOST_BARS = 40;

/** Neighbours become one bar where there are more batches than bars that can be told apart. */
export function bars(batches: Batch[]): Bar[] {
  const each = Math.ceil(batches.length / MOST_BARS) || 1;
  const result: Bar[] = [];
  for (let i = 0; i < batches.length; i += each) {
    const some = batches.slice(i, i + each);
    const [first, last] = [some[0]!.iteration, some.at(-1)!.iteration];
    result.push({
      name: first === last ? `${first}` : `${first}–${last}`,
      human: some.reduce((sum, batch) => sum + batch.human, 0),
      machine: some.reduce((sum, batch) => sum + batch.machine, 0),
    });
  }
  return result;
}

/** The least of 1, 2 or 5 times a power of ten that is not below the value. */
export function ceiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value)!;
}

/** Labels by people and by machine, a bar for each batch and the round after it. */
export function labelsChart(batches: Batch[]): TemplateResult {
  const all = bars(batches);
  const most = ceiling(Math.max(...all.map(bar => bar.human + bar.machine)));
  const [left, top, bottom, height] = [44, 8, 22, 190];
  const scale = (height - top - bottom) / most;
  const step = (420 - left) / all.length;
  const width = Math.min(48, step * .7);
  const named = Math.ceil(all.length / 10);
  const floor = height - bottom;
  const text = all.map(bar => `batch ${bar.name}: ${bar.human} by people, ${bar.machine} by machine`).join('; ');
  return html`<figure><figcaption><span class="key human" aria-hidden="true"></span> by people <span class="key machine" aria-hidden="true"></span> by machine, for each batch</figcaption>
    <svg class="chart" viewBox="0 0 420 ${height}" role="img" aria-label=${`Labels of each batch. ${text}.`}>
      ${[0, most / 2, most].map(value => svg`<line class="axis" x1=${left} x2="420" y1=${floor - value * scale} y2=${floor - value * scale}></line>
        ${Number.isInteger(value) ? svg`<text x=${left - 6} y=${floor - value * scale + 4} text-anchor="end">${count(value)}</text>` : nothing}`)}
      ${all.map((bar, i) => {
        const x = left + step * i + (step - width) / 2;
        const [human, machine] = [bar.human * scale, bar.machine * scale];
        return svg`${human ? svg`<rect class="human" x=${x} y=${floor - human} width=${width} height=${human}></rect>` : nothing}
          ${machine ? svg`<rect class="machine" x=${x + 1} y=${floor - human - machine} width=${width - 2} height=${machine}></rect>` : nothing}
          ${i % named === 0 ? svg`<text x=${x + width / 2} y=${height - 6} text-anchor="middle">${bar.name}</text>` : nothing}`;
      })}</svg></figure>`;
}

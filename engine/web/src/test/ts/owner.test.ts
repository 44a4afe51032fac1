import assert from 'node:assert/strict';
import {test} from 'node:test';
import {bars, ceiling} from '../../main/ts/owner/chart';
import {ALL, filterOf, isAll, queryOf} from '../../main/ts/owner/filter';
import {seconds, share, threshold, until} from '../../main/ts/owner/format';
import {answerLayer, boxesOf, boxesOfAnswer, labelLayer, partsOf, sizeOf, summary, summaryOfAnswer} from '../../main/ts/owner/overlay';
import {rowsOnScreen} from '../../main/ts/owner/window';

const batch = (iteration: number) => ({iteration, size: 3, publishedAt: '', finishedAt: null, human: 2, machine: 1, failed: 0});
const object = {objectId: 0, source: 'human' as const, objectUrl: null, text: null, failure: null, labelUrl: null, confidence: null, disagreement: null, accepted: null};

test('neighbouring batches share a bar, and no label is lost', () => {
  assert.deepEqual(bars([batch(1)]), [{name: '1', human: 2, machine: 1}]);
  const many = bars(Array.from({length: 95}, (_, i) => batch(i + 1)));
  assert.ok(many.length <= 40);
  assert.equal(many.reduce((sum, bar) => sum + bar.human + bar.machine, 0), 95 * 3);
  assert.equal(many[0]!.name, '1–3');
  assert.equal(many.at(-1)!.name, '94–95');
});

test('axes end at a round number', () => {
  assert.deepEqual([0, 1, 3, 20, 21, 999].map(ceiling), [1, 1, 5, 20, 50, 1000]);
});

test('figures are short', () => {
  assert.equal(share(.9512), '.951');
  assert.equal(share(1), '1.000');
  assert.equal(share(null), '–');
  assert.equal(threshold(-1), 'none');
  assert.equal(threshold(.25), '.250');
  assert.equal(seconds(3.25), '3.3 s');
  assert.equal(seconds(600), '10 min');
  assert.equal(until('2026-01-01T01:30:00Z', Date.parse('2026-01-01T00:00:00Z')), 'in 90 min');
  assert.equal(until('2026-01-01T00:00:00Z', Date.parse('2026-01-01T00:00:01Z')), '');
});

test('labels and answers are read whatever stands beside them', () => {
  const label = {image_size: [{width: 640, height: 480}], annotations: [{class_id: 1, left: 1, top: 2, width: 3, height: 4}]};
  const boxes = {...object, label, metadata: {'class-map': {1: 'Star'}}};
  assert.equal(boxesOf(boxes)[0]!.name, 'Star');
  assert.equal(summary(boxes), 'Star');
  assert.deepEqual(sizeOf(boxes), {width: 640, height: 480});
  assert.equal(summary({...object, label: 1, metadata: {'class-name': 'full'}}), 'full');
  assert.equal(summary({...object, label: null, metadata: null}), '');
  const answer = {workerId: 'w', username: null, submittedAt: null, seconds: 1, answer: {comment: 'x', boundingBox: {boundingBoxes: [{label: 'Star', left: 1, top: 2, width: 3, height: 4}, {label: 'Star', left: 9, top: 2, width: 3, height: 4}]}}};
  assert.equal(boxesOfAnswer(answer).length, 2);
  assert.equal(summaryOfAnswer(answer), '2 × Star');
  assert.equal(summaryOfAnswer({...answer, answer: {tool: {label: 'full'}}}), 'full');
});

test('spans are cut out of a text, in order and without what the text no longer has', () => {
  const text = '😀 Ana met Bo';
  const ana = {label: 'Person', startOffset: 3, endOffset: 6};
  const bo = {label: 'Dog', startOffset: 11, endOffset: 13};
  assert.deepEqual(partsOf(text, [bo, ana]), [{text: '😀 '}, {text: 'Ana', label: 'Person'}, {text: ' met '}, {text: 'Bo', label: 'Dog'}]);
  assert.deepEqual(partsOf('😀 A…', [ana, bo]), [{text: '😀 '}, {text: 'A…', label: 'Person'}]);
  assert.deepEqual(partsOf(text, []), [{text}]);
  assert.deepEqual(partsOf('', [ana]), []);
});

test('labels and answers are layers', () => {
  const mask = {...object, label: 's3://b/mask.png', labelUrl: 'https://e/mask.png', metadata: {'internal-color-map': {0: {'class-name': 'BACKGROUND'}, 1: {'class-name': 'road'}}}};
  assert.equal(labelLayer(mask).mask, 'https://e/mask.png');
  assert.equal(summary(mask), 'mask: road');
  const of = (answer: Record<string, unknown>) => ({workerId: 'w', username: null, submittedAt: null, seconds: 1, answer});
  assert.equal(answerLayer(of({tool: {labelMappings: {road: {}}}}), 1, '/file').mask, '/file');
  const spans = answerLayer(of({tool: {entities: [{label: 'City', startOffset: 0, endOffset: 4}]}}), 2, '/file');
  assert.equal(spans.mask, undefined);
  assert.equal(spans.spans.length, 1);
  assert.equal(labelLayer({...object, source: 'machine', label: null, metadata: null}).kind, 'machine');
});

test('spans and masks are named, whatever their size', () => {
  const entity = (label: string) => ({label, startOffset: 0, endOffset: 1});
  const spans = {...object, label: {annotations: {labels: [], entities: [entity('City'), entity('City'), entity('Person')]}}, metadata: {}};
  assert.deepEqual(boxesOf(spans), []);
  assert.equal(summary(spans), '2 × City, Person');
  const of = (answer: Record<string, unknown>) => ({workerId: 'w', username: null, submittedAt: null, seconds: 1, answer});
  assert.equal(summaryOfAnswer(of({tool: {entities: []}})), 'no spans');
  assert.equal(summaryOfAnswer(of({tool: {labelMappings: {road: {color: '#1f77b4'}, sky: {color: '#ff7f0e'}}}})), 'mask: road, sky');
  assert.equal(summaryOfAnswer(of({tool: {other: 'x'.repeat(9999)}})).length, 81);
});

test('a filter is the same after the way through an address', () => {
  const filter = {...ALL, label: 'a & b?', minArea: '100', sort: 'confidence'};
  assert.equal(queryOf(ALL), '');
  assert.ok(isAll(ALL));
  assert.ok(isAll({...ALL, sort: 'confidence'}));
  assert.ok(!isAll(filter));
  assert.deepEqual(filterOf(queryOf(filter)), filter);
  assert.deepEqual(filterOf('?unknown=1&source='), ALL);
});

test('only the rows around the screen are in the page', () => {
  assert.deepEqual(rowsOnScreen(200, 800, 300, 100), {first: 0, end: 5});
  assert.deepEqual(rowsOnScreen(-3000, 800, 300, 100), {first: 7, end: 16});
  assert.deepEqual(rowsOnScreen(-30_000, 800, 300, 100), {first: 97, end: 100});
  assert.deepEqual(rowsOnScreen(-90_000, 800, 300, 100), {first: 99, end: 100});
  assert.deepEqual(rowsOnScreen(0, 800, 300, 0), {first: 0, end: 0});
});

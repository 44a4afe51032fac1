import assert from 'node:assert/strict';
import {test} from 'node:test';
import {hash} from '../../main/ts/instructions';
import {Reading} from '../../main/ts/portal/reading';

function shelf() {
  const kept = new Map<string, string>();
  return {getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value)};
}

test('instructions are known after three tasks, also in the next page', () => {
  const kept = shelf();
  const reading = new Reading('ann', 'logos', () => kept);
  assert.equal(reading.known, undefined);
  assert.deepEqual(['a', 'a', 'a'].map(each => reading.saw(each)), [false, false, false]);
  assert.equal(reading.known, 'a');
  assert.equal(new Reading('ann', 'logos', () => kept).known, 'a');
  assert.equal(new Reading('ann', 'stars', () => kept).known, undefined, 'another job');
  assert.equal(new Reading('bob', 'logos', () => kept).known, undefined, 'another worker');
});

test('others are a change only for who knew the ones before', () => {
  const reading = new Reading('ann', 'logos', shelf);
  assert.equal(reading.saw('a'), false);
  assert.equal(reading.saw('b'), false, 'instructions that differ for each object are no news');
  for (let i = 0; i < 3; i++) reading.saw('b');
  assert.equal(reading.saw('c'), true);
  assert.equal(reading.known, undefined, 'so they are open again');
});

test('without storage, and with a broken one, it lasts as long as the page', () => {
  const broken = {getItem: () => '{', setItem: () => { throw new Error('full'); }};
  const reading = new Reading('ann', 'logos', () => broken);
  for (let i = 0; i < 3; i++) reading.saw('a');
  assert.equal(reading.known, 'a');
});

test('fifty jobs are remembered, the latest ones', () => {
  const kept = shelf();
  for (let job = 0; job < 60; job++) for (let i = 0; i < 3; i++) new Reading('ann', `job-${job}`, () => kept).saw('a');
  assert.equal(new Reading('ann', 'job-0', () => kept).known, undefined);
  assert.equal(new Reading('ann', 'job-59', () => kept).known, 'a');
});

test('each text has a hash of its own', () => {
  assert.equal(hash(''), '811c9dc5');
  assert.notEqual(hash('Draw tight boxes'), hash('Draw tight boxes.'));
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {segments} from '../../main/ts/app/router';
import {backOff, clock, dayStart, duration, heldUntil, isLate, left, passedMark} from '../../main/ts/portal/limits';

test('an answer is held five seconds, and never into the end of its time limit', () => {
  assert.equal(heldUntil(1000, 300_000), 6000);
  assert.equal(heldUntil(1000, 12_000), 3000);
  assert.equal(heldUntil(1000, 4_000), 1000);
});

test('the remaining time is shown in the last fifth, and in the last two minutes', () => {
  assert.equal(isLate(700_000, 3_600_000), true);
  assert.equal(isLate(800_000, 3_600_000), false);
  assert.equal(isLate(119_000, 300_000), true);
  assert.equal(isLate(121_000, 300_000), false);
});

test('the day begins at midnight where the worker is', () => {
  const zone = process.env.TZ;
  try {
    process.env.TZ = 'Asia/Tokyo';
    assert.equal(dayStart(new Date('2026-11-29T20:00:00Z')), '2026-11-29T15:00:00.000Z');
    process.env.TZ = 'America/New_York';
    assert.equal(dayStart(new Date('2026-11-29T03:00:00Z')), '2026-11-28T05:00:00.000Z');
  } finally {
    if (zone === undefined) delete process.env.TZ; else process.env.TZ = zone;
  }
});

test('two minutes and thirty seconds are told once each', () => {
  assert.equal(passedMark(120_400, 119_900), 120);
  assert.equal(passedMark(119_900, 119_400), undefined);
  assert.equal(passedMark(30_100, 29_600), 30);
  assert.equal(passedMark(Infinity, 20_000), 30);
});

test('times read as people say them', () => {
  assert.equal(clock(65_000), '1:05');
  assert.equal(clock(3_725_000), '1:02:05');
  assert.equal(clock(-5), '0:00');
  assert.equal(left(119_600), '2 minutes left');
  assert.equal(left(29_900), '30 seconds left');
  assert.equal(duration(300), '5 minutes');
  assert.equal(duration(3600), '1 hour');
  assert.equal(duration(90), '90 seconds');
});

test('waiting doubles up to half a minute', () => {
  assert.deepEqual([1, 2, 3, 9].map(backOff), [1000, 2000, 4000, 30_000]);
});

test('addresses below the base', () => {
  assert.deepEqual(segments('/p/', '/p/jobs/a%20b'), ['jobs', 'a b']);
  assert.deepEqual(segments('/p/', '/p/'), []);
  assert.deepEqual(segments('/p/', '/p/%E0'), ['%E0']);
});

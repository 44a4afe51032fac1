import assert from 'node:assert/strict';
import test from 'node:test';
import {Raster, copy, disc, flood, paste, polygon, runs, stroke, unrun} from '../../main/ts/raster';
import {overlaps, trimmed, words} from '../../main/ts/spans';

const raster = (width: number, height: number): Raster => ({width, height, data: new Uint8Array(width * height)});
const count = (r: Raster, value: number) => r.data.reduce((sum, v) => sum + Number(v === value), 0);

test('a disc is round and within the picture', () => {
  const r = raster(100, 100);
  disc(r, 50, 50, 20, 3);
  assert.ok(Math.abs(count(r, 3) - Math.PI * 400) < 30);
  disc(r, 0, 0, 10, 4);
  assert.ok(count(r, 4) > 60);
});

test('a stroke has no gap, a fill stops at it', () => {
  const r = raster(100, 40);
  stroke(r, -5, 20, 105, 20, 2, 1);
  for (let x = 0; x < 100; x++) assert.equal(r.data[20 * 100 + x], 1);
  flood(r, 0, 0, 2);
  assert.equal(r.data[0], 2);
  assert.equal(r.data[39 * 100], 0);
  assert.equal(flood(r, 0, 0, 2), undefined);
});

test('a polygon covers the pixels whose centre is in it', () => {
  const r = raster(10, 10);
  polygon(r, [{x: 2, y: 2}, {x: 6, y: 2}, {x: 6, y: 5}, {x: 2, y: 5}], 1);
  assert.equal(count(r, 1), 12);
});

test('rectangles and run lengths come back', () => {
  const r = raster(10, 10);
  disc(r, 5, 5, 3, 7);
  const before = copy(r, [0, 0, 10, 10]);
  const part = copy(r, [3, 3, 8, 8]);
  r.data.fill(0);
  paste(r, [3, 3, 8, 8], part);
  assert.equal(r.data[55], 7);
  const again = raster(10, 10);
  unrun(runs(before), again.data);
  assert.deepEqual(again.data, before);
});

test('spans: trimmed, whole characters, end exclusive, UTF-16', () => {
  const text = 'Hi 😀 Ana ';
  assert.deepEqual(trimmed(text, 2, 6), [3, 5]);
  assert.deepEqual(trimmed(text, 4, 5), [3, 5]);
  assert.deepEqual(trimmed(text, 10, 5), [6, 9]);
  assert.equal(trimmed(text, 2, 3), undefined);
  assert.ok(overlaps({label: '', startOffset: 0, endOffset: 3}, {label: '', startOffset: 2, endOffset: 4}));
  assert.ok(!overlaps({label: '', startOffset: 0, endOffset: 3}, {label: '', startOffset: 3, endOffset: 4}));
  assert.equal(words('  a b\nc '), 3);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import {contains, dragged, fromAnswer, handles, hit, moved, nearestEdge, ordered, path, pixel, toAnswer} from '../../main/ts/geometry';

const size = {width: 100, height: 50};

test('pixels are whole and within the picture', () => {
  assert.deepEqual(pixel({x: -3, y: 50.6}, size), {x: 0, y: 50});
  assert.deepEqual(pixel({x: 10.5, y: 10.4}, size), {x: 11, y: 10});
});

test('a move stops at the edge and keeps the form', () => {
  assert.deepEqual(moved([{x: 10, y: 10}, {x: 30, y: 20}], 500, -500, size), [{x: 80, y: 0}, {x: 100, y: 10}]);
});

test('the edge next to a point; a polygon has one more than a polyline', () => {
  const points = [{x: 0, y: 0}, {x: 20, y: 0}, {x: 20, y: 20}];
  assert.deepEqual(nearestEdge('polyline', points, {x: 8, y: 3}), {after: 0, distance: 3});
  assert.equal(nearestEdge('polyline', points, {x: 3, y: 12}).after, 0);
  assert.equal(nearestEdge('polygon', points, {x: 3, y: 12}).after, 2);
});

test('a box has eight handles and stays a box when it is turned over', () => {
  const box = ordered({x: 30, y: 20}, {x: 10, y: 10});
  assert.deepEqual(box, [{x: 10, y: 10}, {x: 30, y: 20}]);
  assert.equal(handles('box', box).length, 8);
  assert.deepEqual(dragged('box', box, 4, {x: 5, y: 40}), [{x: 5, y: 10}, {x: 10, y: 40}]);
  assert.deepEqual(dragged('box', box, 1, {x: 99, y: 15}), [{x: 10, y: 15}, {x: 30, y: 20}]);
});

test('clicks hit what they mean', () => {
  assert.ok(hit('box', [{x: 10, y: 10}, {x: 30, y: 20}], {x: 9, y: 15}, 2));
  assert.ok(!hit('box', [{x: 10, y: 10}, {x: 30, y: 20}], {x: 5, y: 15}, 2));
  assert.ok(hit('line', [{x: 0, y: 0}, {x: 10, y: 10}], {x: 5, y: 6}, 2));
  assert.ok(!hit('line', [{x: 0, y: 0}, {x: 10, y: 10}], {x: 0, y: 9}, 2));
  assert.ok(contains([{x: 0, y: 0}, {x: 10, y: 0}, {x: 0, y: 10}], {x: 2, y: 2}));
  assert.ok(!contains([{x: 0, y: 0}, {x: 10, y: 0}, {x: 0, y: 10}], {x: 9, y: 9}));
});

test('answers come back as they were', () => {
  for (const [kind, value] of [
    ['box', {height: 401, label: 'Dog', left: 243, top: 117, width: 187}],
    ['point', {label: 'dog', x: 155, y: 275}],
    ['polygon', {label: 'dog', vertices: [{x: 1, y: 2}, {x: 3, y: 4}, {x: 5, y: 6}]}],
  ] as const) {
    assert.deepEqual(toAnswer(kind, fromAnswer(kind, value)!), value);
  }
  assert.equal(fromAnswer('box', {label: 'x'}), undefined);
  assert.equal(fromAnswer('polygon', {label: 'x', vertices: 'no'}), undefined);
});

test('paths', () => {
  assert.equal(path('box', [{x: 1, y: 2}, {x: 3, y: 4}]), 'M1 2H3V4H1Z');
  assert.equal(path('polygon', [{x: 1, y: 2}, {x: 3, y: 4}]), 'M1 2L3 4Z');
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Kind, Point} from '../../main/ts/geometry';
import {Board} from '../../main/ts/shape-board';

function board(kind: Kind, ...points: Point[]) {
  const said: string[] = [];
  let changes = 0;
  const made = new Board(kind, {
    labels: ['Cat', 'Dog'], size: {width: 100, height: 80}, count: n => `${n} shapes`, say: text => said.push(text),
    changed: () => { changes++; }, redraw: () => {}, reveal: () => {},
  });
  for (const point of points) made.enter(point);
  return {board: made, said, changes: () => changes};
}

const at = (x: number, y: number): Point => ({x, y});
const triangle = [at(10, 10), at(30, 10), at(10, 31)];
const polygon = () => board('polygon', ...triangle, triangle[2]);

test('a polygon ends where a vertex is set twice', () => {
  const {board: made, said} = polygon();
  assert.deepEqual(made.shapes, [{label: 'Cat', points: triangle}]);
  assert.equal(said.at(-1), 'Cat added, 3 vertices, first at 10, 10');
});

test('the vertices of a polygon are walked, moved, added and removed', () => {
  const {board: made, said} = polygon();
  made.nextVertex(-1);
  assert.equal(said.at(-1), 'Vertex 3 of 3 at 10, 31');
  made.resize(2, -1);
  assert.deepEqual(made.shapes[0].points[2], at(12, 30));
  assert.equal(made.insertVertex(made.vertex), true);
  assert.deepEqual(made.shapes[0].points, [at(10, 10), at(30, 10), at(12, 30), at(11, 20)], 'between the last one and the first');
  made.nextVertex(1);
  made.removeVertex(made.vertex);
  assert.deepEqual(made.shapes[0].points, [at(30, 10), at(12, 30), at(11, 20)]);
  made.removeVertex(0);
  assert.equal(said.at(-1), 'A polygon needs 3 vertices');
  made.undo();
  made.undo();
  made.undo();
  assert.deepEqual(made.shapes[0].points, triangle);
});

test('a polyline has no edge behind its last vertex', () => {
  const {board: made} = board('polyline', at(1, 1), at(9, 1), at(9, 9), at(9, 9));
  assert.equal(made.insertVertex(2), false);
  assert.equal(made.insertVertex(0, at(5, 2)), true);
  assert.deepEqual(made.shapes[0].points[1], at(5, 2));
  assert.equal(made.removeVertex(0), true);
  assert.equal(made.shapes[0].points.length, 3);
});

test('boxes, lines and points have no vertices to add or to remove', () => {
  for (const kind of ['box', 'line', 'point'] as const) {
    const {board: made} = board(kind, at(1, 1), at(9, 9));
    assert.equal(made.insertVertex(0), false, kind);
    assert.equal(made.removeVertex(0), false, kind);
  }
});

test('a shape is moved no farther than the image, and resized no smaller than a pixel', () => {
  const {board: made} = board('box', at(10, 10), at(30, 20));
  made.nudge(-50, 100);
  assert.deepEqual(made.shapes[0].points, [at(0, 70), at(20, 80)]);
  made.resize(-40, 0);
  assert.deepEqual(made.shapes[0].points, [at(0, 70), at(20, 80)]);
  made.resize(-19, 0);
  assert.deepEqual(made.shapes[0].points, [at(0, 70), at(1, 80)]);
});

test('a label is for the next shape directly after drawing one, and for the selected one otherwise', () => {
  const {board: made} = board('box', at(10, 10), at(30, 20));
  made.useLabel(1);
  assert.equal(made.shapes[0].label, 'Cat');
  made.select(0);
  made.useLabel(1);
  assert.equal(made.shapes[0].label, 'Dog');
  made.undo();
  assert.equal(made.shapes[0].label, 'Cat');
  made.redo();
  assert.equal(made.shapes[0].label, 'Dog');
});

test('the tool stays armed until Esc, which first cancels and deselects', () => {
  const {board: made, changes} = board('box', at(10, 10), at(30, 20), at(40, 40));
  assert.equal(made.drawing.length, 1);
  made.escape();
  assert.equal(made.drawing.length, 0);
  made.select(0);
  made.escape();
  assert.equal(made.selected, -1);
  assert.equal(made.armed, 0);
  made.escape();
  assert.equal(made.armed, -1);
  assert.equal(made.escape(), false);
  made.again();
  assert.equal(made.armed, 0);
  assert.equal(changes(), 1, 'nothing but the box is a change');
});

test('what is too small is not added', () => {
  const {board: made, said} = board('line', at(10, 10), at(10, 10));
  assert.equal(made.shapes.length, 0);
  assert.equal(said.at(-1), 'Too small, not added');
});

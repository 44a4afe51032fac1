import assert from 'node:assert/strict';
import test from 'node:test';
import {PALETTE, colour, compact, ink, parse, parseList, parseObject, rgb} from '../../main/ts/values';

test('attributes are JSON5', () => {
  assert.deepEqual(parseList("['Cat', \"Dog\",]", 'labels'), ['Cat', 'Dog']);
  assert.deepEqual(parseList('[{label: "a", shortDisplayName: \'b\'}, // comment\n]', 'labels'), [{label: 'a', shortDisplayName: 'b'}]);
  assert.deepEqual(parseObject("{ text: 'None of the above' }", 'exclusion-category'), {text: 'None of the above'});
  assert.deepEqual(parseList('Cat', 'labels'), ['Cat']);
  assert.deepEqual(parseList('', 'labels'), []);
  assert.deepEqual(parseList(null, 'labels'), []);
});

test('what is no JSON5 is reported and gives nothing', context => {
  const said = context.mock.method(console, 'error', () => {});
  assert.equal(parse('[alert(1)]', 'labels'), undefined);
  assert.match(String(said.mock.calls[0].arguments[0]), /labels is not a JSON5 value/);
});

test('reflected lists can be cut at the quotes, as a public template does', () => {
  const text = compact(['Item A', 'Item B', 'Item C']);
  assert.deepEqual(text.substring(2, text.length - 2).split('","'), ['Item A', 'Item B', 'Item C']);
});

test('colours: the palette first, then more, all different', () => {
  const many = Array.from({length: 200}, (_, index) => colour(index));
  assert.deepEqual(many.slice(0, PALETTE.length), PALETTE);
  assert.equal(new Set(many).size, 200);
  assert.ok(many.every(hex => /^#[0-9a-f]{6}$/.test(hex)));
  assert.deepEqual(rgb('#1f77b4'), [31, 119, 180]);
  assert.deepEqual(rgb('#f00'), [255, 0, 0]);
  assert.equal(ink('#ffffff'), '#000');
  assert.equal(ink('#000080'), '#fff');
});

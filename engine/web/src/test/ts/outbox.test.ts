import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Problem} from '../../main/ts/app/api';
import {Held} from '../../main/ts/portal/model';
import {Outbox} from '../../main/ts/portal/outbox';

/** A clock and a server that the test moves. */
class World {
  now = 1_000_000;
  readonly shelf = new Map<string, Held>();
  readonly sent: string[] = [];
  readonly settled: string[] = [];
  refusal?: Problem;
  private readonly timers: Array<{at: number; act: () => void}> = [];
  readonly outbox = this.page();

  /** While it is pending, what was sent alone is done but the lock not yet given back. */
  unlocking?: Promise<void>;

  page(): Outbox {
    return new Outbox('ann', {
      get: async key => this.shelf.get(key),
      put: async (key, entry) => { this.shelf.set(key, structuredClone(entry)); },
      delete: async key => { this.shelf.delete(key); },
      all: async () => [...this.shelf.values()].map(entry => structuredClone(entry)),
    }, {
      send: async entry => {
        this.sent.push(entry.taskId);
        if (this.refusal) throw this.refusal;
      },
      alone: async act => {
        const result = await act();
        await this.unlocking;
        return result;
      },
      now: () => this.now,
      later: (act, milliseconds) => this.timers.push({at: this.now + milliseconds, act}),
      changed: () => {},
      settled: (entry, problem) => this.settled.push(problem ? `${entry.taskId} ${problem.code}` : entry.taskId),
    });
  }

  entry(taskId: string, hold = 5000): Held {
    return {key: `${this.now} ${taskId}`, sub: 'ann', jobName: 'job', taskId, draftKey: taskId, answer: {}, seconds: 1, heldUntil: this.now + hold};
  }

  async pass(milliseconds: number): Promise<void> {
    await settle();
    this.now += milliseconds;
    for (const due of this.timers.filter(({at}) => at <= this.now)) {
      this.timers.splice(this.timers.indexOf(due), 1);
      due.act();
    }
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve();
  await new Promise(resolve => setImmediate(resolve));
}

test('an answer is stored at once, held, then sent and forgotten', async () => {
  const world = new World();
  world.outbox.add(world.entry('a'));
  await world.pass(4000);
  assert.deepEqual(world.sent, []);
  assert.equal(world.shelf.size, 1);
  await world.pass(2000);
  assert.deepEqual(world.sent, ['a']);
  assert.deepEqual(world.settled, ['a']);
  assert.equal(world.shelf.size, 0);
  assert.equal(world.outbox.size, 0);
});

test('the next answer ends the hold of the one before, which is sent first', async () => {
  const world = new World();
  world.outbox.add(world.entry('a'));
  world.now += 1000;
  world.outbox.add(world.entry('b'));
  await world.pass(0);
  assert.deepEqual(world.sent, ['a']);
  await world.pass(6000);
  assert.deepEqual(world.sent, ['a', 'b']);
});

test('undo takes back what is held, and nothing that is sent', async () => {
  const world = new World();
  world.outbox.add(world.entry('a'));
  await world.pass(1000);
  assert.equal(world.outbox.undo()?.taskId, 'a');
  await world.pass(10_000);
  assert.deepEqual(world.sent, []);
  assert.equal(world.shelf.size, 0);
  world.outbox.add(world.entry('b'));
  await world.pass(6000);
  assert.equal(world.outbox.undo(), undefined);
});

test('without a connection answers wait, and go in order when it is back', async () => {
  const world = new World();
  world.refusal = new Problem(0, 'Offline', 'no');
  world.outbox.add(world.entry('a'));
  world.now += 1;
  world.outbox.add(world.entry('b', 0));
  await world.pass(0);
  assert.deepEqual(world.sent, ['a']);
  assert.equal(world.outbox.waiting, true);
  assert.equal(world.shelf.size, 2);
  world.refusal = undefined;
  world.sent.length = 0;
  await world.outbox.flush();
  await world.pass(0);
  assert.deepEqual(world.sent, ['a', 'b']);
  assert.equal(world.outbox.waiting, false);
});

test('it tries again by itself, later each time', async () => {
  const world = new World();
  world.refusal = new Problem(503, 'Unavailable', 'no');
  world.outbox.add(world.entry('a', 0));
  await world.pass(1001);
  await world.pass(1999);
  assert.equal(world.sent.length, 2);
  await world.pass(10);
  assert.equal(world.sent.length, 3);
});

test('a refusal for good comes back once, and does not stop the next', async () => {
  const world = new World();
  world.refusal = new Problem(400, 'InvalidAnswer', 'no');
  world.outbox.add(world.entry('a', 0));
  await world.pass(0);
  assert.deepEqual(world.settled, ['a InvalidAnswer']);
  assert.equal(world.shelf.size, 0);
  world.refusal = undefined;
  world.outbox.add(world.entry('b', 0));
  await world.pass(0);
  assert.deepEqual(world.settled, ['a InvalidAnswer', 'b']);
});

test('an ended session keeps the answers until somebody signs in', async () => {
  const world = new World();
  world.refusal = new Problem(401, 'NotSignedIn', 'no');
  world.outbox.add(world.entry('a', 0));
  await world.pass(60_000);
  assert.deepEqual(world.sent, ['a']);
  world.refusal = undefined;
  await world.outbox.flush();
  assert.deepEqual(world.settled, ['a']);
});

test('the next page sends what the last one could not, and nobody else\'s', async () => {
  const world = new World();
  world.outbox.add(world.entry('a'));
  await world.pass(0);
  world.outbox.leave();
  world.outbox.close();
  world.shelf.set('x', {...world.entry('x', 0), sub: 'ben'});
  world.sent.length = 0;
  world.now += 6000;
  await world.page().flush();
  assert.deepEqual(world.sent, ['a']);
  assert.deepEqual([...world.shelf.keys()], ['x']);
});

test('a task is known from Submit on, unless the server refuses its answer', async () => {
  const world = new World();
  world.outbox.add(world.entry('a', 0));
  assert.ok(await world.outbox.knows('a'));
  await world.pass(0);
  assert.ok(!world.outbox.has('a'));
  assert.ok(await world.outbox.knows('a'));
  world.refusal = new Problem(400, 'InvalidAnswer', 'wrong');
  world.outbox.add(world.entry('b', 0));
  await world.pass(0);
  assert.ok(!(await world.outbox.knows('b')));
});

test('the next page sends at once what a page that is gone held back, and knows its task until then', async () => {
  const world = new World();
  world.outbox.add(world.entry('a'));
  await world.pass(0);
  world.outbox.close();
  const other = {...world.entry('x'), jobName: 'open in another tab'};
  world.shelf.set('x', other);
  const next = world.page();
  world.refusal = new Problem(0, 'Offline', 'no');
  await next.sendLeft('job');
  assert.ok(await next.knows('a'));
  world.refusal = undefined;
  world.sent.length = 0;
  await next.sendLeft('job');
  assert.deepEqual(world.sent, ['a']);
  assert.deepEqual(world.shelf.get('x'), other);
});

test('an answer that is added while the lock is being given back is sent too', async () => {
  const world = new World();
  let unlock = () => {};
  world.unlocking = new Promise(resolve => { unlock = resolve; });
  world.outbox.add(world.entry('a', 0));
  await world.pass(0);
  assert.deepEqual(world.sent, ['a']);
  world.outbox.add(world.entry('b', 0));
  await world.pass(0);
  assert.deepEqual(world.sent, ['a']);
  unlock();
  await world.pass(0);
  assert.deepEqual(world.sent, ['a', 'b']);
});

// The case as BPMN on bpmn-engine; after each act `getState()` is saved in the same transaction in which it was locked. The
// source is not saved with each case: it is the same for all. It speaks as players/seat.py does, on standard input and output.
// The packages are in a folder outside the tree, whose address is the first argument.

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';

const from = createRequire(path.resolve(process.argv[2], 'package.json'));
const { Engine } = from('bpmn-engine');
const { Client } = from('pg');
const Elements = from('bpmn-elements');
const BpmnModdle = from('bpmn-moddle');
const { default: serialize, TypeResolver } = from('moddle-context-serializer');

const TABLE = 'CREATE TABLE IF NOT EXISTS cases (id uuid PRIMARY KEY, is_over boolean NOT NULL, state text NOT NULL)';
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const script = JSON.parse((await lines.next()).value);
const diagram = readFileSync(new URL('birth.bpmn', import.meta.url), 'utf8');
const sourceContext = serialize(await new BpmnModdle().fromXML(diagram), TypeResolver(Elements));

const engine = () => new Engine({ name: 'birth', sourceContext });

async function save(execution) {
  const state = await execution.getState();
  for (const definition of state.definitions) delete definition.source;
  return JSON.stringify(state);
}

class Case {
  constructor(client) {
    this.client = client;
    this.id = randomUUID();
    this.execution = null;
  }

  async perform(act) {
    if (this.execution) await this.another(act);
    else await this.first(act);
  }

  async first(act) {
    this.execution = await engine().execute();
    this.execution.environment.output[act.name] = act.body;
    const text = 'INSERT INTO cases (id, is_over, state) VALUES ($1, false, $2)';
    await this.client.query({ name: 'insert', text, values: [this.id, await save(this.execution)] });
  }

  // `script.kept`: the case stays in memory between two acts and is only saved, which works while one process has the case.
  async another(act) {
    if (!script.kept) {
      await this.client.query('BEGIN');
      const text = 'SELECT state FROM cases WHERE id = $1 FOR UPDATE';
      const found = await this.client.query({ name: 'select', text, values: [this.id] });
      this.execution = await engine().recover(JSON.parse(found.rows[0].state)).resume();
    }
    this.execution.environment.output[act.name] = act.body;
    const waiting = this.execution.getPostponed().some((one) => one.id === act.name);
    if (!waiting) throw new Error(`${act.name} is not open`);
    this.execution.signal({ id: act.name });
    const over = this.execution.state === 'idle' || !this.execution.isRunning;
    const text = 'UPDATE cases SET is_over = $1, state = $2 WHERE id = $3';
    await this.client.query({ name: 'update', text, values: [over, await save(this.execution), this.id] });
    if (!script.kept) await this.client.query('COMMIT');
  }
}

async function play(client, cases, taken) {
  for (let number = 0; number < cases; number++) {
    const one = new Case(client);
    for (const act of script.acts) {
      const began = performance.now();
      await one.perform(act);
      taken[act.name].push(performance.now() - began);
    }
  }
}

const clients = [];
for (let number = 0; number < script.callers; number++) {
  const client = new Client({ connectionString: script.address });
  await client.connect();
  clients.push(client);
}
await clients[0].query(TABLE);
console.log('ready');
for await (const line of lines) {
  const taken = Object.fromEntries(script.acts.map((act) => [act.name, []]));
  await Promise.all(clients.map((client) => play(client, Number(line), taken)));
  console.log(JSON.stringify(taken));
}
for (const client of clients) await client.end();

// The official Node library does everything with file links that it can, against the server at TRUELINE_URL.
// Each test is one thing that users of the library do. The library is unchanged; only its host is set.

import assert from 'node:assert/strict';
import http from 'node:http';
import test from 'node:test';
import Stripe from 'stripe';

const url = new URL(process.env.TRUELINE_URL);
const FILE = 'file_1Mr23iLkdIwHu7ixQkCV3CBR';

const client = ({ key = 'sk_test_123', port = url.port, retries = 0 } = {}) =>
  new Stripe(key, { protocol: 'http', host: url.hostname, port, maxNetworkRetries: retries, telemetry: false });
const api = client();
const links = api.fileLinks;

// `last_response` and the like differ from call to call.
const plain = (value) => JSON.parse(JSON.stringify(value));
const mark = (name) => `${name}-${process.hrtime.bigint()}`;
const soon = () => Math.floor(Date.now() / 1000) + 3600;

test('create, retrieve, update', async () => {
  const made = await links.create({ file: FILE, metadata: { order: '6735' } });
  assert.equal(made.object, 'file_link');
  assert.equal(made.file, FILE);
  assert.equal(made.expired, false);
  assert.equal(made.expires_at, null);
  assert.deepEqual(plain(await links.retrieve(made.id)), plain(made));
  const at = soon();
  const changed = await links.update(made.id, { expires_at: at, metadata: { 'a b': 'ü+&=[]' } });
  assert.equal(changed.expires_at, at);
  assert.deepEqual(changed.metadata, { order: '6735', 'a b': 'ü+&=[]' });
});

test('unset one key, all keys, and the expiry', async () => {
  const made = await links.create({ file: FILE, metadata: { a: '1', b: '2' }, expires_at: soon() });
  assert.deepEqual((await links.update(made.id, { metadata: { a: '' } })).metadata, { b: '2' });
  assert.deepEqual((await links.update(made.id, { metadata: '' })).metadata, {});
  assert.equal((await links.update(made.id, { expires_at: '' })).expires_at, null);
});

test('an expired link cannot be updated', async () => {
  const made = await links.create({ file: FILE });
  assert.equal((await links.update(made.id, { expires_at: 'now' })).expired, true);
  await assert.rejects(links.update(made.id, { metadata: { late: 'yes' } }), Stripe.errors.StripeInvalidRequestError);
});

test('auto-paging, forward and backward', async () => {
  const made = [];
  for (let i = 0; i < 7; i += 1) made.push((await links.create({ file: FILE })).id);
  const forward = [];
  for await (const link of links.list({ limit: 3 })) {
    forward.push(link.id);
    if (forward.length === 7) break;
  }
  assert.deepEqual(forward, [...made].reverse());
  const backward = [];
  for await (const link of links.list({ limit: 3, ending_before: made[0] })) backward.push(link.id);
  assert.deepEqual(backward.slice(0, 6), made.slice(1));
});

test('filters', async () => {
  const dead = await links.create({ file: FILE });
  await links.update(dead.id, { expires_at: 'now' });
  const live = await links.create({ file: FILE });
  const ids = async (params) => (await links.list({ limit: 100, ...params }).autoPagingToArray({ limit: 10000 })).map((l) => l.id);
  assert.ok((await ids({ expired: true })).includes(dead.id));
  assert.ok(!(await ids({ expired: true })).includes(live.id));
  assert.ok((await ids({ expired: false, file: FILE })).includes(live.id));
  assert.ok((await ids({ created: { gte: live.created, lte: live.created } })).includes(live.id));
  assert.deepEqual(await ids({ created: live.created + 1000 }), []);
});

test('expansion', async () => {
  const made = await links.create({ file: FILE, expand: ['file'] });
  assert.equal(made.file.id, FILE);
  assert.equal((await links.retrieve(made.id)).file, FILE);
  assert.equal((await links.retrieve(made.id, { expand: ['file'] })).file.object, 'file');
  assert.equal((await links.list({ limit: 1, expand: ['data.file'] })).data[0].file.id, FILE);
});

test('errors are of their class', async () => {
  await assert.rejects(links.create({}), (error) =>
    error instanceof Stripe.errors.StripeInvalidRequestError && error.param === 'file' && error.statusCode === 400);
  await assert.rejects(links.retrieve('link_that_is_not_there'), (error) =>
    error.statusCode === 404 && error.code === 'resource_missing' && Boolean(error.requestId));
  await assert.rejects(client({ key: 'sk_test_wrong' }).fileLinks.list(), Stripe.errors.StripeAuthenticationError);
  await assert.rejects(links.create({ file: FILE, colour: 'red' }), Stripe.errors.StripeInvalidRequestError);
});

test('idempotency keys', async () => {
  const options = { idempotencyKey: mark('node') };
  const first = await links.create({ file: FILE, metadata: { n: '1' } }, options);
  assert.equal((await links.create({ file: FILE, metadata: { n: '1' } }, options)).id, first.id);
  await assert.rejects(links.create({ file: FILE, metadata: { n: '2' } }, options), Stripe.errors.StripeIdempotencyError);
});

test('a lost answer is asked for again with the same key, and there is one link', async () => {
  const keys = [];
  const proxy = http.createServer((request, response) => {
    keys.push(request.headers['idempotency-key']);
    const onward = http.request(
      { host: url.hostname, port: url.port, path: request.url, method: request.method, headers: request.headers },
      (answer) => {
        if (keys.length === 1) {
          answer.resume().on('end', () => request.socket.destroy());
          return;
        }
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  await new Promise((listening) => { proxy.listen(0, '127.0.0.1', listening); });
  const lost = mark('lost');
  const made = await client({ port: proxy.address().port, retries: 2 }).fileLinks
    .create({ file: FILE, metadata: { lost } });
  proxy.close();
  proxy.closeAllConnections();
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  const all = await links.list({ limit: 100 }).autoPagingToArray({ limit: 10000 });
  assert.deepEqual(all.filter((link) => link.metadata.lost === lost).map((link) => link.id), [made.id]);
});

test('upload, link, fetch, expire', async () => {
  const data = Buffer.from('what the file says ü');
  const file = await api.files.create({
    purpose: 'dispute_evidence', file: { data, name: 'evidence.txt', type: 'text/plain' },
  }, { host: url.hostname });
  assert.equal(file.size, data.length);
  assert.equal((await api.files.retrieve(file.id)).id, file.id);
  const link = await links.create({ file: file.id });
  assert.deepEqual(Buffer.from(await (await fetch(link.url)).arrayBuffer()), data);
  await links.update(link.id, { expires_at: 'now' });
  assert.ok((await fetch(link.url)).status >= 400);
});

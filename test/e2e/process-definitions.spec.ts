import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { encodeId } from '../../src/kernel/ids.js';
import { DefinitionCheck } from '../../src/process/definition-check.js';
import { DEFAULT_DEFINITION } from '../../src/process/index.js';
import { testApp, type GraphQLAnswer } from '../support/app.js';
import type { MemberRole } from '../support/merchant.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

const app = testApp();
let desk: TicketDesk;
beforeAll(async () => {
  desk = await TicketDesk.open(app);
  await desk.merchant.member('ADMIN');
});

const PUBLISH = `mutation($input: PublishProcessDefinitionInput!) { publishProcessDefinition(input: $input) {
  definition { id name version body publishedAt } userErrors { code field details } } }`;
const CHECK = 'query($body: JSONObject!) { checkProcessDefinition(body: $body) { path code message } }';

interface Published {
  definition: { id: string; name: string; version: number; body: unknown } | null;
  userErrors: { code: string; field: string | null; details: { problems?: { path: string; code: string }[] } | null }[];
}

async function publish(input: object, as: [MemberRole, string] = ['ADMIN', 'ADMIN'], of = desk): Promise<Published> {
  const { data, errors } = await app.gql<{ publishProcessDefinition: Published }>(PUBLISH, { input }, { token: await of.merchant.token(...as) });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.publishProcessDefinition;
}

async function kept(): Promise<unknown> {
  return app.owner(`SELECT (SELECT count(*)::int FROM process_definition) AS definitions, (SELECT count(*)::int FROM event) AS events, (SELECT count(*)::int FROM idempotency) AS keys`);
}

/** The default with a change: the visit back after so many hours. */
function body(hours = 48): { kinds: Record<string, { steps: { step: string; requires: { code: string; hours?: number }[] }[] }> } {
  const draft = structuredClone(DEFAULT_DEFINITION) as unknown as ReturnType<typeof body>;
  for (const required of draft.kinds['COMPLAINT']?.steps.at(-1)?.requires ?? []) if (required.code === 'VISIT_BACK') required.hours = hours;
  return draft;
}

describe('publish', () => {
  it('makes the next version: new tickets follow it, those at work keep theirs', async () => {
    const own = await TicketDesk.open(app, 'Own');
    const pinned = async (ticketId: string): Promise<string> => encodeId('ProcessDefinition', (await own.row<{ definition_id: string }>(ticketId)).definition_id);
    const old = await own.complaint(null);
    const { definition, userErrors } = await publish({ name: 'default', body: body() }, ['ADMIN', 'ADMIN'], own);
    expect(userErrors).toEqual([]);
    expect(definition).toMatchObject({ name: 'default', version: 2, body: body() });
    const fresh = await own.complaint(null);
    expect(await pinned(fresh)).toBe(definition?.id);
    expect(await pinned(old)).not.toBe(definition?.id);
    await own.does('AGENT', 'takeTicket', { ticketId: old });
    expect(await pinned(old)).not.toBe(definition?.id);
    const { data } = await own.merchant.as<{ processDefinitions: { edges: { node: { id: string; version: number } }[] } }>(
      'AGENT', '{ processDefinitions(first: 1) { edges { node { id version } } } }',
    );
    expect(data?.processDefinitions.edges).toEqual([{ node: { id: definition?.id, version: 2 } }]);
    expect(await app.owner('SELECT type, actor_id, subject_version FROM event WHERE subject_id = $1', [uuid(definition?.id ?? '')])).toEqual([
      { type: 'definition.published', actor_id: await own.merchant.member('ADMIN'), subject_version: 2 },
    ]);
  });

  it('under one key twice is one version; another body under it is refused', async () => {
    const input = { name: 'keyed', body: body(), idempotencyKey: 'publish-1' };
    const [first, again] = [await publish(input), await publish(input)];
    expect(again.definition).toEqual(first.definition);
    const before = await kept();
    expect((await publish({ ...input, body: body(24) })).userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    expect(await kept()).toEqual(before);
  });

  it('at once by four gets four versions; beyond that it says BUSY', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => publish({ name: 'at once', body: body() })));
    const done = answers.filter(({ definition }) => definition !== null);
    expect(answers.filter(({ definition }) => definition === null).flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(
      Array.from({ length: 8 - done.length }, () => 'BUSY'),
    );
    expect(done.length).toBeGreaterThanOrEqual(4);
    expect(done.map(({ definition }) => definition?.version).sort()).toEqual(done.map((_, at) => at + 1));
  });

  it('holds up nobody: while one is examined, it is everybody else’s turn again and again', async () => {
    let examining = true;
    const problems = app.nest.get(DefinitionCheck, { strict: false }).problems(body()).finally(() => (examining = false));
    let turns = 0;
    for (; examining; turns += 1) await setImmediate();
    expect(turns).toBeGreaterThan(100); // one after each of the hundreds of tickets it plays
    expect(await problems).toEqual([]);
  });

  it.each<[string, () => object, string]>([
    ['no kinds', () => ({}), 'WRONG_TYPE'],
    ['a kind left out', () => ({ kinds: { COMPLAINT: body().kinds['COMPLAINT'] } }), 'KIND_MISSING'],
    ['an unknown requirement', () => changed((steps) => steps[0]?.requires.push({ code: 'PAY_ME' })), 'UNKNOWN_REQUIREMENT'],
    ['an unknown step', () => changed((steps) => Object.assign(steps[0] ?? {}, { step: 'BRIBE' })), 'UNKNOWN_STEP'],
    ['a step nobody reaches', () => changed((steps) => Object.assign(steps[1] ?? {}, { after: ['FOLLOW_UP'] })), 'CYCLE'],
    ['a step left out', () => changed((steps) => steps.splice(3, 1)), 'STEP_MISSING'],
    ['a hostile size', () => changed((steps) => Object.assign(steps[0] ?? {}, { requires: Array.from({ length: 41 }, () => ({ code: 'HUMAN_REPLY' })) })), 'TOO_MANY'],
  ])('%s is refused with its problems, and nothing is saved', async (_name, made, problem) => {
    const before = await kept();
    const { definition, userErrors } = await publish({ name: 'bad', body: made() });
    expect(definition).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'DEFINITION_INVALID', field: 'body' }]);
    expect(userErrors[0]?.details?.problems?.map(({ code }) => code)).toContain(problem);
    expect(await kept()).toEqual(before);
    const { data } = await desk.merchant.as<{ checkProcessDefinition: { path: string; code: string }[] }>('ADMIN', CHECK, { body: made() });
    expect(data?.checkProcessDefinition.map(({ path, code }) => ({ path, code }))).toEqual(userErrors[0]?.details?.problems?.map(({ path, code }) => ({ path, code })));
  });

  it.each(['', '  ', 'x'.repeat(61)])('under the name "%s" is refused', async (name) => {
    expect((await publish({ name, body: body() })).userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: 'name' }]);
  });

  it.each<MemberRole>(['AGENT', 'LEADER', 'SUPERVISOR', 'FINANCE', 'INSPECTOR', 'AUDITOR'])('by a %s is refused, and so is examining', async (role) => {
    const before = await kept();
    expect((await publish({ name: 'default', body: body() }, [role, role])).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    const { errors } = await desk.merchant.as(role, CHECK, { body: body() });
    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    expect(await kept()).toEqual(before);
  });

  it('by the administrator of one shop is refused: it concerns them all', async () => {
    await desk.merchant.member('ADMIN', 'of one shop', { shopUuid: desk.merchant.shopUuid });
    expect((await publish({ name: 'default', body: body() }, ['ADMIN', 'of one shop'])).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

it('a published version is never changed, by anybody', async () => {
  await expect(app.owner(`UPDATE process_definition SET body = '{}' WHERE merchant_id = $1`, [desk.merchant.id])).rejects.toThrow('a published version is never changed');
  await expect(app.owner(`UPDATE process_definition SET published_at = NULL WHERE merchant_id = $1`, [desk.merchant.id])).rejects.toThrow('never changed');
});

it('definitions are listed newest first, page by page, and are nodes; another merchant sees none of them', async () => {
  const LIST = 'query($after: String) { processDefinitions(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }';
  interface List {
    processDefinitions: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  }
  const seen: string[] = [];
  for (let after: string | null = null, more = true; more;) {
    const page: GraphQLAnswer<List> = await desk.merchant.as<List>('AUDITOR', LIST, { after });
    if (!page.data) throw new Error('no page');
    seen.push(...page.data.processDefinitions.edges.map(({ node }) => node.id));
    ({ endCursor: after, hasNextPage: more } = page.data.processDefinitions.pageInfo);
  }
  const rows = await app.owner<{ id: string }>('SELECT id FROM process_definition WHERE merchant_id = $1 ORDER BY id DESC', [desk.merchant.id]);
  expect(seen).toEqual(rows.map(({ id }) => encodeId('ProcessDefinition', id)));
  const node = async (of: TicketDesk): Promise<unknown> => (await of.merchant.as<{ node: unknown }>('AGENT', 'query($id: ID!) { node(id: $id) { id } }', { id: seen[0] })).data?.node;
  expect(await node(desk)).toEqual({ id: seen[0] });
  expect(await node(await TicketDesk.open(app, 'Other'))).toBeNull();
});

function changed(change: (steps: { step: string; requires: { code: string }[] }[]) => unknown): object {
  const draft = body();
  change(draft.kinds['RETURN_EXCHANGE']?.steps ?? []);
  return draft;
}

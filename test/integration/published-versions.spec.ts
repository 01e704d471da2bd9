import { uuidv7 } from 'uuidv7';
import { DomainError } from '../../src/kernel/error.js';
import type { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { PublishedVersions, type Named } from '../../src/platform/published-versions.js';
import { testDatabase } from '../support/database.js';
import { actorIn, CALL, newMember, newMerchant } from '../support/merchant.js';

const db = testDatabase();
const EVENTS = `SELECT type, subject_type, subject_version, actor_id, cause, data FROM event WHERE subject_id = $1`;

class Desk {
  readonly read: string[] = [];
  readonly names = new PublishedVersions<Named, string>({
    table: 'sla_policy', columns: { name: 'name' }, countedBy: ['name'], read: (body) => {
      const { word } = body as { word: string };
      this.read.push(word);
      return word;
    },
  });
  readonly rosters = new PublishedVersions<{ readonly shopId: string; readonly teamId: string | null }, null>({
    table: 'duty_roster', columns: { shopId: 'shop_id', teamId: 'team_id' }, countedBy: ['shopId', 'teamId'], read: () => null,
  });
  private constructor(readonly unit: UnitOfWork, readonly merchantId: string, readonly shopId: string, readonly memberId: string) {}

  static async open(): Promise<Desk> {
    const { merchantId, shopId } = await newMerchant(db);
    return new Desk(db.open().unitOfWork, merchantId, shopId, await newMember(db, merchantId, 'ADMIN'));
  }

  publish(name: string, word: string, idempotencyKey: string | null = null): ReturnType<Desk['names']['publish']> {
    const request = { idempotencyKey, name, word };
    return this.unit.run(this.merchantId, (tx) => this.names.publish(tx, {
      actor: actorIn(this.merchantId, 'ADMIN', { id: this.memberId }), call: CALL, request, operation: 'PUBLISH', event: 'thing.published', told: { of: 'test' },
      next: () => ({ columns: { name }, body: { word } }),
    }));
  }

  newest(): Promise<string> {
    return this.unit.read(this.merchantId, async (tx) => this.names.version(tx, await this.names.newestId(tx)));
  }

  kept(): Promise<unknown> {
    return db.owner(`SELECT (SELECT count(*)::int FROM sla_policy) AS versions, (SELECT count(*)::int FROM event) AS events, (SELECT count(*)::int FROM idempotency) AS keys`);
  }
}

it('makes the next version of its name, told in an event; the last one published is the newest, whatever its name', async () => {
  const desk = await Desk.open();
  const made = [await desk.publish('a', 'one'), await desk.publish('b', 'two'), await desk.publish('a', 'three')];
  expect(made.map(({ name, version, body }) => ({ name, version, body }))).toEqual([
    { name: 'a', version: 1, body: { word: 'one' } }, { name: 'b', version: 1, body: { word: 'two' } }, { name: 'a', version: 2, body: { word: 'three' } },
  ]);
  expect(await desk.newest()).toBe('three');
  await desk.publish('b', 'four');
  expect(await desk.newest()).toBe('four');
  expect(await db.owner(EVENTS, [made[2]?.id])).toEqual([
    { type: 'thing.published', subject_type: 'sla_policy', subject_version: 2, actor_id: desk.memberId, cause: 'PUBLISH', data: { of: 'test', version: 2 } },
  ]);
});

it('by twenty at once gets twenty versions', async () => {
  const desk = await Desk.open();
  const made = await Promise.all(Array.from({ length: 20 }, (_, at) => desk.publish('a', String(at))));
  expect(made.map(({ version }) => version).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
});

it('the same attempt again answers the version it made, also after another one', async () => {
  const desk = await Desk.open();
  const first = await desk.publish('a', 'one', 'k');
  await desk.publish('a', 'two');
  const before = await desk.kept();
  expect(await desk.publish('a', 'one', 'k')).toEqual(first);
  await expect(desk.publish('a', 'other', 'k')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  expect(await desk.kept()).toEqual(before);
});

it('a refusal of what is next leaves nothing behind', async () => {
  const desk = await Desk.open();
  const before = await desk.kept();
  await expect(desk.unit.run(desk.merchantId, (tx) => desk.names.publish(tx, {
    actor: actorIn(desk.merchantId, 'ADMIN', { id: desk.memberId }), call: CALL, request: { idempotencyKey: 'k' }, operation: 'PUBLISH', event: 'thing.published',
    next: () => Promise.reject(new DomainError('RULE_INVALID', { en: 'No.', zh: '不。' })),
  }))).rejects.toMatchObject({ code: 'RULE_INVALID' });
  expect(await desk.kept()).toEqual(before);
});

it('reads a version once per process, and of another merchant never', async () => {
  const [desk, other] = [await Desk.open(), await Desk.open()];
  const { id } = await desk.publish('a', 'one');
  await Promise.resolve(desk.unit.read(desk.merchantId, async (tx) => [await desk.names.version(tx, id), await desk.names.version(tx, id)]));
  expect(desk.read).toEqual(['one']);
  await expect(desk.unit.read(other.merchantId, async (tx) => desk.names.version(tx, id))).rejects.toThrow('nothing published');
  expect(await desk.unit.read(other.merchantId, (tx) => desk.names.byId(tx, id))).toBeUndefined();
});

it('a draft is neither the newest, nor on a page, nor to be worked with', async () => {
  const desk = await Desk.open();
  const { id } = await desk.publish('a', 'one');
  const draft = uuidv7();
  await db.owner(`INSERT INTO sla_policy (merchant_id, id, name, version, body) VALUES ($1, $2, 'draft', 1, '{}')`, [desk.merchantId, draft]);
  expect(await desk.newest()).toBe('one');
  const page = await desk.unit.read(desk.merchantId, (tx) => desk.names.page(tx, null, 10));
  expect(page.map((row) => row.name)).toEqual(['a', 'default']);
  expect((await desk.unit.read(desk.merchantId, (tx) => desk.names.page(tx, id, 10))).map((row) => row.name)).toEqual(['default']);
  expect(await desk.unit.read(desk.merchantId, (tx) => desk.names.byId(tx, draft))).toBeUndefined();
});

it('counts where a column is null by itself', async () => {
  const desk = await Desk.open();
  const teamId = uuidv7();
  await db.owner(`INSERT INTO team (merchant_id, id, shop_id, name) VALUES ($1, $2, $3, 'team')`, [desk.merchantId, teamId, desk.shopId]);
  const versions = await desk.unit.run(desk.merchantId, async (tx) => {
    const made: number[] = [];
    for (const team of [null, teamId, null, teamId, null]) {
      made.push((await desk.rosters.insert(tx, { columns: { shopId: desk.shopId, teamId: team }, body: {} }, await tx.now(), desk.memberId)).version);
    }
    return made;
  });
  expect(versions).toEqual([1, 1, 2, 2, 3]);
});

it('where nothing was published there is no newest', async () => {
  const desk = await Desk.open();
  const rosters = (ask: 'findNewestId' | 'newestId'): Promise<unknown> => desk.unit.read(desk.merchantId, (tx) => desk.rosters[ask](tx));
  expect(await rosters('findNewestId')).toBeNull();
  await expect(rosters('newestId')).rejects.toThrow('no published duty_roster');
});

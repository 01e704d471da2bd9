import { beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { HOUR } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

const app = testApp();
let desk: TicketDesk;
beforeEach(async () => {
  desk = await TicketDesk.open(app);
  for (const name of ['AGENT', 'anna', 'berta']) await desk.merchant.member('AGENT', name);
});

interface Place {
  readonly queuePosition: number | null;
  readonly expectedWait: number | null;
}

async function places(of: TicketDesk, ticketIds: readonly string[]): Promise<(Place | null)[]> {
  const query = `query { ${ticketIds.map((id, at) => `t${at}: ticket(id: "${id}") { queuePosition expectedWait }`).join(' ')} }`;
  const { data, errors } = await of.merchant.as<Record<string, Place | null>>('AGENT', query);
  if (!data) throw new Error(JSON.stringify(errors));
  return ticketIds.map((_, at) => data[`t${at}`] ?? null);
}

const positions = async (ticketIds: readonly string[]): Promise<(number | null)[]> => (await places(desk, ticketIds)).map((place) => place?.queuePosition ?? null);
const counted = (to: number): number[] => Array.from({ length: to }, (_, at) => at + 1);

describe('the queue of live chats', () => {
  it('gives chats opened at once a place each, and closes up while several are taken at once', async () => {
    const chats = await Promise.all(counted(16).map(() => desk.logistics()));
    const before = await positions(chats);
    expect([...before].sort((a, b) => Number(a) - Number(b))).toEqual(counted(16));
    const inOrder = counted(16).map((place) => chats[before.indexOf(place)] ?? '');
    const taken = inOrder.filter((_, at) => at % 2 === 0);
    await Promise.all(taken.map((ticketId, at) => desk.does(['AGENT', at % 2 === 0 ? 'anna' : 'berta'], 'takeTicket', { ticketId })));
    expect(await positions(taken)).toEqual(taken.map(() => null));
    expect(await positions(inOrder.filter((_, at) => at % 2 === 1))).toEqual(counted(8)); // and in the order in which they came
  });

  it('two who take one chat at once are one pickup', async () => {
    const chats = await Promise.all(counted(6).map(() => desk.logistics()));
    const [first = '', ...rest] = chats;
    for (const ticketId of rest.slice(0, 4)) await desk.does('AGENT', 'takeTicket', { ticketId });
    await Promise.all(['anna', 'berta'].map((name) => desk.change(['AGENT', name], 'takeTicket', { ticketId: first })));
    expect(await places(desk, rest.slice(4))).toEqual([{ queuePosition: 1, expectedWait: HOUR / 5_000 }]);
    expect(await app.owner('SELECT count(*)::int AS n FROM chat_pickup WHERE merchant_id = $1', [desk.merchant.id])).toEqual([{ n: 5 }]);
  });

  it('counts neither the chats of another merchant nor of another shop, and shows none of them', async () => {
    const other = await TicketDesk.open(app);
    await other.merchant.member('AGENT');
    const theirs = await other.logistics();
    for (const ticketId of await Promise.all(counted(5).map(() => other.logistics()))) await other.does('AGENT', 'takeTicket', { ticketId });
    const elsewhere = await desk.logistics();
    const shop = uuidv7();
    await app.owner(
      `INSERT INTO shop (merchant_id, id, external_id, name, platform, time_zone, currency) VALUES ($1, $2, 'second', 'Second', 'own', 'Asia/Shanghai', 'CNY')`, [desk.merchant.id, shop],
    );
    await app.owner('UPDATE ticket SET shop_id = $2 WHERE id = $1', [uuid(elsewhere), shop]);
    const ours = await desk.logistics();
    expect(await places(desk, [ours, theirs])).toEqual([{ queuePosition: 1, expectedWait: null }, null]);
    expect(await places(other, [theirs, ours])).toEqual([{ queuePosition: 1, expectedWait: HOUR / 5_000 }, null]);
  });
});

import { uuidv7 } from 'uuidv7';
import { AcceptOffer } from '../../src/remedies/index.js';
import { reviewsOf } from '../../src/remedies/queries/review.query.js';
import { testDatabase } from '../support/database.js';
import { RemedyDesk, type Case } from '../support/remedy-desk.js';

const db = testDatabase();
let desk: RemedyDesk;
beforeAll(async () => {
  desk = await RemedyDesk.open(db);
});

async function customerOf({ orderId }: { orderId: string }): Promise<string> {
  const [row] = await db.owner<{ id: string }>('SELECT customer_id AS id FROM sales_order WHERE id = $1', [orderId]);
  return row?.id ?? '';
}

async function photo(ticketId: string, content: string): Promise<void> {
  await db.owner(
    `INSERT INTO attachment (merchant_id, id, ticket_id, kind, name, media_type, size, sha256, storage_key, created_by_kind, at)
     VALUES ($1, $2, $3, 'PHOTO', 'photo.png', 'image/png', 1, sha256(convert_to($4, 'UTF8')), $5, 'SYSTEM', now())`,
    [desk.merchantId, uuidv7(), ticketId, content, `photo/${uuidv7()}`],
  );
}

async function refunded(): Promise<Case> {
  const at = await desk.atRemedy();
  const offerId = await desk.sent(at.ticketId);
  const messageId = await desk.customerSays(at.ticketId);
  await new AcceptOffer(desk.work).execute(desk.agent, { ...desk.request(at.ticketId), offerId, messageId, note: null, proofRef: null });
  return at;
}

const flags = (customerId: string | null, ticketId: string | null) => desk.unit.read(desk.merchantId, async (tx) => (await reviewsOf(tx, [{ customerId, ticketId }]))[0] ?? []);

it('an ordinary customer and ticket have none', async () => {
  const at = await desk.atRemedy();
  await photo(at.ticketId, 'only here');
  expect(await flags(await customerOf(at), at.ticketId)).toEqual([]);
});

it('refunds that pile up, a contact others have, and a photo seen before are told with how often they were seen', async () => {
  const cases = [await refunded(), await refunded(), await refunded()];
  const customerId = await customerOf(cases[0]);
  for (const { orderId } of cases) {
    await db.owner(`UPDATE sales_order SET customer_id = $2, signed_at = now() - interval '1 day' WHERE id = $1`, [orderId, customerId]);
  }
  await db.owner(`UPDATE customer SET phone = '13800000009' WHERE id = ANY ($1)`, [[customerId, await customerOf(await desk.order()), await customerOf(await desk.order())]]);
  const [one, two] = cases as [Case, Case];
  await photo(one.ticketId, 'the same');
  await photo(two.ticketId, 'the same');
  expect(await flags(customerId, one.ticketId)).toEqual([
    { code: 'REFUNDS_OFTEN', count: 3 }, { code: 'REFUNDED_AND_KEPT', count: 3 }, { code: 'SHARED_CONTACT', count: 2 }, { code: 'PHOTO_SEEN_BEFORE', count: 1 },
  ]);
  expect(await flags(null, one.ticketId)).toEqual([{ code: 'PHOTO_SEEN_BEFORE', count: 1 }]);
  // Signs decide nothing: the customer is offered what everybody is.
  await expect(desk.made((await desk.atRemedy('SUPPLIER', { orderId: one.orderId, lineId: one.lineId })).ticketId)).resolves.toEqual(expect.any(String));
});

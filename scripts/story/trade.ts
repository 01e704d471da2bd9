import { encodeId } from '../../src/kernel/ids.js';
import { DEMO } from '../../src/demo/demo-merchant.js';
import { Difference, type Call } from './stage.js';

export const SHOPS = { tmall: encodeId('Shop', DEMO.shops.tmall), shopify: encodeId('Shop', DEMO.shops.shopify) } as const;

export interface Trade {
  readonly shopId: string;
  readonly orderId: string;
  readonly lineId: string;
  readonly parcelId: string;
}

interface Goods {
  readonly shopId: string;
  readonly name: string;
  readonly customer: string;
  readonly paid: string;
  readonly title: string;
  readonly carrier: string;
  readonly delivered: boolean;
}

interface Upserted {
  readonly userErrors: unknown[];
  readonly results: { node: { id: string; lines?: { id: string }[] } | null; userErrors: unknown[] }[];
}

/** The merchant's own system brings in a customer, an order of one line and its parcel, each by its external id; run again it changes nothing. */
export async function bringIn(call: Call, goods: Goods): Promise<Trade> {
  const { shopId, name } = goods;
  const one = async (mutation: string, type: string, item: object, selects: string): Promise<{ id: string; lines?: { id: string }[] }> => {
    const data = await call('integration', `mutation Bring($input: ${type}!) { ${mutation}(input: $input) { userErrors { code message } results { node { ${selects} } userErrors { code field message } } } }`, {
      input: { shopId, items: [item] },
    });
    const { userErrors, results } = data[mutation] as Upserted;
    const node = results?.[0]?.node;
    if (userErrors.length > 0 || !node) throw new Difference(`${mutation}: ${JSON.stringify(data[mutation])}`);
    return node;
  };
  await one('upsertCustomers', 'UpsertCustomersInput', { externalId: `${name}-C`, name: goods.customer }, 'id');
  const order = await one('upsertOrders', 'UpsertOrdersInput', {
    externalId: name, customerExternalId: `${name}-C`, status: goods.delivered ? 'SIGNED' : 'SHIPPED', paid: goods.paid,
    lines: [{ externalId: '1', sku: 'STORY', title: goods.title, quantity: 1, paid: goods.paid }],
  }, 'id lines { id }');
  const parcel = await one('upsertParcels', 'UpsertParcelsInput', {
    orderExternalId: name, carrier: goods.carrier, waybill: name, status: goods.delivered ? 'SIGNED' : 'IN_TRANSIT',
  }, 'id');
  const [line] = order.lines ?? [];
  if (!line) throw new Difference('the order came without its line');
  return { shopId, orderId: order.id, lineId: line.id, parcelId: parcel.id };
}

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { DEFAULT_DEFINITION } from '../../src/process/index.js';
import { DEFAULT_POLICY } from '../../src/sla/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { testToken } from '../support/token.js';

let app: TestApp;
const m = uuidv7(), shop = uuidv7(), agent = uuidv7(), cust = uuidv7(), order = uuidv7(), line = uuidv7();
beforeAll(async () => {
  app = await startApp();
  await app.owner(`INSERT INTO merchant (id, name, sandbox) VALUES ($1,'M',true)`, [m]);
  await app.owner(`INSERT INTO shop (merchant_id,id,external_id,name,platform,time_zone,currency) VALUES ($1,$2,'s1','Shop','TMALL','Asia/Shanghai','CNY')`, [m, shop]);
  await app.owner(`INSERT INTO member (merchant_id,id,person_id,name) VALUES ($1,$2,$2,'Agent')`, [m, agent]);
  await app.owner(`INSERT INTO membership (merchant_id,id,member_id,role) VALUES ($1,$2,$3,'AGENT')`, [m, uuidv7(), agent]);
  await app.owner(`INSERT INTO process_definition (merchant_id,id,name,version,body,published_at) VALUES ($1,$2,'default',1,$3,now())`, [m, uuidv7(), DEFAULT_DEFINITION]);
  await app.owner(`INSERT INTO sla_policy (merchant_id,id,name,version,body,published_at) VALUES ($1,$2,'default',1,$3,now())`, [m, uuidv7(), DEFAULT_POLICY]);
  await app.owner(`INSERT INTO customer (merchant_id,id,shop_id,external_id,name) VALUES ($1,$2,$3,'c1','Somebody')`, [m, cust, shop]);
  await app.owner(`INSERT INTO sales_order (merchant_id,id,shop_id,external_id,customer_id,status,currency,paid_minor) VALUES ($1,$2,$3,'o1',$4,'SIGNED','CNY',10000)`, [m, order, shop, cust]);
  await app.owner(`INSERT INTO order_line (merchant_id,id,order_id,external_id,sku,title,quantity,paid_minor) VALUES ($1,$2,$3,'l1','SKU','Coat',2,10000)`, [m, line, order]);
  await app.owner(`INSERT INTO reason (merchant_id,id,shop_id,kind,code,family,label_en,label_zh,default_fault,evidence_wanted,freight_payer) VALUES ($1,$2,$3,'RETURN_EXCHANGE','QUALITY','QUALITY','q','q','SUPPLIER','{PHOTO}','MERCHANT')`, [m, uuidv7(), shop]);
}, 60000);
afterAll(() => app?.close());

it('opens', async () => {
  const token = await testToken({ sub: agent, merchant: m });
  const a = await app.gql(`mutation($input: OpenTicketInput!) { openTicket(input: $input) { created userErrors { code field message details } ticket { id number version currentStep nextDueAt waitingOn
    steps { step status startedAt completedAt missing { code message } } clocks { kind subject dueAt state } allowedOperations { operation allowed code message }
    timeline(first: 10) { edges { node { type at data changes { field before after } } } } } } }`,
    { input: { shopId: `shp_${shop}`, kind: 'RETURN_EXCHANGE', channel: 'CHAT', problem: '拉链坏了', orderId: `ord_${order}`, lines: [{ orderLineId: `lin_${line}`, quantity: 1 }], statedReasonCode: 'QUALITY', returnExchange: { requestType: 'RETURN_REFUND', goodsState: 'RECEIVED', wish: 'REFUND' }, externalRef: 'R-1' } }, { token, headers: { 'accept-language': 'zh' } });
  console.error(JSON.stringify(a, null, 1).slice(0, 9000));
  const id = (a.data as any).openTicket.ticket.id;
  const b = await app.gql(`mutation($id: ID!) { takeTicket(input: { ticketId: $id }) { userErrors { code message } ticket { version steps { step status missing { code } } } } }`, { id }, { token });
  console.error(JSON.stringify(b));
  const c = await app.gql(`{ tickets(first: 5) { edges { cursor node { number steps { step status } clocks { kind dueAt } } } pageInfo { hasNextPage endCursor } } ticketCounts { kind status step count } ticketStatuses(input: { ids: ["${id}"] }) { number version waitingOn } node(id: "${id}") { id ... on Ticket { number } } }`, {}, { token });
  console.error(JSON.stringify(c));
  expect(a.data).toBeTruthy();
  console.error(JSON.stringify(app.logged.filter((l: any) => l.level >= 40)));
});

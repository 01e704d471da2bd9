import { describe, expect, it } from '@jest/globals';
import { PLATFORMS } from '../../../tenancy/domain/shop.js';
import { packProblems } from './check-pack.js';
import { BUILT_IN_PACKS } from './data/index.js';
import { heldRows, choiceProblems, usualChoice, type ShopChoice } from './shop-choice.js';
import type { PolicyPack } from './pack.js';

type Json = Record<string, unknown>;
const AT = '2026-06-01T02:00:00.000Z';

/** A pack as somebody would send it: plain JSON. */
function json(id: string): Json & { rows: Json[] } {
  return JSON.parse(JSON.stringify(BUILT_IN_PACKS.find((pack) => pack.id === id))) as Json & { rows: Json[] };
}

function law(): PolicyPack | undefined {
  return BUILT_IN_PACKS.find(({ id }) => id === 'cn-law');
}

function paths(body: unknown, of?: PolicyPack): string[] {
  return packProblems(body, PLATFORMS, of).map(({ path }) => path);
}

/** The pack with one value changed at a dotted path. */
function changed(id: string, path: string, value: unknown): Json {
  const body = json(id);
  const keys = path.split('.');
  let at: Json = body;
  for (const key of keys.slice(0, -1)) at = at[key] as Json;
  at[keys.at(-1) ?? ''] = value;
  return body;
}

it.each(BUILT_IN_PACKS.map((pack) => [pack.id, pack] as const))('%s keeps its own format, and gives no less than itself', (_id, pack) => {
  expect(packProblems(JSON.parse(JSON.stringify(pack)), PLATFORMS, pack)).toEqual([]);
});

it('every text of the packs is there in both languages', () => {
  const texts = JSON.stringify(BUILT_IN_PACKS).match(/"zh":"[^"]*"/g) ?? [];
  expect(texts.length).toBeGreaterThan(120);
  expect(texts.filter((text) => !/\p{Script=Han}|PayPal|eBay/u.test(text))).toEqual([]);
});

describe('a pack that cannot be', () => {
  it.each([
    ['id', 'Tmall!', ['id']], ['version', '', ['version']], ['platforms', ['MARS'], ['platforms.0']], ['region', 'China', ['region']], ['timeZone', '+08:00', ['timeZone']], ['timeZone', 'CST', ['timeZone']],
    ['timeZone', 'Asia/Nowhere', ['timeZone']], ['title', { en: 'Only English' }, ['title.zh']], ['rows', {}, ['rows']], ['extra', 1, ['extra']],
    ['rows.0.kind', 'RULE', ['rows.0.kind']], ['rows.0.startsWith', 'MOONRISE', ['rows.0.startsWith']], ['rows.0.concerns', 'NOTHING', ['rows.0.concerns']],
    ['rows.0.due.amount', 0, ['rows.0.due.amount']], ['rows.0.due.amount', 1.5, ['rows.0.due.amount']], ['rows.0.due.amount', 87_601, ['rows.0.due.amount']],
    ['rows.0.due.unit', 'WEEKS', ['rows.0.due.unit']], ['rows.0.due.from', 'NOW', ['rows.0.due.from']], ['rows.0.due.between', { opens: '23:00', closes: '08:00' }, ['rows.0.due.between']],
    ['rows.0.due.between', { opens: '24:00', closes: '8' }, ['rows.0.due.between.opens', 'rows.0.due.between.closes']],
    ['rows.0.due.notBefore', '2026-03-03', ['rows.0.due.notBefore']], ['rows.0.missed', 'AUTO_AGREE', ['rows.0.missed']], ['rows.0.certainty', 'SURE', ['rows.0.certainty']],
    ['rows.0.from', '2026-02-30', ['rows.0.from']], ['rows.1.overrides.0.to', '2026-02-09', ['rows.1.overrides.0.to']], ['rows.1.id', 'refund.unshipped', ['rows.1.id']],
  ])('%s = %j', (path, value, expected) => {
    expect(paths(changed('tmall', path, value))).toEqual(expected);
  });

  it.each([
    [{ currency: 'CNY' }, ['']], [{ currency: 'CNY', fixed: '1.00', shares: [{ basisPoints: 1, of: 'PAID' }] }, ['']], [{ currency: 'XXX', fixed: '1.00' }, ['.fixed', '.currency']],
    [{ currency: 'CNY', fixed: '1.001' }, ['.fixed']], [{ currency: 'CNY', fixed: '-1.00' }, ['.fixed']], [{ currency: 'CNY', fixed: '0.00' }, ['.fixed']], [{ currency: 'CNY', fixed: 1 }, ['.fixed']],
    [{ currency: 'CNY', shares: [{ basisPoints: 0, of: 'PAID' }] }, ['.shares.0.basisPoints']], [{ currency: 'CNY', shares: [{ basisPoints: 1, of: 'LUCK' }] }, ['.shares.0.of']],
    [{ currency: 'CNY', shares: [{ basisPoints: 1, of: 'PAID' }], min: '2.00', max: '1.00' }, ['.max']],
  ])('pays %j', (pays, expected) => {
    const body = json('cn-law');
    const at = body.rows.findIndex(({ id }) => id === 'fraud');
    body.rows[at]['pays'] = pays;
    expect(paths(body).sort()).toEqual(expected.map((rest) => `rows.${at}.pays${rest}`).sort());
  });

  it.each([null, 7, 'pack', [], undefined])('%j is none', (body) => {
    expect(paths(body).length).toBeGreaterThan(0);
  });
});

describe('a version of a law', () => {
  const at = (id: string): number => law()?.rows.findIndex((row) => row.id === id) ?? -1;
  const seven = at('seven-days');

  it.each([
    [`rows.${seven}.lasts.amount`, 167, `rows.${seven}.lasts`], [`rows.${seven}.lasts`, { from: 'EVENT', unit: 'DAYS', amount: 7 }, `rows.${seven}.lasts`],
    [`rows.${seven}.basis`, 'PACK', `rows.${seven}.basis`], [`rows.${seven}.to`, '2026-12-31', `rows.${seven}.to`], [`rows.${seven}.from`, '2026-12-31', `rows.${seven}.from`],
    [`rows.${seven}.certainty`, 'UNVERIFIED', `rows.${seven}.certainty`], [`rows.${seven}.enrolment`, 'CLUB', `rows.${seven}.enrolment`], [`rows.${seven}.regions`, ['CN-65'], `rows.${seven}.regions`],
    [`rows.${seven}.outboundFreight`, 'BUYER', `rows.${seven}.outboundFreight`], [`rows.${seven}.exclusions.4.needsConsent`, false, `rows.${seven}.exclusions.4`],
    [`rows.${seven}.exclusions.0.code`, 'ANYTHING', `rows.${seven}.exclusions.0`],
    [`rows.${seven}.startsWith`, 'PAID', `rows.${seven}.startsWith`], [`rows.${seven}.right`, 'AFTER_SALE', `rows.${seven}.right`], [`rows.${seven}.exceptEnrolled`, ['CLUB'], `rows.${seven}.exceptEnrolled`],
    [`rows.${at('fraud')}.startsWith`, 'SIGNED', `rows.${at('fraud')}.startsWith`], ['region', 'CN-65', 'region'], ['region', 'JP', 'region'], ['platforms', ['JD'], 'platforms'],
    [`rows.${seven}.overrides`, [{ title: { en: 'x', zh: '短' }, from: '2026-01-01', to: '2026-01-02', due: { from: 'EVENT', unit: 'HOURS', amount: 1 } }], `rows.${seven}.overrides.0.due`],
    [`rows.${at('seven-days.refund')}.due.amount`, 8, `rows.${at('seven-days.refund')}.due`],
    [`rows.${at('fraud')}.pays.min`, '499.99', `rows.${at('fraud')}.pays`], [`rows.${at('fraud')}.pays.max`, '1000.00', `rows.${at('fraud')}.pays`],
    [`rows.${at('fraud')}.pays.shares.0.basisPoints`, 29_999, `rows.${at('fraud')}.pays`], [`rows.${seven}.id`, 'eight-days', 'rows'],
  ])('%s = %j gives less and is refused', (path, value, expected) => {
    expect(paths(changed('cn-law', path, value), law())).toEqual([expected]);
  });

  it.each([
    [`rows.${seven}.lasts.amount`, 360], [`rows.${seven}.lasts`, { from: 'EVENT', unit: 'DAYS', amount: 15 }], [`rows.${seven}.returnFreight`, 'MERCHANT'],
    ['region', '*'], ['platforms', null], [`rows.${at('seven-days.refund')}.due.amount`, 3], [`rows.${at('fraud')}.pays.min`, '800.00'], [`rows.${seven}.exclusions`, []],
  ])('%s = %j gives more', (path, value) => {
    expect(paths(changed('cn-law', path, value), law())).toEqual([]);
  });

  it('a platform may change its own pack, which is no law', () => {
    const tmall = BUILT_IN_PACKS.find(({ id }) => id === 'tmall');
    expect([paths(changed('tmall', 'region', 'CN-65'), tmall), paths(changed('tmall', 'rows.0.due.amount', 1), tmall)]).toEqual([[], []]);
  });
});

describe('what a shop chooses', () => {
  const usual = usualChoice({ platform: 'TMALL', currency: 'CNY' }, BUILT_IN_PACKS);
  const chosen = (more: Partial<ShopChoice>): ShopChoice => ({ ...usual, ...more });
  const ids = (choice: ShopChoice, at = AT): string[] => heldRows(BUILT_IN_PACKS, choice, at).map(({ pack, row }) => `${pack.id}#${row.id}`);
  const problems = (more: object): string[] => choiceProblems({ ...usual, ...more }, BUILT_IN_PACKS).map(({ path }) => path);

  it('is the pack of its platform until somebody chooses, and the law of its region always', () => {
    expect(usual).toEqual({ region: 'CN', enrolments: [], packs: [{ packId: 'tmall', off: [], enableUnverified: [] }], rules: [] });
    expect(ids(usual)).toContain('tmall#return.request');
    expect(ids(usual)).toContain('cn-law#seven-days');
    expect(ids(usual).filter((id) => !/^(tmall|cn-law)#/.test(id))).toEqual([]);
    expect(ids(chosen({ packs: [] })).every((id) => id.startsWith('cn-law#'))).toBe(true);
    expect(ids(chosen({ packs: [] }))).not.toContain('cn-law#regulator');
    expect(ids(chosen({ packs: [{ packId: 'paypal', off: ['claim'], enableUnverified: [] }], region: 'EU-DE' }))).toEqual(
      ['eu-law#withdrawal', 'eu-law#withdrawal.refund', 'eu-law#withdrawal.return', 'paypal#dispute', 'paypal#escalate', 'paypal#offer'],
    );
  });

  it('is held in every part of its region, by nobody on another platform, and with the unverified rows it stands for', () => {
    expect(ids(chosen({ region: 'CN-65' }))).toEqual(ids(usual));
    expect(ids(chosen({ region: 'CNX' }))).toEqual([]);
    const ofPlatform = { ...BUILT_IN_PACKS.find(({ id }) => id === 'cn-law') as PolicyPack, platforms: ['JD'] };
    expect(heldRows([ofPlatform], usual, AT)).toEqual([]);
    expect(ids(chosen({ packs: [{ packId: 'tmall', off: [], enableUnverified: ['evidence'] }] }))).toEqual(expect.arrayContaining(['tmall#evidence']));
    expect(usualChoice({ platform: 'TMALL', currency: 'JPY' }, BUILT_IN_PACKS).region).toBe('*');
  });

  const rule = { packId: 'tmall', rowId: 'return.request', title: { en: 'Festival', zh: '节日' }, due: { from: 'EVENT', unit: 'DAYS', amount: 5 } };

  it.each([
    [{ packs: [{ packId: 'none', off: [], enableUnverified: [] }] }, ['packs.0.packId']],
    [{ packs: [usual.packs[0], usual.packs[0]] }, ['packs.1.packId']],
    [{ packs: [{ packId: 'tmall', off: ['none'], enableUnverified: ['return.request', 'none'] }] }, ['packs.0.off.0', 'packs.0.enableUnverified.0', 'packs.0.enableUnverified.1']],
    [{ packs: [{ packId: 'cn-law', off: ['seven-days'], enableUnverified: [] }] }, ['packs.0.off.0']],
    [{ openingHoursCalendarId: 7 }, ['openingHoursCalendarId']],
    [{ region: 'china' }, ['region']], [{ enrolments: ['lower'] }, ['enrolments.0']], [{ rules: [{}] }, ['rules.0.packId', 'rules.0.rowId', 'rules.0.title']],
    [{ rules: [{ ...rule, rowId: 'none' }] }, ['rules.0.rowId']], [{ rules: [{ ...rule, due: null }] }, ['rules.0']], [{ rules: [{ ...rule, from: '2027-02-02', to: '2027-02-01' }] }, ['rules.0.to']],
    [{ rules: [{ ...rule, packId: 'cn-law', rowId: 'seven-days' }] }, ['rules.0.due']],
    [{ rules: [{ ...rule, packId: 'cn-law', rowId: 'seven-days.refund', due: { from: 'NEXT_DAY', unit: 'DAYS', amount: 8 } }] }, ['rules.0.due']],
    [{ rules: [{ ...rule, rowId: 'after-sale' }] }, ['rules.0.due']],
    [{ rules: [{ ...rule, rowId: 'payout.late', due: null, pays: { currency: 'CNY', fixed: '1.00' } }] }, ['rules.0.pays']],
    [{ rules: [{ ...rule, rowId: 'payout.late' }] }, ['rules.0']], [{ rules: [{ ...rule, pays: { currency: 'CNY', fixed: '50.00' } }] }, ['rules.0']],
    ...[{}, { due: null, from: '2027-02-01' }, { due: null, to: '2027-02-01' }].map((more) => [{ rules: [{ ...rule, rowId: 'payout.late', pays: { currency: 'CNY', fixed: '50.00' }, ...more }] }, ['rules.0']] as const),
  ])('%j is refused', (more, expected) => {
    expect(problems(more)).toEqual(expected);
  });

  it.each([
    [rule], [{ ...rule, from: '2027-02-01' }], [{ ...rule, to: '2027-02-01' }], [{ ...rule, from: '2027-02-01', to: '2027-02-01' }], [{ ...rule, packId: 'cn-law', rowId: 'seven-days', due: { from: 'EVENT', unit: 'DAYS', amount: 15 } }],
    [{ ...rule, packId: 'cn-law', rowId: 'seven-days.refund', due: { from: 'NEXT_DAY', unit: 'DAYS', amount: 3 } }],
    [{ ...rule, rowId: 'payout.late', due: null, pays: { currency: 'CNY', fixed: '50.00' } }],
  ])('%j may be', (each) => {
    expect(problems({ rules: [each] })).toEqual([]);
  });

  it('a rule of the shop holds between its days, before a festival of the pack', () => {
    const festival = chosen({ rules: [{ ...rule, from: '2026-02-12', to: '2027-02-20', due: { from: 'EVENT', unit: 'DAYS', amount: 9 } }] as never });
    const held = heldRows(BUILT_IN_PACKS, festival, AT).find(({ row }) => row.id === 'return.request')?.row;
    expect(held).toMatchObject({ overrides: [{ from: '2026-02-12', to: '2027-02-20', due: { amount: 9 } }, { from: '2026-02-10' }] });
  });

  it('a rule of the shop changes its own row and no other; without days it always holds', () => {
    const pays = { currency: 'CNY', fixed: '50.00' };
    const held = heldRows(BUILT_IN_PACKS, chosen({ rules: [rule, { ...rule, rowId: 'payout.late', due: null, pays }] as never }), AT);
    const plain = heldRows(BUILT_IN_PACKS, usual, AT);
    const differ = held.filter(({ row }, at) => JSON.stringify(row) !== JSON.stringify(plain[at]?.row)).map(({ row }) => row);
    expect(differ).toMatchObject([{ id: 'return.request', overrides: [{ from: '0001-01-01', to: '9999-12-31', due: rule.due }, {}] }, { id: 'payout.late', pays }]);
  });
});

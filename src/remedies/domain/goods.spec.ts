import fc from 'fast-check';
import { carriesOut, checkMove, COURSES, GOODS_LEG_TYPES, mayCallOff, mayMove, movesGoods, STAGES, stageFromParcel, stageShownBy, type GoodsLegType, type Stage } from './goods.js';

const types = fc.constantFrom(...GOODS_LEG_TYPES);
const nextOf = (type: GoodsLegType, stage: Stage): readonly Stage[] => COURSES[type][stage] ?? [];

describe('the course of goods', () => {
  it('walks: only stages that follow are reached, and every walk ends where the leg is carried out or called off', () => {
    fc.assert(fc.property(types, fc.array(fc.nat(20), { minLength: STAGES.length, maxLength: 20 }), (type, choices) => {
      const walked: Stage[] = ['AUTHORISED'];
      for (const choice of choices) {
        const at = walked.at(-1) as Stage;
        const following = nextOf(type, at);
        for (const stage of STAGES) {
          if (following.includes(stage)) expect(() => checkMove(type, at, stage)).not.toThrow();
          else expect(() => checkMove(type, at, stage)).toThrow(expect.objectContaining({ code: 'STATE_CONFLICT', details: { state: at, allowed: following } }));
        }
        const to = following[choice % Math.max(following.length, 1)];
        if (to === undefined) break;
        walked.push(to);
      }
      const last = walked.at(-1) as Stage;
      expect(nextOf(type, last)).toEqual([]);
      expect(walked.some((stage) => carriesOut(type, stage)) || ['EXPIRED', 'CANCELLED'].includes(last)).toBe(true);
      // Never back to where they were.
      expect(new Set(walked).size).toBe(walked.length);
    }));
  });

  it('goods we hold are never called off, and what came is never restocked unseen', () => {
    for (const type of GOODS_LEG_TYPES) {
      for (const stage of ['RECEIVED', 'INSPECTED', 'RESTOCKED', 'WRITTEN_OFF', 'REPAIRED', 'DELIVERED'] as const) expect(mayCallOff(type, stage)).toBe(false);
    }
    const before = STAGES.filter((stage) => mayMove('RETURN', stage, 'RESTOCKED') || mayMove('RETURN', stage, 'WRITTEN_OFF'));
    expect(before).toEqual(['INSPECTED']);
    expect(STAGES.filter((stage) => mayMove('RETURN', stage, 'INSPECTED'))).toEqual(['RECEIVED']);
  });

  it('only what the customer has not sent yet expires', () => {
    expect(STAGES.filter((stage) => mayMove('RETURN', stage, 'EXPIRED'))).toEqual(['ISSUED']);
    expect(GOODS_LEG_TYPES.filter((type) => STAGES.some((stage) => mayMove(type, stage, 'EXPIRED')))).toEqual(['RETURN', 'REPAIR']);
  });

  it.each<[GoodsLegType, Stage, string, boolean, Stage | null]>([
    ['RETURN', 'SHIPPED', 'PICKED_UP', false, 'IN_TRANSIT'], ['RETURN', 'ISSUED', 'IN_TRANSIT', false, 'IN_TRANSIT'], ['RETURN', 'IN_TRANSIT', 'SIGNED', false, 'RECEIVED'],
    ['RETURN', 'IN_TRANSIT', 'AT_STATION', false, null], ['RETURN', 'RECEIVED', 'SIGNED', false, null], ['RETURN', 'INSPECTED', 'IN_TRANSIT', false, null],
    ['RETURN', 'SHIPPED', 'LABELLED', false, null], ['RETURN', 'SHIPPED', 'LOST', false, null],
    ['REPAIR', 'RESHIPPED', 'IN_TRANSIT', true, null], ['RETURN', 'ISSUED', 'PICKED_UP', true, null],
    ['EXCHANGE', 'RESHIPPED', 'SIGNED', true, 'DELIVERED'], ['RESHIP', 'RESHIPPED', 'AT_STATION', true, null], ['REPAIR', 'RESHIPPED', 'SIGNED', true, 'DELIVERED'],
  ])('%s at %s with its parcel %s', (type, at, status, outbound, becomes) => {
    expect(stageFromParcel(type, at, status, outbound)).toBe(becomes);
  });

  it('are those of four types of legs', () => {
    expect((['RETURN', 'EXCHANGE', 'RESHIP', 'REPAIR', 'REFUND', 'COUPON'] as const).filter(movesGoods)).toEqual(['RETURN', 'EXCHANGE', 'RESHIP', 'REPAIR']);
  });

  it('end by a reference of another system as far as they left the customer to no one', () => {
    expect(stageShownBy('EXCHANGE', 'RESHIPPED', 'WAYBILL_DELIVERED')).toBe('DELIVERED');
    expect(stageShownBy('REPAIR', 'RESHIPPED', 'WAYBILL_DELIVERED')).toBe('DELIVERED');
    expect(stageShownBy('REPAIR', 'AUTHORISED', 'REPAIR_ORDER_DONE')).toBe('REPAIRED');
    for (const [type, at, kind] of [['RETURN', 'SHIPPED', 'WAYBILL_DELIVERED'], ['REPAIR', 'INSPECTED', 'REPAIR_ORDER_DONE'], ['REPAIR', 'ISSUED', 'WAYBILL_DELIVERED']] as const) {
      expect(() => stageShownBy(type, at, kind)).toThrow(expect.objectContaining({ code: 'STATE_CONFLICT', field: 'legId' }));
    }
  });
});

import { DAY, HOUR, plus, type Instant } from '../kernel/instant.js';
import type { CustomerInput, OrderInput, ParcelInput } from '../orders/index.js';

export interface DemoTrade {
  readonly customers: readonly CustomerInput[];
  readonly orders: readonly OrderInput[];
  readonly parcels: readonly ParcelInput[];
}

/** Enough trade of the Chinese shop to open a ticket of every kind; times lie around `now`. */
export function tmallTrade(now: Instant): DemoTrade {
  const days = (count: number): Instant => plus(now, -count * DAY);
  return {
    customers: [
      customer('TM-C1', '顾客甲', '+86 13800000001', '浙江省杭州市示例路1号', 'GOLD'),
      customer('TM-C2', '顾客乙', '+86 13800000002', '广东省深圳市示例路2号', null),
      customer('TM-C3', '顾客丙', '+86 13800000003', '四川省成都市示例路3号', 'SILVER'),
    ],
    orders: [
      { externalId: 'TM-1001', customerExternalId: 'TM-C1', status: 'SIGNED', paid: '299.00', placedAt: days(6), paidAt: days(6), promisedShipBy: days(4), shippedAt: days(5), signedAt: days(2), lines: [line('1', 'COAT-M', '羊毛大衣 M 码', 1, '239.00'), line('2', 'SCARF', '围巾', 2, '60.00')] },
      { externalId: 'TM-1002', customerExternalId: 'TM-C2', status: 'SHIPPED', paid: '89.90', freight: '10.00', placedAt: days(8), paidAt: days(8), promisedShipBy: days(6), shippedAt: days(7), lines: [line('1', 'LAMP', '台灯', 1, '79.90')] },
      { externalId: 'TM-1003', customerExternalId: 'TM-C3', status: 'SIGNED', paid: '128.00', placedAt: days(10), paidAt: days(10), promisedShipBy: days(8), shippedAt: days(9), signedAt: days(6), lines: [line('1', 'CREAM', '面霜 50 克', 2, '128.00')] },
      { externalId: 'TM-1004', customerExternalId: 'TM-C1', status: 'PAID', paid: '45.00', placedAt: days(3), paidAt: days(3), promisedShipBy: days(1), lines: [line('1', 'MUG', '马克杯', 3, '45.00')] },
    ],
    parcels: [
      { orderExternalId: 'TM-1001', direction: 'OUTBOUND', carrier: 'SF', waybill: 'SF0000000001', status: 'SIGNED', lastEventText: '已签收，感谢使用', lastEventAt: days(2), shippedAt: days(5), signedAt: days(2), signer: '本人' },
      { orderExternalId: 'TM-1002', direction: 'OUTBOUND', carrier: 'ZTO', waybill: 'ZT0000000002', status: 'IN_TRANSIT', lastEventText: '已离开武汉转运中心', lastEventAt: days(4), shippedAt: days(7) },
      { orderExternalId: 'TM-1003', direction: 'OUTBOUND', carrier: 'YTO', waybill: 'YT0000000003', status: 'SIGNED', lastEventText: '已由驿站代收', lastEventAt: days(6), shippedAt: days(9), signedAt: days(6), signer: '驿站' },
    ],
  };
}

export function shopifyTrade(now: Instant): DemoTrade {
  const days = (count: number): Instant => plus(now, -count * DAY);
  return {
    customers: [
      { externalId: 'SH-C1', name: 'Customer One', phone: '+1 202 555 0101', email: 'customer.one@example.com', address: '1 Example Street, Springfield, USA' },
      { externalId: 'SH-C2', name: 'Customer Two', phone: '+1 202 555 0102', email: 'customer.two@example.com', address: '2 Example Street, Springfield, USA' },
    ],
    orders: [
      { externalId: 'SH-2001', customerExternalId: 'SH-C1', status: 'SIGNED', paid: '64.50', freight: '5.00', placedAt: days(9), paidAt: days(9), shippedAt: days(8), signedAt: days(3), lines: [line('1', 'BOOTS-42', 'Hiking boots, 42', 1, '59.50')] },
      { externalId: 'SH-2002', customerExternalId: 'SH-C2', status: 'SHIPPED', paid: '25.00', placedAt: days(12), paidAt: days(12), shippedAt: days(11), lines: [line('1', 'BOTTLE', 'Steel bottle', 1, '25.00')] },
    ],
    parcels: [
      { orderExternalId: 'SH-2001', direction: 'OUTBOUND', carrier: 'UPS', waybill: '1Z0000000001', status: 'SIGNED', lastEventText: 'Delivered, front door', lastEventAt: days(3), shippedAt: days(8), signedAt: days(3), signer: 'Customer One' },
      { orderExternalId: 'SH-2002', direction: 'OUTBOUND', carrier: 'USPS', waybill: '940000000002', status: 'IN_TRANSIT', lastEventText: 'Departed regional facility', lastEventAt: plus(now, -9 * DAY + HOUR), shippedAt: days(11) },
    ],
  };
}

function customer(externalId: string, name: string, phone: string, address: string, tier: string | null): CustomerInput {
  return { externalId, name, phone, address, tier, accountId: `account_${externalId.toLowerCase()}` };
}

function line(externalId: string, sku: string, title: string, quantity: number, paid: string): OrderInput['lines'][number] {
  return { externalId, sku, title, quantity, paid };
}

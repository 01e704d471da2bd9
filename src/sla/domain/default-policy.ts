import { DAY, HOUR, MINUTE, SECOND, type Millis } from '../../kernel/instant.js';
import type { PauseRule, PolicyTarget, SlaPolicy, TargetName, Warning } from './policy.js';

/** What a customer's time waits for: them, once they were asked, and the marketplace while it decides. */
const CUSTOMER_WAITS: readonly PauseRule[] = [
  { reason: 'WAITING_ON_CUSTOMER', budgetMs: null },
  { reason: 'PLATFORM_INTERVENTION', budgetMs: null },
];
const HALF_AND_LATE: readonly Warning[] = [{ percent: 50 }, { percent: 80 }];

function target(name: TargetName, durationMs: Millis, more: Partial<PolicyTarget> = {}): PolicyTarget {
  return { target: name, durationMs, calendar: null, warnings: [], pauses: [], ...more };
}

function ofCustomer(name: TargetName, durationMs: Millis, warnings: readonly Warning[] = HALF_AND_LATE): PolicyTarget {
  return target(name, durationMs, { warnings, pauses: CUSTOMER_WAITS });
}

/**
 * What a merchant starts with: the golden six seconds of a live chat and the marketplaces' three-minute human reply first, then what a careful
 * desk keeps. Around the clock, until somebody publishes a version that names a calendar.
 */
export const DEFAULT_POLICY: SlaPolicy = {
  rules: [
    {
      name: 'live chat',
      when: { channels: ['CHAT'] },
      targets: [
        target('ACKNOWLEDGEMENT', 6 * SECOND),
        target('NEXT_RESPONSE', 3 * MINUTE, { warnings: [{ beforeMs: MINUTE }] }),
        target('HOLDING_REPLY', 3 * MINUTE, { warnings: [{ beforeMs: MINUTE }] }),
      ],
    },
    {
      name: 'severe complaints',
      when: { kinds: ['COMPLAINT'], severities: ['SEVERE'] },
      targets: [ofCustomer('KEEP_INFORMED', 4 * HOUR, [{ beforeMs: 30 * MINUTE }])],
    },
    {
      name: 'every ticket',
      when: null,
      targets: [
        target('FIRST_RESPONSE', 3 * MINUTE, { warnings: [{ beforeMs: MINUTE }] }),
        target('NEXT_RESPONSE', 30 * MINUTE, { warnings: [{ percent: 80 }] }),
        target('HOLDING_REPLY', 30 * MINUTE, { warnings: [{ percent: 80 }] }),
        ofCustomer('RESPOND', 3 * MINUTE, []),
        ofCustomer('RECEIVE', 10 * MINUTE),
        ofCustomer('LISTEN', HOUR),
        ofCustomer('SOOTHE', 30 * MINUTE),
        ofCustomer('APOLOGIZE', 2 * HOUR),
        ofCustomer('REMEDY', DAY),
        ofCustomer('FOLLOW_UP', 7 * DAY),
        ofCustomer('RESOLUTION', 10 * DAY, [{ percent: 80 }]),
        target('APPROVAL', 4 * HOUR, { warnings: HALF_AND_LATE }),
        target('TASK', 2 * DAY, { warnings: [{ percent: 80 }] }),
      ],
    },
  ],
};

import type { Instant } from '../../kernel/instant.js';

/** For `timestamptz` columns of entities: TypeORM makes a Date of what the driver answers as text; this makes it an instant again. */
export const instantColumn = {
  to: (value: Instant | null | undefined): Instant | null | undefined => value,
  from: (value: Date | null): Instant | null => (value === null ? null : value.toISOString()),
};

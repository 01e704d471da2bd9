import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { MIGRATION_NAMES } from '../database/migrate.js';
import { sql } from '../database/sql.js';

const APPLIED = sql('health.migrations', 'SELECT name FROM migration');
/** Anybody may ask, so that the database is asked at most once in this time. */
const KEPT_MS = 500;

/** Whether this process should get requests. Being alive needs no class: a process that answers at all is. */
@Injectable()
export class Health {
  private stopping = false;
  private last: { at: number; ready: Promise<boolean> } | null = null;

  constructor(private readonly database: Database) {}

  /** From now on not ready, so that a load balancer looks elsewhere while requests under way finish. */
  stop(): void {
    this.stopping = true;
  }

  /** The database answers, and every migration this build knows is in it; a newer database is fine. */
  async ready(): Promise<boolean> {
    if (this.stopping) return false;
    const now = performance.now();
    if (!this.last || now - this.last.at > KEPT_MS) this.last = { at: now, ready: this.ask() };
    return this.last.ready;
  }

  private async ask(): Promise<boolean> {
    try {
      const applied = new Set((await this.database.query<{ name: string }>(APPLIED)).map((row) => row.name));
      return MIGRATION_NAMES.every((name) => applied.has(name));
    } catch {
      return false; // unreachable, or not migrated at all: both are what "not ready" says
    }
  }
}

import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DAY, HOUR } from '../../kernel/instant.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { LOG, type Log } from '../../platform/runtime/log.js';
import { Loops } from '../../platform/runtime/loops.js';
import { storageOf, type StorageRow } from '../attachment.repository.js';
import { FILE_STORE, type FileStore, type StoredFile } from './file-store.js';
import { merchantOfKey } from './storage-key.js';

/** An upload is over long before: what is older and on no record never will be. */
const ABANDONED_AFTER_MS = DAY;
/** Files looked at, and uploads dropped, in one round. */
const AT_ONCE = 500;

/**
 * Removes from the store what no record names: files whose record was refused or lost, uploads that broke off with their process, and the bytes of
 * redacted files that could not be removed at once. It walks the store from end to end, a bounded piece per round, and begins again an hour later.
 */
@Injectable()
export class FileSweep implements OnModuleInit, OnModuleDestroy {
  private walk: AsyncIterator<StoredFile> | null = null;

  constructor(
    private readonly loops: Loops,
    private readonly unit: UnitOfWork,
    @Inject(FILE_STORE) private readonly store: FileStore,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.loops.register('files', HOUR, () => this.sweep());
  }

  async onModuleDestroy(): Promise<void> {
    await this.walk?.return?.();
  }

  /** One round. True when more of the store is left to look at. */
  async sweep(most = AT_ONCE): Promise<boolean> {
    const before = Date.now() - ABANDONED_AFTER_MS;
    const files = await this.next(most);
    const gone = await this.unneeded(files, before);
    for (const key of gone) await this.store.delete(key);
    const unfinished = await this.store.dropUnfinished(before, most);
    if (gone.length + unfinished > 0) this.log.info({ files: gone.length, unfinished }, 'swept files that no record names');
    return files.length >= most || unfinished >= most;
  }

  private async next(most: number): Promise<StoredFile[]> {
    this.walk ??= this.store.list()[Symbol.asyncIterator]();
    const files: StoredFile[] = [];
    while (files.length < most) {
      const next = await this.walk.next();
      if (next.done === true) {
        this.walk = null;
        break;
      }
      files.push(next.value);
    }
    return files;
  }

  /** Those on no record and old, and those whose record is redacted. A key that is not ours is left alone. */
  private async unneeded(files: readonly StoredFile[], before: number): Promise<string[]> {
    const merchants = new Set(files.flatMap(({ key }) => merchantOfKey(key) ?? []));
    const gone: string[] = [];
    for (const merchantId of merchants) {
      const own = files.filter(({ key }) => merchantOfKey(key) === merchantId);
      const rows = await this.unit.read(merchantId, (tx) => storageOf(tx, own.map(({ key }) => key)));
      const byKey = new Map<string, StorageRow>(rows.map((row) => [row.key, row]));
      gone.push(...own.filter(({ key, modifiedAt }) => byKey.get(key)?.redacted ?? modifiedAt < before).map(({ key }) => key));
    }
    return gone;
  }
}

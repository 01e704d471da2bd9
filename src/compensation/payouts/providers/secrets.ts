import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config.js';

/** The secrets a provider may need, by the name of their file. */
type SecretName = 'webhook-secret' | 'alipay-private-key' | 'alipay-public-key' | 'stripe-secret-key' | 'stripe-webhook-secret';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Secrets of payers: files `<PAYOUT_SECRETS_DIR>/<shop's uuid>/<name>`, read at every use, so that a new one serves at once. They are in no table, no
 * answer and no log, and since their place follows from the shop no merchant can name another's.
 */
@Injectable()
export class PayoutSecrets {
  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'PAYOUT_SECRETS_DIR'>) {}

  /** null: there is none. */
  async read(shopId: string, name: SecretName): Promise<string | null> {
    const folder = this.config.PAYOUT_SECRETS_DIR;
    if (folder === null || !UUID.test(shopId)) return null;
    try {
      const text = (await readFile(join(folder, shopId, name), 'utf8')).trim();
      return text === '' ? null : text;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}

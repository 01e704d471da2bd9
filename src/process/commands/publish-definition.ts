import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { cleanText } from '../../kernel/text.js';
import { authorizeEverywhere } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Call } from '../../platform/idempotency.js';
import type { Named, PublishedRow } from '../../platform/published-versions.js';
import { DefinitionCheck } from '../definition-check.js';
import { publishable } from '../domain/publish.js';
import { ProcessLibrary } from '../process-library.js';

export interface PublishRequest {
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string | null;
}

/** Publishes a version of a process definition, after walking it. Tickets opened from then on follow it; those at work keep theirs. */
@Injectable()
export class PublishDefinition {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly check: DefinitionCheck,
    private readonly library: ProcessLibrary,
  ) {}

  async execute(actor: Actor, call: Call, request: PublishRequest): Promise<PublishedRow<Named>> {
    authorizeEverywhere(actor, 'definition.administer');
    const name = cleanText(request.name, 'name', { max: 60 });
    const body = publishable(request.body, await this.check.problems(request.body));
    return this.unit.run(actor.merchantId, (tx) => this.library.publish(tx, {
      actor, call, request, operation: 'PUBLISH_DEFINITION', event: 'definition.published', next: () => ({ columns: { name }, body }),
    }));
  }
}

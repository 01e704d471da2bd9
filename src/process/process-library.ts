import { Injectable } from '@nestjs/common';
import { PublishedVersions, type Named } from '../platform/published-versions.js';
import type { ProcessDefinition } from './domain/definition.js';

/** Published process definitions. New tickets are opened under the newest. */
@Injectable()
export class ProcessLibrary extends PublishedVersions<Named, ProcessDefinition> {
  constructor() {
    super({ table: 'process_definition', columns: { name: 'name' }, countedBy: ['name'], read: (body) => body as ProcessDefinition });
  }
}

import { Module } from '@nestjs/common';
import { PublishDefinition } from './commands/publish-definition.js';
import { DefinitionCheck } from './definition-check.js';
import { DefinitionResolver } from './graphql/definition.resolver.js';
import { ProcessLibrary } from './process-library.js';

@Module({ providers: [ProcessLibrary, DefinitionCheck, PublishDefinition, DefinitionResolver], exports: [ProcessLibrary] })
export class ProcessModule {}

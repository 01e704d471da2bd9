import { Module } from '@nestjs/common';
import { ChoosePacks } from './commands/choose-packs.js';
import { PublishPack } from './commands/publish-pack.js';
import { PackResolver } from './graphql/pack.resolver.js';
import { PackLibrary } from './pack-library.js';
import { PolicyLibrary } from './policy-library.js';

@Module({ providers: [PolicyLibrary, PackLibrary, PublishPack, ChoosePacks, PackResolver], exports: [PolicyLibrary, PackLibrary] })
export class SlaModule {}

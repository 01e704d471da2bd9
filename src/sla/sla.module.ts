import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/index.js';
import { CalendarReader } from './calendar-reader.js';
import { ChoosePacks } from './commands/choose-packs.js';
import { PublishPack } from './commands/publish-pack.js';
import { PublishPolicy } from './commands/publish-policy.js';
import { PackResolver } from './graphql/pack.resolver.js';
import { PackLibrary } from './pack-library.js';
import { PolicyLibrary } from './policy-library.js';

@Module({
  imports: [CalendarModule],
  providers: [PolicyLibrary, CalendarReader, PublishPolicy, PackLibrary, PublishPack, ChoosePacks, PackResolver],
  exports: [PolicyLibrary, CalendarReader, PublishPolicy, PackLibrary],
})
export class SlaModule {}

import { Module, type DynamicModule } from '@nestjs/common';
import { PlatformModule, type PlatformOptions } from './platform/platform.module.js';

/** The list of modules. */
@Module({})
export class AppModule {
  static forRoot(options: Omit<PlatformOptions, 'entities'>): DynamicModule {
    return { module: AppModule, imports: [PlatformModule.forRoot({ ...options, entities: [] })] };
  }
}

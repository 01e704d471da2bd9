import { Module } from '@nestjs/common';
import { ProcessLibrary } from './process-library.js';

@Module({ providers: [ProcessLibrary], exports: [ProcessLibrary] })
export class ProcessModule {}

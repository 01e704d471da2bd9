import { Module } from '@nestjs/common';
import { PolicyLibrary } from './policy-library.js';

@Module({ providers: [PolicyLibrary], exports: [PolicyLibrary] })
export class SlaModule {}

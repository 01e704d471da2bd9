import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DueHandlers } from '../due/due-handlers.js';
import { fallDue } from './external-clocks.js';

/** Says what an external deadline does when it falls due. */
@Injectable()
export class ExternalDue implements OnModuleInit {
  constructor(private readonly handlers: DueHandlers) {}

  onModuleInit(): void {
    this.handlers.register('EXTERNAL', fallDue, { alone: false });
  }
}

import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOG, type Log } from '../../../platform/runtime/log.js';
import { answerError } from '../../../platform/runtime/plain-answer.js';
import { addRawRoutes } from '../../../platform/runtime/raw-routes.js';
import { ReceiveNotification } from './receive-notification.js';

export const NOTIFICATIONS_PATH = '/payouts/notifications';
/** A notification is a few thousand bytes. */
const LARGEST = 65_536;

type Told = FastifyRequest<{ Params: { endpoint: string }; Body: Buffer | undefined }>;

/**
 * POST of a provider's notification to the address of one shop. The signature is over the bytes as they came, so nothing may have read them before. What is logged of it is its route and status, never the address or the body.
 */
@Injectable()
export class NotificationRoutes implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly receive: ReceiveNotification,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    addRawRoutes(this.host, (scope) => {
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
      scope.setErrorHandler((error, request, reply) => answerError(error, request, reply, {
        log: this.log, refused: 'a notification of a provider was refused', failed: 'a notification of a provider failed',
      }));
      scope.post(`${NOTIFICATIONS_PATH}/:endpoint`, { bodyLimit: LARGEST }, (request, reply) => this.take(request as Told, reply));
    });
  }

  /** Alipay wants the word `success` and nothing else, or it comes again; Stripe any 2xx. */
  private async take(request: Told, reply: FastifyReply): Promise<FastifyReply> {
    const signature = request.headers['stripe-signature'];
    const call = { body: request.body ?? Buffer.alloc(0), signature: typeof signature === 'string' ? signature : null };
    const provider = await this.receive.execute(request.params.endpoint, call, request.id);
    return provider === 'ALIPAY' ? reply.type('text/plain').send('success') : reply.send({ received: true });
  }
}

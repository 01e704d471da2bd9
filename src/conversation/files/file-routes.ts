import type { Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { encodeId } from '../../kernel/ids.js';
import { LONGEST_TRANSFER_MS } from '../../platform/runtime/http-server.js';
import { LOG, type Log } from '../../platform/runtime/log.js';
import { answerError } from '../../platform/runtime/plain-answer.js';
import { addRawRoutes } from '../../platform/runtime/raw-routes.js';
import { FileTransfer } from './file-transfer.js';

/** Files take longer than a query. */
const SLOW = { config: { deadlineMs: LONGEST_TRANSFER_MS } } as const;

/**
 * The two routes of files: PUT one to the link `createUpload` gave, GET it from the link `attachment.url` gave. Wildcards, because a token is longer than a path parameter may be.
 */
@Injectable()
export class FileRoutes implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly transfer: FileTransfer,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    addRawRoutes(this.host, (scope) => {
      scope.addContentTypeParser('*', (_request, payload, parsed) => parsed(null, payload));
      scope.setErrorHandler((error, request, reply) => this.refuse(error, request, reply));
      scope.put<{ Params: { '*': string } }>('/files/uploads/*', SLOW, (request, reply) => this.put(request, reply));
      scope.get<{ Params: { '*': string } }>('/files/*', SLOW, (request, reply) => this.get(request, reply));
    });
  }

  private async put(request: FastifyRequest<{ Params: { '*': string } }>, reply: FastifyReply): Promise<FastifyReply> {
    const body = request.body as Readable | null | undefined;
    // Not destroyed on refusal: the answer still has to go out over the same socket.
    const content = body ? body.iterator({ destroyOnReturn: false }) : nothing();
    const id = await this.transfer.receive(request.params['*'], content as AsyncIterable<Uint8Array>, request.id);
    return reply.code(201).send({ attachmentId: encodeId('Attachment', id) });
  }

  private async get(request: FastifyRequest<{ Params: { '*': string } }>, reply: FastifyReply): Promise<FastifyReply> {
    const { content, headers } = await this.transfer.send(request.params['*']);
    return reply.headers(headers).send(content);
  }

  private refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    void reply.header('connection', 'close'); // what is left of a refused upload is not waited for
    return answerError(error, request, reply, { log: this.log, failed: 'file transfer failed' });
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // a request without a body: an empty file, refused as such
}

import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between the application and PostgreSQL. It can let a COMMIT through and swallow its answer, with the connection: the work is done, and nobody is told. */
export class AnswerDroppingProxy {
  /** How many answers to a COMMIT are to be swallowed from now on. */
  toDrop = 0;
  dropped = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  /** Answers the proxy, and the address of the same database through it. */
  static async before(databaseUrl: string): Promise<{ proxy: AnswerDroppingProxy; url: string }> {
    const target = new URL(databaseUrl);
    const server = createServer();
    const proxy = new AnswerDroppingProxy(server);
    server.on('connection', (client) => proxy.join(client, connect(Number(target.port || 5432), target.hostname)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = new URL(databaseUrl);
    url.hostname = '127.0.0.1';
    url.port = String((server.address() as AddressInfo).port);
    return { proxy, url: url.href };
  }

  private join(client: Socket, database: Socket): void {
    for (const [one, other] of [[client, database], [database, client]] as const) {
      this.sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
    client.on('data', (bytes) => database.write(bytes));
    database.on('data', (bytes) => {
      // CommandComplete of a COMMIT: from here on it is durable.
      if (this.toDrop > 0 && bytes.includes('COMMIT\0')) {
        this.toDrop -= 1;
        this.dropped += 1;
        client.destroy();
      } else client.write(bytes);
    });
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

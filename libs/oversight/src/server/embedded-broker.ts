import { createServer, type Server } from 'node:net';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import type { Logger } from 'pino';
import { LOGGER } from '@heling/platform/server/logger';
import { Ingest } from './ingest';
import type { Sender } from './message-store';
import { institutionOf, topicOf } from './topics';

const TRY_AGAIN_MS = 2000;
/** MQTT 3.1.1: bad user name or password. */
const BAD_CREDENTIAL = 4;

/**
 * The broker that comes along (MQTT 3.1.1), on HELING_MQTT_PORT of HELING_HOST (this machine only unless told). A device's user name is `<institution>/<device>`, its password its
 * credential; it publishes to its own topic only and subscribes to nothing. PUBACK goes out after the commit: when that fails the
 * device is cut off and sends again. Of several workers on one machine one has the port; when it ends another takes it.
 */
@Injectable()
export class EmbeddedBroker implements OnApplicationBootstrap, OnApplicationShutdown {
  private broker?: Aedes;
  private server?: Server;
  private timer?: NodeJS.Timeout;
  private readonly senders = new WeakMap<Client, { sender: Sender; institution: number }>();

  constructor(
    @Inject(Ingest) private readonly ingest: Ingest,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const port = process.env.HELING_MQTT_PORT;
    if (!port || process.env.HELING_MQTT_URL) return;
    const broker = await Aedes.createBroker({
      authenticate: (client, username, password, done) => {
        this.admit(client, username, password).then(
          (admitted) => done(admitted ? null : badCredential(), admitted),
          // Nobody can tell now whose credential it is: cut off, it comes again; refused, it might give up.
          () => client.conn.destroy(),
        );
      },
      authorizePublish: (client, packet, done) => {
        const known = client && this.senders.get(client);
        if (!known || packet.topic !== topicOf(known.institution, known.sender.code)) {
          done(new Error('a device publishes as itself only'));
          return;
        }
        this.ingest.take(known.sender, Buffer.from(packet.payload)).then(
          () => done(),
          (error: unknown) => {
            this.logger.warn(
              { deviceId: known.sender.id, code: (error as { code?: string }).code },
              'not stored',
            );
            done(new Error('not stored'));
          },
        );
      },
      authorizeSubscribe: (_client, _subscription, done) => done(null, null),
    });
    this.broker = broker;
    this.server = createServer((socket) => broker.handle(socket));
    this.server.on('error', () => {
      this.timer = setTimeout(() => this.listen(Number(port)), TRY_AGAIN_MS);
    });
    this.listen(Number(port));
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    this.server?.close();
    if (this.broker) await new Promise<void>((resolve) => this.broker!.close(resolve));
  }

  private listen(port: number): void {
    this.server?.listen(port, process.env.HELING_HOST ?? '127.0.0.1');
  }

  private async admit(client: Client, username?: string, password?: Buffer): Promise<boolean> {
    const [institution, code] = (username ?? '').split('/');
    const number = institutionOf(institution);
    if (number === null || !code || !password) return false;
    const sender = await this.ingest.authenticate(number, code, password.toString('utf8'));
    if (sender) this.senders.set(client, { sender, institution: number });
    return sender !== null;
  }
}

function badCredential(): AuthenticateError {
  return Object.assign(new Error('bad credential'), {
    returnCode: BAD_CREDENTIAL as AuthenticateError['returnCode'],
  });
}

import { hostname } from 'node:os';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import mqtt, { type MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import { LOGGER } from '@heling/platform/server/logger';
import { Ingest } from './ingest';
import { senderOf } from './topics';

const TOPICS = '$share/heling/heling/v1/+/+/events';
const RECONNECT_MS = 1000;
/** A connection hands over one message at a time. */
const CONNECTIONS = 4;
const SESSION_SECONDS = 3600;

/**
 * An outside broker (MQTT 5), at HELING_MQTT_URL: the workers share one subscription. The broker answers the devices out of its own
 * persistence and sees to it that each publishes as itself; a worker acknowledges to it after the commit, and what it does not
 * acknowledge the broker gives again. Sessions outlive a restart under the name HELING_MQTT_NAME (the machine's unless told), which
 * each worker has for itself.
 */
@Injectable()
export class ExternalBroker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly clients: MqttClient[] = [];

  constructor(
    @Inject(Ingest) private readonly ingest: Ingest,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    const { HELING_MQTT_URL: url } = process.env;
    if (!url) return;
    const name = process.env.HELING_MQTT_NAME || hostname();
    for (let n = 1; n <= CONNECTIONS; n += 1) this.clients.push(this.connect(url, `heling-${name}-${n}`));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.endAsync(true)));
  }

  private connect(url: string, clientId: string): MqttClient {
    const client = mqtt.connect(url, {
      protocolVersion: 5,
      clientId,
      clean: false,
      properties: { sessionExpiryInterval: SESSION_SECONDS },
      reconnectPeriod: RECONNECT_MS,
      // PUBACK only once the message is stored (or can never be).
      customHandleAcks: (topic, message, _packet, done) => {
        this.take(topic, message).then(
          () => done(0),
          (error: unknown) => {
            this.logger.warn({ code: (error as { code?: string }).code }, 'not stored');
            // No acknowledgement: a new connection makes the broker give it again.
            client.reconnect();
          },
        );
      },
    });
    client.on('error', (error) => this.logger.warn({ message: error.message }, 'mqtt'));
    client.on('connect', () => client.subscribe(TOPICS, { qos: 1 }));
    return client;
  }

  private async take(topic: string, payload: Buffer): Promise<void> {
    const from = senderOf(topic);
    const sender = from && (await this.ingest.sender(from.institution, from.device));
    if (sender) await this.ingest.take(sender, payload);
    else this.logger.warn({ topic }, 'a message of no known device');
  }
}
